// How a refusal looks in the OpenAPI document; `errors.ts` writes it.
import { Type } from 'typebox';

/** RFC 9457 */
const Problem = Type.Object({
  type: Type.String({ examples: ['about:blank'] }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'What is wrong, with the offending value' }),
  instance: Type.Optional(Type.String()),
});

/** A response of application/problem+json, for a route's `response` by status. */
export function problemResponse(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}

export const badRequestResponse = problemResponse(
  'A parameter is unknown or has a value that cannot be used',
);
export const notFoundResponse = problemResponse('There is no such thing');
