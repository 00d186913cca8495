// The database as the rest of the server sees it: one code path (`pg`) for every engine.
import type pg from 'pg';
import sql from 'sql-template-tag';
import { type Config, withoutPassword } from './config.ts';
import type { Database } from './database/contract.ts';
import { PooledDatabase } from './database/pooledDatabase.ts';
import { ReplicatedDatabase } from './database/replicatedDatabase.ts';
import { Standby } from './database/standby.ts';
import { FreeSpace } from './embedded/freeSpace.ts';
import { openEmbedded } from './embedded/open.ts';
import { DatabaseUnavailable } from './errors.ts';
import { limits } from './limits.ts';

export type {
  Database,
  Queryable,
  Reader,
  StandbyState,
} from './database/contract.ts';

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
    await database.query(sql`select 1`);
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
