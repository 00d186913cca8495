// Examples in the OpenAPI document: every parameter, body, response and error shows one. They are put together from the examples
// of the schemas, so that a route states each once; what a schema leaves open is found by openapi.test.ts.
import type { Content, Operation, Parameter, Schema } from './openapiDocument.ts';

/** The same word means the same thing everywhere, so what has no example of its own is shown by its name. */
const exampleOfWord: Readonly<Record<string, unknown>> = {
  accuracyM: 25,
  after: 'household-1042',
  at: '2026-07-01',
  category: 'water',
  changeSequence: '1204',
  code: '370215001001001',
  description: 'Water stands on the road',
  detail: 'What is wrong, and the way out',
  cursor: 'MjAyNi0xMS0yM1QwODowMDowMC4xMjM0NTZaIDQwIDEgMTA0Mg',
  datetime: '2026-07-01T00:00:00Z',
  featureId: '1042',
  fileName: 'grids.geojson',
  from: '2026-01-01',
  grid: '370215001001001',
  gridId: '1042',
  gridVersionId: '2077',
  id: '1042',
  indexPerWorker: 96.4,
  lat: 36.3891,
  lon: 120.4472,
  message: 'There is a gap of 12.5 m² between 370215001001001 and 370215001001002',
  name: '青石社区',
  nameEn: 'Qingshi community',
  next: 'eyJhZnRlciI6IjEwNDIifQ',
  number: 12,
  reference: 'H-2026-00017',
  region: '370215',
  source: 'hotline',
  status: 'received',
  street: '370215001',
  timeZone: 'Asia/Shanghai',
  title: 'Grids',
  to: '2026-11-01',
  v: 'g1-3f9Q2mXaLr8KzT0b',
  workerId: '318',
};

const exampleOfFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-11-01T08:00:00Z',
  date: '2026-11-01',
  binary: '(bytes)',
};

function isPlain({ type }: Schema): boolean {
  return type === 'string' || type === 'number' || type === 'integer';
}

/** @param word name of the property or parameter */
function exampleOfNamed(word: string, schema: Schema): unknown {
  const { items } = schema;
  if (schema.example === undefined && schema.type === 'array' && items && !Array.isArray(items)) {
    const item = exampleOfNamed(word.replace(/s$/, ''), items);
    return item === undefined ? undefined : exampleArray(schema, item);
  }
  if (schema.example !== undefined || schema.enum !== undefined || !isPlain(schema)) return exampleOf(schema);
  const isText = typeof exampleOfWord[word] === 'string';
  const fits = exampleOfWord[word] !== undefined && isText === (schema.type === 'string');
  return fits && schema.format === undefined ? exampleOfWord[word] : exampleOf(schema);
}

/**
 * What a value of the schema (in OpenAPI 3.0's words) looks like; undefined where text is without an example. Put
 * together from below: a property without an example, and not required, is left out.
 */
export function exampleOf(schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf) return exampleOf(schema.anyOf[0]!);
  switch (schema.type) {
    case 'object':
      return exampleObject(schema);
    case 'array':
      return Array.isArray(schema.items) || !schema.items
        ? undefined
        : exampleArray(schema, exampleOf(schema.items));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'string':
      return exampleOfFormat[String(schema.format)] ?? absent(schema);
    default:
      return absent(schema);
  }
}

/** What may be null is shown as null when there is nothing better. */
function absent({ nullable }: Schema): null | undefined {
  return nullable ? null : undefined;
}

function exampleObject({ properties = {}, required = [] }: Schema): unknown {
  const members = Object.entries(properties).map(
    ([name, property]) => [name, exampleOfNamed(name, property)] as const,
  );
  const isLacking = members.some(
    ([name, example]) => example === undefined && (required as readonly string[]).includes(name),
  );
  return isLacking ? undefined : Object.fromEntries(members.filter(([, example]) => example !== undefined));
}

function exampleArray({ minItems = 1 }: Schema, item: unknown): unknown {
  return item === undefined ? undefined : Array.from({ length: Math.max(1, Number(minItems)) }, () => item);
}

/** Puts an example beside each parameter, body, response and error that has none of its own. */
export function withExamples(path: string, operation: Operation): Operation {
  const { parameters, requestBody, responses } = operation;
  const shown = parameters?.map(withExample);
  const instance = examplePath(path, shown ?? []);
  return {
    ...operation,
    ...(shown && { parameters: shown }),
    ...(requestBody && { requestBody: contentWithExamples(requestBody, exampleOf) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        contentWithExamples(response, (schema, mediaType) =>
          mediaType === problemType ? exampleProblem(status, response, instance) : exampleOf(schema),
        ),
      ]),
    ),
  };
}

export const problemType = 'application/problem+json';

function withExample(parameter: Parameter): Parameter {
  if (parameter.example !== undefined || !parameter.schema) return parameter;
  const example = exampleOfNamed(parameter.name, parameter.schema);
  return example === undefined ? parameter : { ...parameter, example };
}

function contentWithExamples<C extends Content>(
  holder: C,
  make: (schema: Schema, mediaType: string) => unknown,
): C {
  if (!holder.content) return holder;
  const content = Object.entries(holder.content).map(([mediaType, body]) => {
    if (body.example !== undefined || body.examples !== undefined || !body.schema) return [mediaType, body];
    const example = make(body.schema, mediaType);
    return [mediaType, example === undefined ? body : { ...body, example }];
  });
  return { ...holder, content: Object.fromEntries(content) };
}

const titles: Readonly<Record<string, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  428: 'Precondition required',
  429: 'Too many requests',
  503: 'Service unavailable',
  507: 'Insufficient storage',
};

/** RFC 9457, as `http/problems.ts` writes it. */
function exampleProblem(status: string, { description = '' }: Content, instance: string): unknown {
  const title = titles[status] ?? 'Error';
  return { type: 'about:blank', title, status: Number(status), detail: description, instance };
}

/** `/api/regions/{region}/summary` → `/api/regions/370215/summary` */
function examplePath(path: string, parameters: readonly Parameter[]): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const found = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
    return found?.example === undefined ? whole : String(found.example);
  });
}

/** Answers that any request can get: by the guard, by a database that is gone and, where something is written, by a full disk. */
export function commonResponses(method: string): Readonly<Record<string, Content>> {
  return method === 'get' ? ofAll : { ...ofAll, 507: diskFull };
}

const diskFull: Content = {
  description: 'The disk is full: nothing was written, and reading goes on',
  content: { [problemType]: {} },
};

const ofAll: Readonly<Record<string, Content>> = {
  403: {
    description: 'Host is not this machine, or Origin is neither this machine nor listed in CORS_ORIGINS',
    content: { [problemType]: {} },
  },
  503: {
    description: 'The database does not answer at the moment, or the answer takes too long',
    headers: {
      'Retry-After': {
        description: 'Seconds after which it is worth trying again',
        schema: { type: 'integer' },
        example: 2,
      },
    },
    content: { [problemType]: {} },
  },
};
