// The numbered, forward-only SQL files of migrations/, run by node-pg-migrate: all pending ones in one transaction, so a
// schema is never half-way. Verified on both engines, several statements a file, the built-in one through its socket too.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import sql from 'sql-template-tag';
import type { Database } from './database.ts';
import { UserError } from './errors.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));
const migrationsTable = 'schema_migration';

/** `empty`: nothing was ever migrated. `ahead`: a newer Gridwright has migrated it. */
export type SchemaState = 'empty' | 'behind' | 'current' | 'ahead';

export async function schemaState(database: Database): Promise<SchemaState> {
  const table = await database.query<{ exists: boolean }>(
    sql`select to_regclass(${migrationsTable}) is not null as exists`,
  );
  if (!table.rows[0]?.exists) return 'empty';
  const { rows } = await database.query<{ name: string }>(sql`select name from schema_migration`);
  const applied = new Set(rows.map((row) => row.name));
  const known = migrationNames();
  if (applied.size === 0) return 'empty';
  if (rows.some((row) => !known.includes(row.name))) return 'ahead';
  return known.every((name) => applied.has(name)) ? 'current' : 'behind';
}

/** The names of what was applied, in their order; none where nothing was ever migrated. */
export async function appliedMigrations(database: Database): Promise<string[]> {
  if ((await schemaState(database)) === 'empty') return [];
  const { rows } = await database.query<{ name: string }>(
    sql`select name from schema_migration order by name collate "C"`,
  );
  return rows.map((row) => row.name);
}

/**
 * Applies what is pending, and returns the names of what was applied. Two at once: the second waits for the first.
 *
 * @param count how many of the pending ones; for a backup that an older version made
 */
export async function migrate(database: Database, count?: number): Promise<string[]> {
  const applied = await database.withConnection((client) =>
    runner({
      dbClient: client,
      dir: folder,
      migrationsTable,
      direction: 'up',
      ...(count === undefined ? {} : { count }),
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      log: () => {},
    }),
  );
  return applied.map((migration) => migration.name);
}

/**
 * Brings the schema to where the code is: an empty database and the built-in one are migrated, any other that is behind
 * is left alone, for whoever runs it to decide when.
 *
 * @throws UserError that says what to do
 */
export async function prepareSchema(database: Database): Promise<void> {
  const state = await schemaState(database);
  if (state === 'current') return;
  if (state === 'ahead') {
    throw new UserError(
      'The database was migrated by a newer version of Gridwright. Update this one (git pull && npm ci), or use another database',
    );
  }
  if (state === 'behind' && database.engine === 'postgis') {
    throw new UserError(
      'The schema of DATABASE_URL is behind this version of Gridwright. Back it up, then run: npx gridwright migrate',
    );
  }
  await migrate(database);
}

export function migrationNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.replace(/\.sql$/, ''))
    .sort();
}
