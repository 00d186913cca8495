// Requests generated from the OpenAPI document: valid ones, and ones with something wrong. A route that is added to the
// document is tested without a word here.
import fc from 'fast-check';
import type { OpenapiDocument, Operation, Parameter, Schema } from '../openapiDocument.ts';
import { type KnownValues, validValue } from './generatedValues.ts';
import { hostileText, jsonMutation, mutated, textMutation } from './hostileValues.ts';

export interface GeneratedRequest {
  method: string;
  /** With its query, encoded. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface GeneratedOperation {
  /** `get /api/locate` */
  name: string;
  operation: Operation;
  requests: fc.Arbitrary<GeneratedRequest>;
}

/** Bodies for media types that are not JSON. */
export type SampleBodies = Readonly<Record<string, readonly string[]>>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

export function generatedOperations(
  document: OpenapiDocument,
  known: KnownValues,
  samples: SampleBodies,
): GeneratedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({
        name: `${method} ${path}`,
        operation,
        requests: requestsOf(method, path, operation, known, samples),
      })),
  );
}

interface Parts {
  method: string;
  /** Values by parameter name. */
  path: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  mediaType: string | undefined;
  body: unknown;
}

/** Parts with something wrong in them. */
type Spoil = (parts: Parts) => Parts;

function requestsOf(
  method: string,
  path: string,
  operation: Operation,
  known: KnownValues,
  samples: SampleBodies,
): fc.Arbitrary<GeneratedRequest> {
  const parameters = operation.parameters ?? [];
  const valid: fc.Arbitrary<Parts> = fc.record({
    method: fc.constant(method),
    path: parametersIn('path', parameters, knownBelow(path, known)).map((values) =>
      Object.fromEntries(values),
    ),
    query: parametersIn('query', parameters, known),
    headers: parametersIn('header', parameters, known).map((values) => Object.fromEntries(values)),
    mediaType: fc.constantFrom<string | undefined>(
      ...Object.keys(operation.requestBody?.content ?? { none: {} }).map((type) =>
        type === 'none' ? undefined : type,
      ),
    ),
    body: fc.constant(undefined),
  });
  const withBody = valid.chain((parts) =>
    parts.mediaType === undefined
      ? fc.constant(parts)
      : bodyOf(parts.mediaType, operation, known, samples).map((body) => ({ ...parts, body })),
  );
  const spoils = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Spoil[]>([]) },
    { weight: 6, arbitrary: fc.array(spoil(parameters), { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(withBody, spoils, spoilBody).map(([parts, changes, changeBody]) => {
    const spoilt = changes.reduce((before, change) => change(before), parts);
    return assembled(path, spoilt, changeBody);
  });
}

function parametersIn(
  place: string,
  parameters: readonly Parameter[],
  known: KnownValues,
): fc.Arbitrary<[string, string][]> {
  const own = parameters.filter((parameter) => parameter.in === place);
  const values = own.map(({ name, schema, required, ...rest }) => {
    const value = textOf({ ...schema, ...('example' in rest ? { example: rest.example } : {}) }, name, known);
    const given = value.map((text): [string, string][] => [[name, text]]);
    return required ? given : fc.oneof({ weight: 3, arbitrary: given }, fc.constant<[string, string][]>([]));
  });
  return fc.tuple(...values).map((lists) => lists.flat());
}

/** What is known of one kind goes before what is known of any: `households/{id}` before `{id}`. */
function knownBelow(path: string, known: KnownValues): KnownValues {
  const own = [...path.matchAll(/([^/{}]+)\/\{([^}]+)\}/g)].flatMap(([place, , name]) => {
    const values = known[place];
    return values === undefined ? [] : [[name!, values] as const];
  });
  return { ...known, ...Object.fromEntries(own) };
}

/** A parameter's value as text. */
function textOf(schema: Schema, name: string, known: KnownValues): fc.Arbitrary<string> {
  return validValue(schema, name, known).map((value) =>
    Array.isArray(value)
      ? value.join(',')
      : typeof value === 'string'
        ? value
        : (JSON.stringify(value) ?? ''),
  );
}

function bodyOf(
  mediaType: string,
  operation: Operation,
  known: KnownValues,
  samples: SampleBodies,
): fc.Arbitrary<unknown> {
  const sample = samples[mediaType];
  const schema = operation.requestBody?.content?.[mediaType]?.schema ?? {};
  const isStructured = /json/.test(mediaType) && (schema.type !== undefined || schema.anyOf !== undefined);
  if (isStructured && schema.type !== 'string') return validValue(schema, '', known);
  if (sample) return fc.constantFrom(...sample).map(readyBody);
  return fc.oneof(hostileText, fc.constantFrom(...Object.values(samples).flat())).map(readyBody);
}

/** Text that is sent as it is, not as a JSON string. */
interface ReadyBody {
  readyText: string;
}

function readyBody(readyText: string): ReadyBody {
  return { readyText };
}

const mediaTypes = [
  ...[
    'application/json',
    'application/json; charset=utf-16',
    'application/geo+json',
    'application/merge-patch+json',
  ],
  ...[
    'text/plain',
    'text/csv',
    'application/x-ndjson',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
  ],
  ...[
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/zip',
    'image/png',
    'x',
    '/',
    '',
  ],
];

/** Something wrong with everything but the body's bytes. */
function spoil(parameters: readonly Parameter[]): fc.Arbitrary<Spoil> {
  const queryNames = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
  const pathNames = parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name);
  const headerNames = parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name);
  const someName = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'x', 'f', 'limit', 'region', 'a[b]', 'a[]', '', 'at', 'bbox'),
    hostileText,
  );
  const spoils: fc.Arbitrary<Spoil>[] = [
    fc.tuple(someName, hostileText).map(
      (pair): Spoil =>
        (parts) => ({ ...parts, query: [...parts.query, pair] }),
    ),
    fc.constantFrom(...methods).map(
      (method): Spoil =>
        (parts) => ({ ...parts, method }),
    ),
    fc.constantFrom(...mediaTypes).map(
      (mediaType): Spoil =>
        (parts) => ({ ...parts, mediaType }),
    ),
    jsonMutation.map(
      (mutation): Spoil =>
        (parts) => ({ ...parts, body: mutated(parts.body, mutation) }),
    ),
    fc.tuple(fc.constantFrom(...commonHeaders, ...headerNames), hostileText).map(
      ([name, value]): Spoil =>
        (parts) => ({ ...parts, headers: { ...parts.headers, [name]: value } }),
    ),
    fc.constant<Spoil>((parts) => ({ ...parts, query: [...parts.query, ...parts.query.slice(0, 1)] })),
    fc.constant<Spoil>((parts) => ({ ...parts, query: parts.query.slice(0, -1) })),
  ];
  if (queryNames.length > 0) {
    const replaced = fc.tuple(fc.constantFrom(...queryNames), hostileText).map(
      (pair): Spoil =>
        (parts) => ({
          ...parts,
          query: [...parts.query.filter(([name]) => name !== pair[0]), pair],
        }),
    );
    spoils.push(replaced, replaced);
  }
  if (pathNames.length > 0) {
    const replaced = fc.tuple(fc.constantFrom(...pathNames), hostileText).map(
      ([name, value]): Spoil =>
        (parts) => ({ ...parts, path: { ...parts.path, [name]: value } }),
    );
    spoils.push(replaced);
  }
  return fc.oneof(...spoils);
}

const commonHeaders = [
  ...[
    'accept',
    'accept-encoding',
    'accept-language',
    'if-none-match',
    'if-match',
    'if-modified-since',
    'range',
  ],
  ...['origin', 'prefer', 'last-event-id', 'x-forwarded-for', 'x-forwarded-host', 'forwarded', 'cookie'],
];

/** What an HTTP client lets through. */
function headerText(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
}

/** Something wrong with the body's bytes, one time in four. */
const spoilBody: fc.Arbitrary<((text: string) => string | Uint8Array) | undefined> = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: textMutation },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('', '{', 'null', '[]', '0', '"x"', '{}', '[[', '\0', '{"a":1}{"a":2}', '['.repeat(10_000))
      .map((text) => () => text),
  },
  { weight: 1, arbitrary: fc.constant(() => `{"a":"${'x'.repeat(1_200_000)}"}`) },
);

function assembled(
  template: string,
  { method, path, query, headers, mediaType, body }: Parts,
  changeBody: ((text: string) => string | Uint8Array) | undefined,
): GeneratedRequest {
  const filled = template.replace(/\{([^}]+)\}/g, (_, name: string) => escaped(path[name] ?? ''));
  const search = query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
  const request: GeneratedRequest = {
    method: method.toUpperCase(),
    path: search === '' ? filled : `${filled}?${search}`,
    headers: { ...headers, ...(mediaType === undefined ? {} : { 'content-type': mediaType }) },
  };
  for (const [name, value] of Object.entries(headers)) request.headers[name] = headerText(value);
  if (body === undefined && (changeBody === undefined || method === 'get')) return request;
  const text = isReady(body) ? body.readyText : (JSON.stringify(body) ?? '');
  return { ...request, body: changeBody === undefined ? text : changeBody(text) };
}

function isReady(body: unknown): body is ReadyBody {
  return typeof body === 'object' && body !== null && typeof Reflect.get(body, 'readyText') === 'string';
}

/** Percent-encoded; a lone surrogate, which UTF-8 cannot say, becomes what a careless client sends. */
function escaped(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
}
