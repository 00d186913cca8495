// Responses in a route's schema that are not plain JSON of one TypeBox type. The OpenAPI document shows them; nothing is
// serialized by them, because such a body is sent as text or bytes.
import { type TSchema, Type } from 'typebox';

/** RFC 9457; written by `http/problems.ts`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Always about:blank: the status says the kind' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong, with the offending value and the way out' }),
    instance: Type.Optional(Type.String({ description: 'What was asked' })),
  },
  { additionalProperties: true },
);

interface DocumentedResponse {
  description: string;
  content: Record<string, { schema: unknown; example?: unknown }>;
}

/** A body that a handler sends ready-made; without an example the document shows one made of the schema's. */
export function readyResponse(
  description: string,
  mediaType: string,
  schema: TSchema,
  example?: unknown,
): DocumentedResponse {
  return {
    description,
    content: { [mediaType]: { schema, ...(example === undefined ? {} : { example }) } },
  };
}

/** A body in several encodings, of which the request chooses. */
export function readyResponses(
  description: string,
  schemas: Readonly<Record<string, TSchema>>,
): DocumentedResponse {
  return {
    description,
    content: Object.fromEntries(
      Object.entries(schemas).map(([mediaType, schema]) => [mediaType, { schema }]),
    ),
  };
}

/** No body. */
export function emptyResponse(description: string): { description: string; type: unknown } {
  return { description, type: 'null' };
}

/** The document shows a problem with the route's status and the description as its detail, or the one that is given. */
export function problemResponse(
  description: string,
  example?: Readonly<Record<string, unknown>>,
): DocumentedResponse {
  return readyResponse(description, 'application/problem+json', Problem, example);
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
