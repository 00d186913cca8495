// What can go wrong, named for its meaning, and the one place that turns it into a response (RFC 9457 problem+json).
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { limits } from './limits.ts';

/** RFC 9457, without `type` (always about:blank: the status says the kind) and `instance`, which `sendProblem` adds. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  [extra: string]: unknown;
}

/** An answer other than success: thrown anywhere below a route, written by `handleError`. */
export class ProblemError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly extras: Readonly<Record<string, unknown>>;

  constructor(status: number, title: string, detail: string, extras: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.extras = extras;
  }
}

/** The database does not answer: a request gets 503 with Retry-After, a command a message and exit code 1. */
export class DatabaseUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The database does not answer: ${reason}`, options);
    this.name = 'DatabaseUnavailable';
  }
}

/** The connection broke while a transaction was being committed: it may or may not have been. */
export class OutcomeUnknown extends DatabaseUnavailable {
  constructor(cause: Error) {
    super(`the connection was lost while the transaction was being committed (${cause.message})`, { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** No room on the database's disk, or on ours: writes get 507 until there is some again, reads go on. */
export class StorageFull extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`There is no room left to write to: ${reason}`, options);
    this.name = 'StorageFull';
  }
}

/** Something the person at the command line can put right: its message is printed alone, without a stack. */
export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
  }
}

/** 400: one parameter has a value that cannot be used. `why` completes "bbox=1,2,3: …". */
export function badRequest(parameter: string, value: unknown, why: string): ProblemError {
  const shown = shortened(value);
  return new ProblemError(400, 'Bad request', `${parameter}=${shown}: ${why}`, { parameter, value: shown });
}

/** 404: no such thing, or not for this caller. */
export function notFound(what: string, value: unknown): ProblemError {
  const shown = shortened(value);
  return new ProblemError(404, 'Not found', `There is no ${what} ${shown}`, { value: shown });
}

/** 409: the request contradicts what is stored. */
export function conflict(detail: string, extras: Readonly<Record<string, unknown>> = {}): ProblemError {
  return new ProblemError(409, 'Conflict', detail, extras);
}

/** 412: somebody else changed it meanwhile; the answer says what it is now. */
export function preconditionFailed(detail: string, etag: string | null): ProblemError {
  return new ProblemError(412, 'Precondition failed', detail, { etag });
}

/** 428: without If-Match two editors would silently overwrite each other. */
export function preconditionRequired(detail: string): ProblemError {
  return new ProblemError(428, 'Precondition required', detail, { header: 'If-Match' });
}

/** 422: well formed, but it cannot be done; `extras` says where and why. */
export function unprocessable(detail: string, extras: Readonly<Record<string, unknown>> = {}): ProblemError {
  return new ProblemError(422, 'Unprocessable content', detail, extras);
}

/** The error handler of the whole application. The text of a 5xx is logged, never sent. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: error, method: request.method, url: request.url });
  if (problem.status === 503 || problem.status === 507)
    reply.header('retry-after', String(limits.retryAfterSeconds));
  return sendProblem(reply, problem);
}

/** Writes a problem; for the places where Fastify does not come by the error handler (404, 405). */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const body = { type: 'about:blank', ...problem, instance: reply.request.url };
  // a serialized string: the schema of a route's success must not be applied to its problem
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload) => payload as string)
    .send(JSON.stringify(body));
}

/** Fastify's own refusals, by its error code: status, title, what to say. */
const fastifyProblems: Readonly<Record<string, [number, string, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'Unsupported media type', 'Send application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'Bad request', 'The body is empty; send a JSON object'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'Bad request', 'The body is not JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'Bad request', 'The body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: [400, 'Bad request', 'The path is not a valid URL path'],
};

function problemOf(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof ProblemError) {
    return { title: error.title, status: error.status, detail: error.detail, ...error.extras };
  }
  if (error instanceof OutcomeUnknown) return outcomeUnknown;
  if (isStorageFull(error)) return insufficientStorage;
  if (error instanceof DatabaseUnavailable) {
    return unavailable('The database does not answer at the moment');
  }
  if ('validation' in error && error.validation) return validationProblem(error, request);
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(request);
  const known = 'code' in error ? fastifyProblems[error.code] : undefined;
  if (known) return { title: known[1], status: known[0], detail: known[2] };
  // Fastify's own limit for a handler, see limits.ts
  if ('code' in error && error.code === 'FST_ERR_HANDLER_TIMEOUT')
    return unavailable('The answer takes too long');
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    return { title: 'Bad request', status, detail: error.message };
  }
  return {
    title: 'Internal server error',
    status: 500,
    detail: `The server failed; its log has the reason under request ${request.id}`,
  };
}

const outcomeUnknown: Problem = {
  title: 'Service unavailable',
  status: 503,
  detail:
    'The connection to the database was lost while it was writing: what you sent may have been stored or not. Look, or send the ' +
    'same again: with the same source and reference it is stored once',
};

const insufficientStorage: Problem = {
  title: 'Insufficient storage',
  status: 507,
  detail:
    'The disk is full: nothing was written, and reading goes on. Writing works again as soon as the operator has made room; ' +
    'nothing has to be restarted',
};

/** The database's disk, or ours where a file is written. */
function isStorageFull(error: Error): boolean {
  return (
    error instanceof StorageFull || ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
  );
}

/** Some routes allow more than others. */
function tooLarge({ routeOptions }: FastifyRequest): Problem {
  const bytes = routeOptions.bodyLimit ?? limits.bodyBytes;
  return {
    title: 'Content too large',
    status: 413,
    detail: `The body is larger than ${bytes} bytes; larger data is imported with \`npx gridwright import\``,
  };
}

function unavailable(reason: string): Problem {
  return { title: 'Service unavailable', status: 503, detail: `${reason}; try again shortly` };
}

/** The parts of Ajv's error that are read. */
type Finding = Pick<
  NonNullable<FastifyError['validation']>[number],
  'keyword' | 'instancePath' | 'params' | 'message'
>;

/** What Ajv found, as a sentence with the offending parameter and its value. */
function validationProblem(error: FastifyError, request: FastifyRequest): Problem {
  const place = error.validationContext ?? 'body';
  const input = {
    body: request.body,
    querystring: request.query,
    params: request.params,
    headers: request.headers,
  };
  const found = describeFindings(error.validation ?? [], input[place], place);
  if (found === undefined) return { title: 'Bad request', status: 400, detail: error.message };
  const { parameter, value, why } = found;
  const detail = value === null ? `${parameter}: ${why}` : `${parameter}=${value}: ${why}`;
  return { title: 'Bad request', status: 400, detail, parameter, value };
}

/**
 * Ajv's first finding about the input, in our words. The value is null where there is none to show.
 * `parameter` is the path to what is wrong, or the place where that is the whole of it.
 */
export function describeFindings(
  findings: readonly Finding[],
  input: unknown,
  place: string,
): { parameter: string; value: string | null; why: string } | undefined {
  const first = findings[0];
  if (first === undefined) return undefined;
  const { path, missing } = placeOf(first);
  const parameter = [...path, ...(missing === undefined ? [] : [missing])].join('.') || place;
  const value = missing === undefined && path.length > 0 ? valueAt(input, path) : undefined;
  const why = reasonOf(first, findings, place);
  return { parameter, value: value === undefined ? null : shortened(value), why };
}

/** The path to what is wrong; a field that is missing has no value to show. */
function placeOf({ instancePath, params }: Finding): { path: string[]; missing: string | undefined } {
  const path = instancePath.split('/').slice(1).map(unescapePointer);
  const { additionalProperty, missingProperty } = params as Record<string, string | undefined>;
  return {
    path: additionalProperty === undefined ? path : [...path, additionalProperty],
    missing: missingProperty,
  };
}

function reasonOf(finding: Finding, findings: readonly Finding[], place: string): string {
  switch (finding.keyword) {
    case 'additionalProperties':
      return place === 'querystring' ? 'is not a parameter of this request' : 'is not a known field';
    case 'required':
      return 'is required';
    case 'const': {
      // a choice of values: one finding for each
      const choices = findings.filter(
        ({ keyword, instancePath }) => keyword === 'const' && instancePath === finding.instancePath,
      );
      return `must be one of ${choices.map(({ params }) => JSON.stringify(params.allowedValue)).join(', ')}`;
    }
    default:
      return finding.message ?? 'is not valid';
  }
}

function valueAt(source: unknown, path: readonly string[]): unknown {
  let value = source;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A value as it is shown in a message: JSON for what is not text, at most 200 characters. */
function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
