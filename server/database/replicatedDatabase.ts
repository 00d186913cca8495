// A primary with a hot standby: all that writes goes to the primary, and who asks for a reader gets the standby while it
// is well.
import type pg from 'pg';
import type { Sql } from 'sql-template-tag';
import type {
  Connections,
  Database,
  Queryable,
  QueryResult,
  Reader,
  StandbyState,
  TransactionOptions,
} from './contract.ts';
import type { PooledDatabase } from './pooledDatabase.ts';
import type { Standby } from './standby.ts';
import { mayWrite } from './statements.ts';

export class ReplicatedDatabase implements Database {
  readonly engine = 'postgis';
  readonly #primary: PooledDatabase;
  readonly #standby: Standby;

  constructor(primary: PooledDatabase, standby: Standby) {
    this.#primary = primary;
    this.#standby = standby;
  }

  reader(knowing?: string): Reader {
    return this.#standby.reader(knowing) ?? this.#primary;
  }

  async query<Row>(statement: Sql): Promise<QueryResult<Row>> {
    if (!mayWrite(statement.text)) return this.#primary.query<Row>(statement);
    return this.#writing(() => this.#primary.query<Row>(statement));
  }

  async transaction<T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#writing(() => this.#primary.transaction(work, options));
  }

  async withConnection<T>(use: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return this.#writing(() => this.#primary.withConnection(use));
  }

  connections(): Connections[] {
    const ofStandby = this.#standby.pool
      .connections()
      .map((counts) => ({ ...counts, pool: 'standby' as const }));
    return [...this.#primary.connections(), ...ofStandby];
  }

  standbyState(): StandbyState {
    return this.#standby.state;
  }

  async close(): Promise<void> {
    await this.#standby.close();
    await this.#primary.close();
  }

  /** Also when it failed: a commit whose answer was lost counts as one. */
  async #writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#standby.written();
    }
  }
}
