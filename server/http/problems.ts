// The one place that turns what went wrong into a response (RFC 9457 problem+json).
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseUnavailable, OutcomeUnknown, ProblemError, StorageFull } from '../errors.ts';
import { limits } from '../limits.ts';
import { describeFindings } from './findings.ts';

/** RFC 9457, without `type` (always about:blank: the status says the kind) and `instance`, which `sendProblem` adds. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  [extra: string]: unknown;
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
