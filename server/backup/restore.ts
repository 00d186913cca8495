// A backup into an empty database: all of it in one transaction, or nothing.
import pg from 'pg';
import sql, { join, raw } from 'sql-template-tag';
import type { Database, Queryable } from '../database.ts';
import { UserError } from '../errors.ts';
import { limits } from '../limits.ts';
import { readTableColumns, type TableColumn, type TableColumns } from './columns.ts';
import type { OnBackupProgress } from './dump.ts';
import {
  BackupRefused,
  LineDigest,
  type Manifest,
  type ManifestTable,
  parseLine,
  parseManifest,
} from './format.ts';
import { migrateRest, prepareSchemaFor } from './schema.ts';
import { shapeText } from './shape.ts';
import { backedUpSequences, seededTables } from './tables.ts';

export interface Restored {
  createdAt: string;
  rows: number;
  /** Applied after the rows: the backup was made before them. */
  migrations: string[];
}

/**
 * Stores a backup in a database that is empty, and brings its schema to this version's. A process that is killed
 * meanwhile leaves an empty database; one killed while migrating leaves the whole backup in its own schema.
 *
 * @param lines are read once, to the end
 * @throws UserError when the database is in use; BackupRefused when the backup is damaged, cut off or of a newer version
 */
export async function restoreBackup(
  database: Database,
  lines: AsyncIterable<string>,
  onProgress: OnBackupProgress = () => {},
): Promise<Restored> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new BackupRefused('The backup is empty');
  const manifest = parseManifest(first.value);
  await prepareSchemaFor(database, manifest);
  const rows = await database.transaction(
    async (tx) => {
      await requireEmpty(tx);
      const reader = new RowReader(iterator, first.value);
      const stored = await storeTables(tx, manifest, reader, onProgress);
      await reader.end(null, stored);
      await setSequences(tx, manifest);
      if (manifest.tables.some((table) => table.name === 'import_job')) await endJobsUnderWay(tx);
      return stored;
    },
    { statementMs: 0, attempts: 1 },
  );
  return { createdAt: manifest.createdAt, rows, migrations: await migrateRest(database) };
}

/** Also keeps everybody else from filling it: each row of each table belongs to a region. */
async function requireEmpty(tx: Queryable): Promise<void> {
  await tx.query(sql`lock table region in exclusive mode`);
  for (const { name } of await readTableColumns(tx)) {
    if (seededTables.has(name)) continue;
    const { rows } = await tx.query(sql`select 1 from ${raw(name)} limit 1`);
    if (rows.length > 0) {
      throw new UserError(
        `The database is not empty: table ${name} has rows. Restore into a new one: another DATA_DIR, or an empty ` +
          'database on PostGIS in DATABASE_URL. Nothing was stored',
      );
    }
  }
}

async function storeTables(
  tx: Queryable,
  manifest: Manifest,
  reader: RowReader,
  onProgress: OnBackupProgress,
): Promise<number> {
  const known = new Map((await readTableColumns(tx)).map((table) => [table.name, table]));
  for (const name of seededTables) if (known.has(name)) await tx.query(sql`delete from ${raw(name)}`);
  const total = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  let rows = 0;
  for (const described of manifest.tables) {
    const table = known.get(described.name);
    if (!table || !hasColumns(table, described)) {
      throw new BackupRefused(`The backup's table ${described.name} is not one of this schema`);
    }
    known.delete(table.name);
    onProgress({ table: table.name, tableRows: described.rows, rows, total });
    const columns = described.columns.map((name) => table.columns.find((column) => column.name === name)!);
    for await (const batch of reader.batches(described)) {
      await insertRows(tx, table, columns, batch);
      rows += batch.length;
      onProgress({ table: table.name, tableRows: described.rows, rows, total });
    }
    // what reads it next, the check of foreign keys too, would plan for an empty table
    await tx.query(sql`analyze ${raw(table.name)}`);
  }
  const missing = [...known.keys()];
  if (missing.length > 0) throw new BackupRefused(`The backup lacks the tables ${missing.join(', ')}`);
  return rows;
}

function hasColumns(table: TableColumns, { columns }: ManifestTable): boolean {
  const names = new Set(columns);
  return (
    names.size === columns.length &&
    names.size === table.columns.length &&
    table.columns.every((column) => names.has(column.name))
  );
}

async function insertRows(
  tx: Queryable,
  { name }: TableColumns,
  columns: readonly TableColumn[],
  rows: readonly unknown[][],
): Promise<void> {
  const values = columns.map((column, index) => rows.map((row) => valueText(column, row[index])));
  const aliases = columns.map((_, index) => `c${index}`);
  const typed = columns.map(({ type, srid }, index) =>
    srid === null ? `v.c${index}::${type}` : `st_setsrid(st_geomfromgeojson(v.c${index}), ${srid})::${type}`,
  );
  try {
    await tx.query(sql`
      insert into ${raw(name)} (${raw(columns.map((column) => column.quotedName).join(', '))})
      select ${raw(typed.join(', '))}
      from unnest(${join(values.map((column) => sql`${column}::text[]`))}) as v (${raw(aliases.join(', '))})`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new BackupRefused(`The backup's table ${name} has rows that cannot be stored: ${error.message}`, {
      cause: error,
    });
  }
}

function valueText({ srid, name }: TableColumn, value: unknown): string | null {
  if (value === null) return null;
  if (srid !== null) return shapeText(value);
  if (typeof value === 'string') return value;
  throw new BackupRefused(`The backup is damaged: a value of ${name} is not text`);
}

async function setSequences(tx: Queryable, { sequences }: Manifest): Promise<void> {
  for (const name of backedUpSequences) {
    const sequence = sequences[name];
    if (!sequence) throw new BackupRefused(`The backup lacks the sequence ${name}`);
    await tx.query(
      sql`select setval(${name}::regclass, ${sequence.lastValue}::bigint, ${sequence.isCalled}::boolean)`,
    );
  }
}

/** An import that was under way has no rows here: it never happened. */
async function endJobsUnderWay(tx: Queryable): Promise<void> {
  await tx.query(sql`
    update import_job set state = 'refused', finished_at = now(), report = '{"reason": "interrupted"}'
    where state = 'staging'`);
}

/** Reads the lines behind the manifest, and checks that they are as many as it says and as they were written. */
class RowReader {
  readonly #lines: AsyncIterator<string>;
  readonly #digest = new LineDigest();

  constructor(lines: AsyncIterator<string>, manifest: string) {
    this.#lines = lines;
    this.#digest.add(manifest);
  }

  /** The rows of one table, in batches for `unnest`. */
  async *batches({ name, rows, columns }: ManifestTable): AsyncGenerator<unknown[][]> {
    let batch: unknown[][] = [];
    let characters = 0;
    for (let row = 0; row < rows; row += 1) {
      const line = await this.#next(name, row);
      this.#digest.add(line);
      const values = parseLine(line);
      if (!Array.isArray(values) || values.length !== columns.length) {
        throw new BackupRefused(`The backup is damaged in table ${name}, row ${row + 1} of ${rows}`);
      }
      batch.push(values);
      characters += line.length;
      if (batch.length === limits.batchRows || characters >= limits.backupBatchCharacters) {
        yield batch;
        batch = [];
        characters = 0;
      }
    }
    if (batch.length > 0) yield batch;
    await this.end(name, rows);
  }

  /** The line that ends a table, or with null everything. */
  async end(name: string | null, rows: number): Promise<void> {
    const line = await this.#next(name, rows);
    const end = parseLine(line);
    const isEnd =
      !Array.isArray(end) && end.end === name && end.rows === rows && end.sha256 === this.#digest.hex;
    if (!isEnd) {
      const place = name === null ? 'at its end' : `in table ${name}`;
      throw new BackupRefused(`The backup is damaged ${place}: its checksum is another`);
    }
    this.#digest.add(line);
    if (name === null && !(await this.#lines.next()).done) {
      throw new BackupRefused('The backup goes on behind its end');
    }
  }

  async #next(table: string | null, row: number): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (!done) return value;
    const place = table === null ? ': its last line is missing' : ` in table ${table}, after row ${row}`;
    throw new BackupRefused(`The backup is cut off${place}`);
  }
}
