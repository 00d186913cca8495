// What JSON can say in a text and PostgreSQL cannot keep.
import { badRequest } from '../errors.ts';

/**
 * Refuses a NUL, and half of a surrogate pair, which would be stored as another text than was sent.
 *
 * @param personalFields names of those whose values are not repeated
 * @throws ProblemError 400 that names the field
 */
export function checkStorable(
  body: Readonly<Record<string, unknown>>,
  personalFields: readonly string[] = [],
): void {
  for (const [field, value] of Object.entries(body)) {
    if (typeof value !== 'string') continue;
    const unstorable = /\0|\p{Surrogate}/u.exec(value)?.[0];
    if (unstorable === undefined) continue;
    const shown = personalFields.includes(field) ? '(personal)' : JSON.stringify(value).slice(1, -1);
    throw badRequest(
      field,
      shown,
      unstorable === '\0' ? 'contains the character NUL' : 'contains half of a surrogate pair',
    );
  }
}
