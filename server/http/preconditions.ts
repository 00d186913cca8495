// Conditional requests (RFC 9110): so that two editors never silently overwrite each other.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { actorHeader } from '../access/actor.ts';
import { preconditionFailed, preconditionRequired } from '../errors.ts';

type Headers = FastifyRequest['headers'];

/** For the `headers` of a write's schema. Optional there: a missing one is answered by 428, not by 400. */
export const IfMatch = Type.Object({
  ...actorHeader,
  'if-match': Type.Optional(
    Type.String({
      description: 'The ETag of the state that the change is meant for; * for any',
      examples: ['"Yb5k3rVJ0hKqk8xk1mQy2A"'],
    }),
  ),
});

export const IfNoneMatch = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({
      description: 'The ETag of the answer that is known already',
      examples: ['"Yb5k3rVJ0hKqk8xk1mQy2A"'],
    }),
  ),
});

/** A strong tag of what is shown and of what only moves it: other for any other state. */
export function entityTag(...parts: unknown[]): string {
  return `"${digestOf(parts)}"`;
}

/** What tags are made of: other for other facts. */
export function digestOf(facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);
}

/**
 * Whether the caller has this already, which is then 304: by weak comparison (RFC 9110, 8.8.3.2), because what is
 * compared is only read.
 */
export function isKnown({ 'if-none-match': known }: Headers, etag: string): boolean {
  // what a browser sends: one tag, as it got it
  if (known === etag) return true;
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  return tagsOf(known).some((tag) => tag === '*' || opaque(tag) === opaque(etag));
}

/** @throws ProblemError 428 */
export function requireIfMatch(headers: Headers, what: string): void {
  if (headers['if-match'] !== undefined || tagsOf(headers['if-none-match']).includes('*')) return;
  throw preconditionRequired(
    `Send If-Match with the ETag of the ${what} that you read, so that nobody else's change is overwritten`,
  );
}

/**
 * Compares If-Match strongly with the state under the lock; If-None-Match: * wants that there is none.
 *
 * @param etag null: it does not exist
 * @throws ProblemError 412 that says the current tag
 */
export function checkPreconditions(headers: Headers, what: string, etag: string | null): void {
  const wanted = headers['if-match'];
  if (wanted !== undefined) {
    const tags = tagsOf(wanted);
    const isMet = etag !== null && (tags.includes('*') || tags.includes(etag));
    if (!isMet) {
      const now = etag === null ? 'there is none' : `its ETag is ${etag}`;
      throw preconditionFailed(
        `If-Match=${wanted.slice(0, 200)}: the ${what} is another by now (${now}); read it again`,
        etag,
      );
    }
  }
  if (etag !== null && tagsOf(headers['if-none-match']).includes('*')) {
    throw preconditionFailed(`If-None-Match=*: the ${what} exists, its ETag is ${etag}`, etag);
  }
}

function tagsOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((tag) => tag.trim());
}
