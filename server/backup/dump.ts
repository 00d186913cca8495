// A whole database as the lines of a backup, read at one moment.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Database, Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import { appliedMigrations } from '../migrations.ts';
import { readTableColumns, type TableColumns } from './columns.ts';
import { type EndLine, LineDigest, type Manifest } from './format.ts';
import { backedUpSequences } from './tables.ts';

export interface BackupProgress {
  table: string;
  /** How many rows the table has. */
  tableRows: number;
  /** Rows done and rows in all, of the whole backup. */
  rows: number;
  total: number;
}

export type OnBackupProgress = (progress: BackupProgress) => void;

/**
 * Calls `use` with the lines of a backup: all tables as they are at one moment, however long it takes, because everything
 * is read in one `repeatable read` transaction. On PostGIS nobody waits for it. The built-in database has one session:
 * there everybody else waits until `use` has returned.
 *
 * `use` is called once: what it throws is not tried again.
 */
export async function readingWholeDatabase<T>(
  database: Database,
  use: (lines: AsyncGenerator<string>) => Promise<T>,
  onProgress: OnBackupProgress = () => {},
): Promise<T> {
  const migrations = await appliedMigrations(database);
  return database.transaction(
    async (tx) => {
      await tx.query(sql`set transaction isolation level repeatable read, read only`);
      return use(dump(tx, migrations, onProgress));
    },
    { statementMs: 0, attempts: 1 },
  );
}

async function* dump(
  tx: Queryable,
  migrations: string[],
  onProgress: OnBackupProgress,
): AsyncGenerator<string> {
  const tables = await readTableColumns(tx);
  const manifest = await readManifest(tx, migrations, tables);
  const total = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const digest = new LineDigest();
  const digested = (line: string): string => {
    digest.add(line);
    return line;
  };
  const end = (name: string | null, rows: number): string => {
    const line: EndLine = { end: name, rows, sha256: digest.hex };
    return digested(JSON.stringify(line));
  };
  yield digested(JSON.stringify(manifest));
  let rows = 0;
  for (const table of tables) {
    const before = rows;
    const tableRows = manifest.tables.find(({ name }) => name === table.name)!.rows;
    const report = (): void => onProgress({ table: table.name, tableRows, rows, total });
    report();
    for await (const line of linesOfTable(tx, table)) {
      yield digested(line);
      rows += 1;
      if (rows % limits.batchRows === 0) report();
    }
    yield end(table.name, rows - before);
  }
  yield end(null, rows);
}

async function readManifest(
  tx: Queryable,
  migrations: string[],
  tables: readonly TableColumns[],
): Promise<Manifest> {
  const { rows } = await tx.query<{ now: string }>(sql`select now() as now`);
  const manifest: Manifest = {
    gridwright: 'backup',
    format: 1,
    createdAt: rows[0]!.now,
    migrations,
    sequences: {},
    tables: [],
  };
  for (const { name, columns } of tables) {
    const counted = await tx.query<{ rows: string }>(sql`select count(*) as rows from ${raw(name)}`);
    manifest.tables.push({
      name,
      rows: Number(counted.rows[0]!.rows),
      columns: columns.map((column) => column.name),
    });
  }
  for (const name of backedUpSequences) {
    // a sequence is outside of transactions: read after the snapshot was taken, it is never behind the ids in it
    const { rows } = await tx.query<{ lastValue: string; isCalled: boolean }>(
      sql`select last_value as "lastValue", is_called as "isCalled" from ${raw(name)}`,
    );
    manifest.sequences[name] = rows[0]!;
  }
  return manifest;
}

/** Through a cursor, in batches of about the same number of bytes: rows have 100 bytes or 8 million. */
async function* linesOfTable(tx: Queryable, table: TableColumns): AsyncGenerator<string> {
  const order = table.order === undefined ? table.primaryKey.join(', ') : table.order;
  await tx.query(sql`
    declare backed_up no scroll cursor for
    select json_build_array(${join(table.columns.map(valueToWrite))})::text as line
    from ${raw(table.name)}
    order by ${raw(order)}`);
  for (let count = 50; ; ) {
    const { rows } = await tx.query<{ line: string }>(sql`fetch ${raw(String(count))} from backed_up`);
    let characters = 0;
    for (const { line } of rows) {
      characters += line.length;
      yield line;
    }
    if (rows.length < count) break;
    const fitting = Math.floor((limits.backupBatchCharacters * rows.length) / characters);
    count = Math.max(1, Math.min(limits.batchRows, fitting, count * 4));
  }
  await tx.query(sql`close backed_up`);
}

/**
 * Text as PostgreSQL writes a value is what it reads back, bit by bit; a geometry goes as numbers, with as many digits
 * as a double has.
 */
function valueToWrite({ quotedName, srid }: TableColumns['columns'][number]): Sql {
  return srid === null ? sql`${raw(quotedName)}::text` : sql`st_asgeojson(${raw(quotedName)}, 15, 0)::json`;
}
