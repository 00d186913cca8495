// What an error of the database means for whoever asked: not now, no room, or a fault of the statement itself.
import pg from 'pg';
import { DatabaseUnavailable, StorageFull } from '../errors.ts';

/**
 * Runs what talks to the database alone. What it throws because nobody answers becomes DatabaseUnavailable, because there
 * is no room StorageFull; everything else stays as it is.
 */
export async function answering<T>(talk: () => Promise<T>): Promise<T> {
  try {
    return await talk();
  } catch (error) {
    throw meaningOf(error);
  }
}

/**
 * Whether a whole transaction is worth running again: nothing was written, and trying again is what PostgreSQL asks for
 * (serialization_failure, deadlock_detected). At commit a sharded database says internal_error (XX000) for the same.
 */
export function isWorthRepeating(error: unknown, isAtCommit: boolean): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === '40001' || error.code === '40P01' || (isAtCommit && error.code === 'XX000');
}

/** Statement and lock timeouts, which answer in the database's own words: the connection is alive. */
export function isTimeout(error: unknown): boolean {
  const cause = error instanceof DatabaseUnavailable ? error.cause : error;
  return cause instanceof pg.DatabaseError && (cause.code === '57014' || cause.code === '55P03');
}

function meaningOf(error: unknown): unknown {
  const reason = fullness(error);
  if (reason !== undefined) return new StorageFull(reason, { cause: error });
  const unavailable = unavailability(error);
  return unavailable === undefined ? error : new DatabaseUnavailable(unavailable, { cause: error });
}

/** disk_full; io_error where the system's text says that it is about room (a quota, a full thin volume). */
function fullness(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === '53100' || error.code === 'ENOSPC' || error.code === 'EDQUOT') return error.message;
  return error.code === '58030' && /no space|quota/i.test(error.message) ? error.message : undefined;
}

/**
 * SQLSTATEs that say "not now": connection exceptions, idle in a transaction for too long, out of memory or connections, shutdown,
 * starting up, lock and statement timeouts, a disk that cannot be read or written.
 */
const unavailableStates = /^(08...|25P0[34]|53[234]..|55P03|57014|57P0[1-5]|58030)$/;
const systemErrors = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;
/** Errors of `pg` itself carry no code. */
const clientErrors =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

function unavailability(error: unknown): string | undefined {
  if (error instanceof AggregateError) return unavailability(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (error instanceof pg.DatabaseError) {
    return unavailableStates.test(code) && !isOwnFault(error) ? error.message : undefined;
  }
  return systemErrors.test(code) || clientErrors.test(error.message) ? error.message : undefined;
}

/**
 * protocol_violation is what a connection pooler in front says for all its own troubles, as FATAL; as ERROR it is
 * PostgreSQL's word for a statement with too few parameters, which will not get better by itself.
 */
function isOwnFault({ code, severity }: pg.DatabaseError): boolean {
  return code === '08P01' && severity === 'ERROR';
}
