// The OpenAPI 3.0 document. Our schemas are JSON Schema as TypeBox writes it, which knows things that OpenAPI 3.0 does not
// (null as a type, const, tuples, patternProperties): they are said in its words here, in one place.
import type {} from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { standardised } from './features/openapi.ts';
import type { Content, OpenapiDocument, Operation, Parameter, Schema } from './openapiDocument.ts';
import { commonResponses, problemType, withExamples } from './openapiExamples.ts';
import { Problem } from './responses.ts';

/** The document as `@fastify/swagger` makes it, in the words of OpenAPI 3.0; for its `transformObject`. */
export function inOpenapi30(document: OpenapiDocument): OpenapiDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([method, operation]) => [method, rewriteOperation(path, method, operation)]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The application's document, once its routes are registered and `@fastify/swagger` beside them. */
export function wholeDocument(app: FastifyInstance): OpenapiDocument {
  // the library's type covers Swagger 2 and OpenAPI 3.1 as well
  return app.swagger() as unknown as OpenapiDocument;
}

function rewriteOperation(path: string, method: string, operation: Operation): Operation {
  const { parameters, requestBody, responses } = operation;
  const rewritten: Operation = {
    operationId: operationId(path, method),
    ...operation,
    ...(parameters && { parameters: parameters.map(rewriteParameter) }),
    ...(requestBody && { requestBody: rewriteContent(requestBody) }),
    responses: Object.fromEntries(
      Object.entries({ ...commonResponses(method), ...responses }).map(([status, response]) => [
        status,
        rewriteContent(inProblemWords(described(response, operation))),
      ]),
    ),
  };
  return withExamples(path, standardised(path, rewritten));
}

/** What a route says of its success in its summary, it need not say again. */
function described(response: Content, { summary = '' }: Operation): Content {
  return response.description === 'Default Response' ? { ...response, description: summary } : response;
}

/** Every error has the same shape. */
function inProblemWords(response: Content): Content {
  const body = response.content?.[problemType];
  if (!body || body.schema) return response;
  return {
    ...response,
    content: { ...response.content, [problemType]: { ...body, schema: Problem as unknown as Schema } },
  };
}

/** `get /tiles/{layer}/{z}` → `getTilesLayerZ` */
function operationId(path: string, method: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function rewriteParameter(parameter: Parameter): Parameter {
  if (!parameter.schema) return parameter;
  const schema = rewriteSchema(parameter.schema);
  // what has a default need not be sent
  return schema.default === undefined ? { ...parameter, schema } : { ...parameter, schema, required: false };
}

function rewriteContent<C extends Content>(holder: C): C {
  if (!holder.content) return holder;
  const content = Object.entries(holder.content).map(([mediaType, body]) => [
    mediaType,
    body.schema ? { ...body, schema: rewriteSchema(body.schema) } : body,
  ]);
  return { ...holder, content: Object.fromEntries(content) };
}

/** One schema and all below it. */
export function rewriteSchema(schema: Schema): Schema {
  const {
    const: constant,
    anyOf,
    additionalItems: _none,
    items,
    properties,
    patternProperties,
    additionalProperties,
    examples,
    ...rest
  } = schema;
  const rewritten: Schema = { ...rest };
  if (constant !== undefined) rewritten.enum = [constant];
  if (examples !== undefined && examples.length > 0) rewritten.example = examples[0];
  if (properties) {
    rewritten.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, rewriteSchema(property)]),
    );
  }
  const others = patternProperties ? Object.values(patternProperties)[0] : additionalProperties;
  if (others !== undefined)
    rewritten.additionalProperties = typeof others === 'boolean' ? others : rewriteSchema(others);
  if (items !== undefined) Object.assign(rewritten, rewriteItems(items));
  if (rewritten.type === 'null') return { ...rewritten, type: 'string', nullable: true, enum: [null] };
  return anyOf ? rewriteAlternatives(rewritten, anyOf) : rewritten;
}

function rewriteItems(items: Schema | Schema[]): Schema {
  if (!Array.isArray(items)) return { items: rewriteSchema(items) };
  const kinds = new Map(items.map((item) => [JSON.stringify(item), rewriteSchema(item)]));
  const [first, ...others] = [...kinds.values()];
  return {
    items: others.length === 0 ? (first ?? {}) : { anyOf: [first!, ...others] },
    minItems: items.length,
    maxItems: items.length,
  };
}

/** Null becomes `nullable`, literals of one type become an enumeration, and what is left alone needs no `anyOf`. */
function rewriteAlternatives(outer: Schema, alternatives: readonly Schema[]): Schema {
  const values = alternatives.filter(({ type }) => type !== 'null').map(rewriteSchema);
  const nullable = values.length < alternatives.length ? { nullable: true } : {};
  const [first] = values;
  const isEnumeration = values.every(
    ({ type, enum: literals }) => type === first?.type && literals !== undefined,
  );
  if (first && isEnumeration) {
    const literals = values.flatMap(({ enum: own }) => own ?? []);
    return {
      ...outer,
      type: first.type,
      enum: nullable.nullable ? [...literals, null] : literals,
      ...nullable,
    };
  }
  if (first && values.length === 1) return { ...first, ...outer, ...nullable };
  return { ...outer, anyOf: values, ...nullable };
}
