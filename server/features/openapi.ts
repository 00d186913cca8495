// The part of the OpenAPI document that is the OGC service, as its standard and its test suite read it: paths relative to the
// landing page, and the three standard parameters in their own words.
import type { OpenapiDocument, Operation, Parameter } from '../openapiDocument.ts';
import { collectionIds } from './collections/index.ts';
import { limits } from './parameters.ts';

const prefix = '/ogc';

/** A document of its own whose server is the service's root. `whole` is the application's document. */
export function featuresOpenapi(whole: OpenapiDocument, root: string): OpenapiDocument {
  const paths = Object.entries(whole.paths)
    .filter(([path]) => path === prefix || path.startsWith(`${prefix}/`))
    .map(([path, item]) => [path.slice(prefix.length) || '/', item] as const);
  return {
    openapi: whole.openapi,
    info: { ...whole.info, title: 'Gridwright features', description: 'OGC API – Features, Part 1' },
    servers: [{ url: root }],
    paths: Object.fromEntries(paths),
  };
}

/** Parameters whose type in our schemas is what can be parsed, not what the standard says. */
const standardParameters: Readonly<Record<string, Partial<Parameter>>> = {
  limit: {
    style: 'form',
    explode: false,
    schema: { type: 'integer', minimum: 1, maximum: limits.maximum, default: limits.default },
    example: 100,
  },
  bbox: {
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } },
    example: [120.4, 36.3, 120.5, 36.4],
  },
  datetime: {
    style: 'form',
    explode: false,
    schema: { type: 'string' },
    example: '2026-02-01T00:00:00Z/2026-07-01T00:00:00Z',
  },
  collectionId: { schema: { type: 'string', enum: [...collectionIds] }, example: 'grids' },
};

/** Puts the standard's parameter objects in place of ours. */
export function standardised(path: string, operation: Operation): Operation {
  if (!path.startsWith(prefix) || !operation.parameters) return operation;
  const parameters = operation.parameters.map((parameter) => ({
    ...parameter,
    ...standardParameters[parameter.name],
  }));
  return { ...operation, parameters };
}
