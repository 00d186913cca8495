// What the rest of the server knows of a database, whichever engine answers.
import type pg from 'pg';
import type { Sql } from 'sql-template-tag';

export interface QueryResult<Row> {
  rows: Row[];
  /** Rows returned or changed. */
  rowCount: number;
}

export interface Queryable {
  /**
   * Runs one statement: query<{ code: string }>(sql`select code from region where region_id = ${id}`).
   *
   * bigint arrives as text, timestamptz as RFC 3339 in UTC or 'infinity' / '-infinity', numeric as a number; there are no
   * Date objects. Going in, arrays for `unnest` must be plain ones: `pg` sends a typed array as bytea.
   *
   * @throws DatabaseUnavailable when the connection is gone or cannot be made; pg.DatabaseError otherwise
   */
  query<Row = Record<string, unknown>>(statement: Sql): Promise<QueryResult<Row>>;
}

/** For reading alone: see `Database.reader`. */
export interface Reader extends Queryable {
  readonly engine: 'embedded' | 'postgis';
  /** RFC 3339: what is read is complete up to then. Undefined: up to now. */
  readonly asOf?: string;
}

export interface TransactionOptions {
  /** Instead of `limits.statementMs`, for imports and publications; 0 means no limit. The built-in engine has none. */
  statementMs?: number;
  /** How often in all, after deadlocks and serialization failures; 1 for work that reads what can be read only once. */
  attempts?: number;
}

export interface Connections {
  pool: 'primary' | 'standby';
  total: number;
  idle: number;
  /** Requests that wait for one. */
  waiting: number;
}

/** Of a hot standby: read now, too far behind, or not there. */
export type StandbyState = 'used' | 'behind' | 'gone';

export interface Database extends Reader {
  /**
   * Where to read what may be a second old: a hot standby (DATABASE_READ_URL) while it is well, else this database itself.
   * It always shows what this process has committed, and what anybody has before `knowing` (RFC 3339). Ask for one reader a
   * request: what one reader shows never gets older. It cannot lock rows, nor make temporary tables.
   */
  reader(knowing?: string): Reader;
  /** For the metrics. */
  connections(): Connections[];
  /** Undefined without DATABASE_READ_URL. */
  standbyState(): StandbyState | undefined;
  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
   *
   * After a deadlock or a serialization failure `work` runs again from the start, three times in all: it must have no
   * effect but through `tx`. Inside it, use `tx` alone: on the built-in engine a query on the database waits until the
   * transaction has ended, so one that is awaited inside never returns.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A connection of its own, without a statement timeout, for a library that brings its own SQL; closed afterwards. */
  withConnection<T>(use: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
