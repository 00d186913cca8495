// The database as the rest of the server sees it: one code path (`pg`) for every engine.
import pg from 'pg';
import sql, { type Sql } from 'sql-template-tag';
import { columnTypes } from './columnTypes.ts';
import { type Config, withoutPassword } from './config.ts';
import { answering, isTimeout, isWorthRepeating } from './databaseFaults.ts';
import { FreeSpace } from './embedded/freeSpace.ts';
import { openEmbedded } from './embedded/open.ts';
import { DatabaseUnavailable, OutcomeUnknown } from './errors.ts';
import { limits } from './limits.ts';
import { ReplicatedDatabase } from './replicatedDatabase.ts';
import { Standby, type StandbyState } from './standby.ts';
import { mayWrite } from './statements.ts';

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
  /** Whether PostGIS can encode vector tiles (`ST_AsMVT`). */
  readonly hasProtobuf: boolean;
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
  /** (Again) finds out what the engine can do; called after migrating, when PostGIS has only just been created. */
  discover(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `alone`: refused when another process has the data folder open; `shared` (the default): goes through that process. */
  use?: 'alone' | 'shared';
  /** Called when the built-in engine ends by itself. */
  onEngineExit?: (reason: string) => void;
}

/**
 * Opens what the configuration names: DATABASE_URL, else the built-in database in DATA_DIR, through the socket of the
 * server that has it open, if there is one. Neither migrates nor checks the schema: see migrations.ts.
 *
 * @throws DatabaseUnavailable when DATABASE_URL does not answer
 * @throws UserError when the data folder cannot be opened
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'databaseReadUrl' | 'dataDirectory'>,
  { use = 'shared', onEngineExit = () => {} }: OpenOptions = {},
): Promise<Database> {
  if (config.databaseUrl !== undefined) return connectPostgis(config.databaseUrl, config.databaseReadUrl);
  const { poolOptions, close } = await openEmbedded(config.dataDirectory, use, onEngineExit);
  return new PooledDatabase('embedded', poolOptions, close, new FreeSpace(config.dataDirectory));
}

/** Connects to a PostgreSQL server with PostGIS, and to its hot standby, which need not be there. */
export async function connectPostgis(databaseUrl: string, databaseReadUrl?: string): Promise<Database> {
  const database = new PooledDatabase('postgis', poolOptions(databaseUrl));
  try {
    await database.discover();
  } catch (error) {
    await database.close();
    const reason =
      error instanceof Error ? error.message.replace(/^The database does not answer: /, '') : String(error);
    throw new DatabaseUnavailable(
      `${reason}. DATABASE_URL=${withoutPassword(databaseUrl)}: is PostgreSQL running there, and is the name right? ` +
        'Leave DATABASE_URL out to use the built-in database',
      { cause: error },
    );
  }
  if (databaseReadUrl === undefined) return database;
  const standby = new Standby(
    database,
    new PooledDatabase('postgis', {
      ...poolOptions(databaseReadUrl),
      connectionTimeoutMillis: limits.standbyConnectMs,
      query_timeout: limits.standbyAnswerMs,
    }),
  );
  await standby.probe();
  return new ReplicatedDatabase(database, standby);
}

function poolOptions(databaseUrl: string): pg.PoolConfig {
  return {
    connectionString: databaseUrl,
    options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601',
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: limits.keepAliveProbeMs,
  };
}

const maximumAttempts = 3;

export class PooledDatabase implements Database {
  readonly engine: Database['engine'];
  hasProtobuf = false;
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

  async discover(): Promise<void> {
    if (this.engine === 'embedded') return; // built without protobuf; asking would wake it for nothing
    const name = 'postgis_libprotobuf_version';
    const { rows } = await this.query<{ exists: boolean }>(
      sql`select to_regproc(${name}) is not null as exists`,
    );
    if (!rows[0]?.exists) return;
    const version = await this.query<{ version: string | null }>(
      sql`select postgis_libprotobuf_version() as version`,
    );
    this.hasProtobuf = Boolean(version.rows[0]?.version);
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
