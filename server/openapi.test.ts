import { Validator } from '@seriousme/openapi-schema-validator';
import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { rewriteSchema } from './openapi.ts';
import type { Content, OpenapiDocument, Schema } from './openapiDocument.ts';
import { testApp } from './testing/app.ts';
import { testDatabase } from './testing/database.ts';

const database = await testDatabase();
const app = await testApp(database);

async function document(url: string): Promise<OpenapiDocument> {
  return (await app.inject(url)).json<OpenapiDocument>();
}

async function errorsIn(url: string): Promise<unknown> {
  const validator = new Validator();
  // the validator changes what it is given
  const { errors } = await validator.validate({ ...(await document(url)) });
  expect(validator.version).toBe('3.0');
  return errors;
}

describe('the OpenAPI documents', () => {
  test.each(['/api/openapi.json', '/ogc/api'])('%s is valid OpenAPI 3.0', async (url) => {
    expect(await errorsIn(url)).toBeUndefined();
  });

  test('every operation has an id of its own, a summary, a success and words for each parameter', async () => {
    const { paths } = await document('/api/openapi.json');
    const ids = new Set<string>();
    for (const [path, item] of Object.entries(paths)) {
      for (const operation of Object.values(item)) {
        expect(operation.summary, path).toBeTruthy();
        expect(ids.has(operation.operationId!), `${path}: ${operation.operationId}`).toBe(false);
        ids.add(operation.operationId!);
        expect(
          Object.keys(operation.responses).some((status) => status.startsWith('2')),
          path,
        ).toBe(true);
        for (const { name, description } of operation.parameters ?? []) {
          expect(description, `${path} ${name}`).toBeTruthy();
        }
      }
    }
  });

  test.each(['/api/openapi.json', '/ogc/api'])(
    '%s describes every parameter, body, response and error, and shows an example of each',
    async (url) => {
      const lacking: string[] = [];
      const { paths } = await document(url);
      for (const [path, item] of Object.entries(paths)) {
        for (const [method, operation] of Object.entries(item)) {
          const place = `${method.toUpperCase()} ${path}`;
          const need = (value: unknown, what: string) => {
            if (value === undefined || value === '') lacking.push(`${place}: ${what}`);
          };
          const needBodies = ({ content = {} }: Content, what: string) => {
            for (const [mediaType, body] of Object.entries(content)) {
              need(body.schema, `schema of ${what} ${mediaType}`);
              need(body.example ?? body.examples, `example of ${what} ${mediaType}`);
            }
          };
          need(operation.summary, 'summary');
          need(operation.description, 'description');
          for (const { name, description, example } of operation.parameters ?? []) {
            need(description, `description of ${name}`);
            need(example, `example of ${name}`);
          }
          if (operation.requestBody) needBodies(operation.requestBody, 'the body');
          for (const [status, response] of Object.entries(operation.responses)) {
            need(
              response.description === 'Default Response' ? undefined : response.description,
              `description of ${status}`,
            );
            needBodies(response, status);
          }
        }
      }
      expect(lacking).toEqual([]);
    },
  );

  test('every operation that takes a parameter or a body says how it refuses', async () => {
    const { paths } = await document('/api/openapi.json');
    for (const [path, item] of Object.entries(paths)) {
      for (const operation of Object.values(item)) {
        if (!operation.parameters && !operation.requestBody) continue;
        expect(operation.responses['400']?.content, path).toHaveProperty(['application/problem+json']);
      }
    }
  });

  test('an error shows its status, its title and the path that was asked', async () => {
    const { paths } = await document('/api/openapi.json');
    const { responses } = paths['/api/regions/{region}/summary']!.get!;
    expect(responses['404']!.content!['application/problem+json']!.example).toEqual({
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      detail: responses['404']!.description,
      instance: '/api/regions/370215/summary',
    });
  });

  test('the one of the features lists the paths of the standard below its own root', async () => {
    const { servers, paths } = await document('/ogc/api');
    expect(servers).toEqual([{ url: 'http://localhost:80/ogc' }]);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/',
        '/conformance',
        '/collections',
        '/collections/{collectionId}',
        '/collections/{collectionId}/items',
        '/collections/{collectionId}/items/{featureId}',
      ]),
    );
  });

  test('limit, bbox and datetime are declared as the standard words them', async () => {
    const { paths } = await document('/ogc/api');
    const parameters = paths['/collections/{collectionId}/items']!.get!.parameters!;
    const form = { in: 'query', required: false, style: 'form', explode: false };
    expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
      ...form,
      schema: { type: 'integer', minimum: 1, maximum: 10000, default: 10 },
    });
    expect(parameters.find(({ name }) => name === 'bbox')).toMatchObject({
      ...form,
      schema: { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } },
    });
    expect(parameters.find(({ name }) => name === 'datetime')).toMatchObject({
      ...form,
      schema: { type: 'string' },
    });
  });
});

describe('what OpenAPI 3.0 cannot say as JSON Schema does', () => {
  const rewritten = (schema: object) => rewriteSchema(JSON.parse(JSON.stringify(schema)) as Schema);

  test('a union of literals is an enumeration', () => {
    expect(rewritten(Type.Union([Type.Literal('a'), Type.Literal('b')], { description: 'd' }))).toEqual({
      type: 'string',
      enum: ['a', 'b'],
      description: 'd',
    });
  });

  test('null beside a type makes it nullable', () => {
    expect(rewritten(Type.Union([Type.Integer(), Type.Null()]))).toEqual({ type: 'integer', nullable: true });
    expect(rewritten(Type.Union([Type.Literal('a'), Type.Null()]))).toEqual({
      type: 'string',
      enum: ['a', null],
      nullable: true,
    });
  });

  test('a tuple is an array of that length', () => {
    expect(rewritten(Type.Tuple([Type.Number(), Type.Number()]))).toEqual({
      type: 'array',
      items: { type: 'number' },
      minItems: 2,
      maxItems: 2,
    });
  });

  test('a record has additional properties', () => {
    expect(rewritten(Type.Record(Type.String(), Type.Number()))).toEqual({
      type: 'object',
      additionalProperties: { type: 'number' },
    });
  });

  test('the first example is the example', () => {
    expect(rewritten(Type.String({ examples: ['x', 'y'] }))).toEqual({ type: 'string', example: 'x' });
  });
});
