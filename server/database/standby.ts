// A hot standby for reading. It is used while it answers, is a standby of this very database, has what this process wrote,
// and lags by less than a second; else the primary is read, and nobody is told.
import sql, { type Sql } from 'sql-template-tag';
import { limits } from '../limits.ts';
import type { QueryResult, Reader, StandbyState } from './contract.ts';
import { isTimeout } from './faults.ts';
import type { PooledDatabase } from './pooledDatabase.ts';

/** A place in the primary's log, and when this process asked for it. */
interface Sample {
  /** By `performance.now()`, before asking. */
  askedAt: number;
  /** The primary's clock, RFC 3339: what was committed before is before `position`. */
  clock: string;
  /** Bytes of log since the cluster was made. */
  position: number;
}

export class Standby {
  readonly #primary: PooledDatabase;
  readonly #pool: PooledDatabase;
  /** Oldest first: what the standby has not replayed yet. */
  #pending: Sample[] = [];
  #replayed: Sample | undefined;
  #answers = false;
  #cluster: string | undefined;
  /** The newest own commit. */
  #writtenAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #probing: Promise<void> | undefined;
  #isClosed = false;

  constructor(primary: PooledDatabase, pool: PooledDatabase) {
    this.#primary = primary;
    this.#pool = pool;
  }

  get state(): StandbyState {
    if (!this.#answers) return 'gone';
    return this.#isFresh() ? 'used' : 'behind';
  }

  get pool(): PooledDatabase {
    return this.#pool;
  }

  /** To be called after each commit of this process. */
  written(): void {
    this.#writtenAt = performance.now();
    // a standby is milliseconds behind: looked at soon, it can be used again soon
    this.#schedule(limits.standbyCatchUpMs);
  }

  /** A reader of the standby if it shows all that was committed before `knowing` (RFC 3339), else undefined. */
  reader(knowing: string | undefined): Reader | undefined {
    const seen = this.#replayed;
    if (!this.#answers || seen === undefined || !this.#isFresh()) return undefined;
    if (knowing !== undefined && Date.parse(knowing) >= Date.parse(seen.clock)) return undefined;
    return new StandbyReader(this.#primary, this.#pool, seen.clock, () => this.#lose());
  }

  /** Looks once, now; then again and again until closed. */
  async probe(): Promise<void> {
    this.#probing ??= this.#look().finally(() => {
      this.#probing = undefined;
      const hasJustWritten = this.#writtenAt > performance.now() - limits.standbyLagMs;
      const isAwaited = hasJustWritten && this.state === 'behind';
      this.#schedule(isAwaited ? limits.standbyCatchUpMs : limits.standbyProbeMs);
    });
    return this.#probing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#probing;
    await this.#pool.close();
  }

  #isFresh(): boolean {
    const seen = this.#replayed;
    if (seen === undefined) return false;
    return seen.askedAt > this.#writtenAt && seen.askedAt > performance.now() - limits.standbyLagMs;
  }

  #lose(): void {
    this.#answers = false;
    this.#replayed = undefined;
  }

  #schedule(milliseconds: number): void {
    if (this.#isClosed || this.#probing !== undefined) return;
    clearTimeout(this.#timer);
    // a process that has nothing else to do may end
    this.#timer = setTimeout(() => void this.probe(), milliseconds).unref();
  }

  async #look(): Promise<void> {
    try {
      const sample = await this.#sample();
      this.#pending = [...this.#pending, sample].slice(-mostPending);
      const { rows } = await this.#pool.query<{ isStandby: boolean; position: number; cluster: string }>(sql`
        select pg_is_in_recovery() as "isStandby",
          pg_wal_lsn_diff(coalesce(pg_last_wal_replay_lsn(), '0/0'), '0/0')::float8 as position,
          (select system_identifier::text from pg_control_system()) as cluster`);
      const { isStandby, position, cluster } = rows[0]!;
      // promoted, or of something else: what it shows is not what the primary holds
      if (!isStandby || cluster !== (await this.#clusterOfPrimary())) return this.#lose();
      const replayed = this.#pending.filter((pending) => pending.position <= position);
      this.#pending = this.#pending.filter((pending) => pending.position > position);
      this.#replayed = replayed.at(-1) ?? this.#replayed;
      this.#answers = true;
    } catch {
      this.#lose();
    }
  }

  async #sample(): Promise<Sample> {
    const askedAt = performance.now();
    // the flushed place, which holds every acknowledged commit; the insert place can lie beyond the last record's end
    const { rows } = await this.#primary.query<{ clock: string; position: number }>(sql`
      select now() as clock, pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::float8 as position`);
    return { askedAt, ...rows[0]! };
  }

  async #clusterOfPrimary(): Promise<string> {
    if (this.#cluster === undefined) {
      const { rows } = await this.#primary.query<{ cluster: string }>(
        sql`select system_identifier::text as cluster from pg_control_system()`,
      );
      this.#cluster = rows[0]!.cluster;
    }
    return this.#cluster;
  }
}

/** Those within the permitted lag; older ones say nothing any more. */
const mostPending = 64;

/**
 * Reads the standby; from the first statement on that it does not answer, the primary. Never the other way, so what one
 * reader shows never gets older.
 */
class StandbyReader implements Reader {
  readonly engine = 'postgis';
  readonly asOf: string;
  readonly #primary: PooledDatabase;
  readonly #standby: PooledDatabase;
  readonly #onGone: () => void;
  #isGone = false;

  constructor(primary: PooledDatabase, standby: PooledDatabase, asOf: string, onGone: () => void) {
    this.#primary = primary;
    this.#standby = standby;
    this.#onGone = onGone;
    this.asOf = asOf;
  }

  async query<Row>(statement: Sql): Promise<QueryResult<Row>> {
    if (this.#isGone) return this.#primary.query<Row>(statement);
    try {
      return await this.#standby.query<Row>(statement);
    } catch (error) {
      // it answers, it only takes too long: so it would on the primary
      if (isTimeout(error)) throw error;
      this.#isGone = true;
      if (!isRefusal(error)) this.#onGone();
      return this.#primary.query<Row>(statement);
    }
  }
}

/** What a well standby refuses: temporary tables, row locks, a snapshot in the way of what it has to replay. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(25006|40001|0A000)$/.test(String(error.code));
}
