// What can go wrong, named for its meaning; http/problems.ts turns it into a response.

/** An answer other than success: thrown anywhere below a route, written by `handleError` (http/problems.ts). */
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

/** Configuration that cannot be used: names the variable, its value and the way out. */
export class ConfigError extends UserError {
  readonly variable: string;

  constructor(variable: string, value: string, why: string) {
    super(`${variable}=${value}: ${why}`);
    this.name = 'ConfigError';
    this.variable = variable;
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

/** A value as it is shown in a message: JSON for what is not text, at most 200 characters. */
export function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
