// A backup is restored in the schema that it was made in, and migrated like the database that it was.
import sql, { raw } from 'sql-template-tag';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { appliedMigrations, migrate, migrationNames } from '../migrations.ts';
import { BackupRefused, type Manifest } from './format.ts';

/**
 * Gives a database in which nothing was set up the schema of the backup; leaves alone one that has it.
 *
 * @throws BackupRefused when this version does not know the schema; UserError when the database has another one
 */
export async function prepareSchemaFor(database: Database, manifest: Manifest): Promise<void> {
  const wanted = manifest.migrations;
  const known = migrationNames();
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BackupRefused(
      `The backup was made by a newer version of Gridwright (schema ${unknown}). Update this one (git pull && npm ci)`,
    );
  }
  if (wanted.length === 0 || !sameNames(wanted, known.slice(0, wanted.length))) {
    throw new BackupRefused(`The backup's schema, ${wanted.at(-1) ?? 'none'}, is not one of Gridwright's`);
  }
  const applied = await appliedMigrations(database);
  if (sameNames(applied, wanted)) return;
  if (applied.length === 0) {
    await migrate(database, wanted.length);
    return;
  }
  const { rows } = await database.query(sql`select 1 from ${raw('region')} limit 1`);
  throw new UserError(
    rows.length > 0
      ? 'The database is not empty. Restore into a new one: another DATA_DIR, or an empty database on PostGIS. Nothing was stored'
      : `The backup was made in schema ${wanted.at(-1)}, and this database has ${applied.at(-1)} already. Restore into ` +
          'a database in which nothing was set up: a new DATA_DIR, or what `createdb` makes. It is migrated afterwards',
  );
}

/** @returns what was applied */
export async function migrateRest(database: Database): Promise<string[]> {
  const applied = await appliedMigrations(database);
  return sameNames(applied, migrationNames()) ? [] : migrate(database);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
