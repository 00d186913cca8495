// Responses in a route's schema that are not plain JSON of one TypeBox type. The OpenAPI document shows them; nothing is
// serialized by them, because such a body is sent as text or bytes.
import { type TSchema, Type } from 'typebox';

/** RFC 9457; written by `errors.ts`. */
const Problem = Type.Object({
  type: Type.String({ examples: ['about:blank'] }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'What is wrong, with the offending value' }),
  instance: Type.Optional(Type.String()),
});

interface DocumentedResponse {
  description: string;
  content: Record<string, { schema: unknown }>;
}

/** A body that a handler sends ready-made. */
export function readyResponse(description: string, mediaType: string, schema: TSchema): DocumentedResponse {
  return { description, content: { [mediaType]: { schema } } };
}

/** No body. */
export function emptyResponse(description: string): { description: string; type: unknown } {
  return { description, type: 'null' };
}

export function problemResponse(description: string): DocumentedResponse {
  return readyResponse(description, 'application/problem+json', Problem);
}

export const badRequestResponse = problemResponse(
  'A parameter is unknown or has a value that cannot be used',
);
export const notFoundResponse = problemResponse('There is no such thing');
export const preconditionFailedResponse = problemResponse(
  'It was changed meanwhile, or is not what If-Match says: `etag` is the current tag. Read it again',
);
export const preconditionRequiredResponse = problemResponse('If-Match is missing');
export const unsupportedMediaTypeResponse = problemResponse('The body is something else than JSON');
export const tooLargeResponse = problemResponse('The body is larger than this route takes');
export const unavailableResponse = problemResponse(
  'The database does not answer at the moment; try again after Retry-After',
);
