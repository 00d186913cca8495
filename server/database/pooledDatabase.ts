// One pool of connections: the built-in engine, a PostgreSQL server, or its standby.
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import type { FreeSpace } from '../embedded/freeSpace.ts';
import { DatabaseUnavailable, OutcomeUnknown } from '../errors.ts';
import { limits } from '../limits.ts';
import { columnTypes } from './columnTypes.ts';
import type {
  Connections,
  Database,
  Queryable,
  QueryResult,
  Reader,
  TransactionOptions,
} from './contract.ts';
import { answering, isTimeout, isWorthRepeating } from './faults.ts';
import { mayWrite } from './statements.ts';

const maximumAttempts = 3;

export class PooledDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #pool: pg.Pool;
  readonly #onClose: () => Promise<void>;
  readonly #space: FreeSpace | undefined;

  constructor(
    engine: Database['engine'],
    options: pg.PoolConfig,
    onClose: () => Promise<void> = async () => {},
    space?: FreeSpace,
  ) {
    this.engine = engine;
    this.#onClose = onClose;
    this.#space = space;
    this.#pool = new pg.Pool({
      application_name: 'gridwright',
      max: limits.poolConnections,
      connectionTimeoutMillis: limits.connectMs,
      types: columnTypes,
      ...options,
    });
    // An idle connection that breaks is dropped by the pool; without a listener its error would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async query<Row>(statement: Sql): Promise<QueryResult<Row>> {
    if (this.#space && mayWrite(statement.text)) await this.#space.check();
    return answering(() => run<Row>(this.#pool, statement));
  }

  async transaction<T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work, options);
      } catch (error) {
        if (attempt >= (options.attempts ?? maximumAttempts) || !(error instanceof WorthRepeating)) {
          throw causeOf(error);
        }
      }
    }
  }

  async #attempt<T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions): Promise<T> {
    const client = await answering(() => this.#pool.connect());
    const transaction = new Transaction(client, this.#space);
    let broken = false;
    let isAtCommit = false;
    try {
      await transaction.begin(this.engine === 'postgis' ? options.statementMs : undefined);
      const result = await work(transaction);
      isAtCommit = true;
      await transaction.commit();
      return result;
    } catch (error) {
      broken = !(await transaction.rollback());
      throw isWorthRepeating(error, isAtCommit) ? new WorthRepeating(error) : error;
    } finally {
      client.release(broken);
    }
  }

  async withConnection<T>(use: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await answering(() => this.#pool.connect());
    try {
      await answering(() => client.query('set statement_timeout = 0'));
      return await use(client);
    } finally {
      client.release(true);
    }
  }

  reader(): Reader {
    return this;
  }

  connections(): Connections[] {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return [{ pool: 'primary', total: totalCount, idle: idleCount, waiting: waitingCount }];
  }

  standbyState(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#onClose();
  }
}

/** Carries an error to the loop in `transaction`. */
class WorthRepeating extends Error {
  constructor(cause: unknown) {
    super('worth repeating', { cause });
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof WorthRepeating ? error.cause : error;
}

class Transaction implements Queryable {
  readonly #client: pg.PoolClient;
  readonly #space: FreeSpace | undefined;
  #isOpen = false;
  #isBroken = false;

  constructor(client: pg.PoolClient, space: FreeSpace | undefined) {
    this.#client = client;
    this.#space = space;
  }

  async begin(statementMs: number | undefined): Promise<void> {
    await this.#talk(() => this.#client.query('begin'));
    this.#isOpen = true;
    if (statementMs === undefined) return;
    await this.#talk(() => this.#client.query(`set local statement_timeout = ${Math.trunc(statementMs)}`));
  }

  async query<Row>(statement: Sql): Promise<QueryResult<Row>> {
    // the connection may by now be somebody else's
    if (!this.#isOpen) throw new Error('a transaction was used after its end');
    if (this.#space && mayWrite(statement.text)) await this.#space.check();
    return this.#talk(() => run<Row>(this.#client, statement));
  }

  async commit(): Promise<void> {
    this.#isOpen = false;
    const { command } = await this.#talk(() => this.#client.query('commit')).catch((error) => {
      // it may have been carried out before the connection broke
      const isUnknown = error instanceof DatabaseUnavailable && !isTimeout(error);
      throw isUnknown ? new OutcomeUnknown(error) : error;
    });
    // what PostgreSQL answers when a statement failed and the error was swallowed
    if (command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement in it had failed');
  }

  /** @returns whether the connection can go back into the pool; a broken one is not asked, it might never answer */
  async rollback(): Promise<boolean> {
    this.#isOpen = false;
    if (this.#isBroken) return false;
    return this.#client.query('rollback').then(
      () => true,
      () => false,
    );
  }

  async #talk<T>(talk: () => Promise<T>): Promise<T> {
    try {
      return await answering(talk);
    } catch (error) {
      this.#isBroken ||= error instanceof DatabaseUnavailable;
      throw error;
    }
  }
}

async function run<Row>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<QueryResult<Row>> {
  const result = await client.query<pg.QueryResultRow>({ text: statement.text, values: statement.values });
  return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
}
