// What needs PostGIS: backups between the engines, one that is made while others write, and tests of many databases.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate, migrationNames, schemaState } from '../migrations.ts';
import { verifyRegion } from '../publication/verify.ts';
import { requireRegion } from '../regions/registry.ts';
import {
  anotherDatabase,
  testDatabase,
  testDatabaseLocation,
  unmigratedDatabase,
} from '../testing/database.ts';
import { fillEveryTable } from '../testing/everyTable.ts';
import { runGridwright } from '../testing/process.ts';
import { allRows } from '../testing/tableRows.ts';
import { copyDatabase } from './copy.ts';
import { readingWholeDatabase } from './dump.ts';
import { restoreBackupFile, writeBackupFile } from './file.ts';
import { restoreBackup } from './restore.ts';

const database = await testDatabase();
await fillEveryTable(database);
const folder = mkdtempSync(join(tmpdir(), 'gridwright-backup-'));
const dataDirectory = join(folder, 'data');
const embedded = await openDatabase({ dataDirectory });
afterAll(async () => {
  await embedded.close();
  rmSync(folder, { recursive: true });
});

test('a backup goes from PostGIS to the built-in database and back, bit by bit', async () => {
  const rows = await allRows(database);
  const [first, second] = [join(folder, 'first.gz'), join(folder, 'second.gz')];
  await writeBackupFile(database, first);
  await restoreBackupFile(embedded, first);
  expect(await allRows(embedded)).toEqual(rows);

  await writeBackupFile(embedded, second);
  const back = await anotherDatabase();
  await restoreBackupFile(back, second);
  expect(await allRows(back)).toEqual(rows);
  const harbour = await requireRegion(back, '370216');
  expect((await verifyRegion(back, harbour)).total).toBe(0);
});

test('a copy has the same rows; the command refuses a target that is in use, and a folder without a database', async () => {
  const target = await anotherDatabase();
  await copyDatabase(embedded, target);
  expect(await allRows(target)).toEqual(await allRows(embedded));

  // the folder is open in this process: the command goes through it
  const words = ['db', 'copy', '--to', testDatabaseLocation()];
  const refused = await runGridwright(words, { DATA_DIR: dataDirectory });
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('The database is not empty');
  const absent = await runGridwright(words, { DATA_DIR: join(folder, 'absent') });
  expect(absent.exitCode).toBe(1);
  expect(absent.stderr).toContain('there is no built-in database in that folder');
});

test('a backup shows one moment, whatever is written while it is made', async () => {
  const before = await allRows(database);
  const lines: string[] = [];
  await readingWholeDatabase(database, async (reading) => {
    for await (const line of reading) {
      lines.push(line);
      if (lines.length === 1) await writeMeanwhile();
    }
  });
  expect(await allRows(database)).not.toEqual(before);
  const target = await anotherDatabase();
  await restoreBackup(target, linesOf(lines));
  expect(await allRows(target)).toEqual(before);
});

/** In tables that are read first, in the middle and last. */
async function writeMeanwhile(): Promise<void> {
  await database.query(sql`update region set name = name || '新'`);
  await database.query(sql`delete from household_personal`);
  await database.query(sql`update household set people = people + 1`);
  await database.query(sql`
    insert into change (region_id, sequence, kind, actor)
    select region_id, 1000, 'test', 'test' from region`);
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

test('somebody who writes while a restore is under way waits, and then cannot', async () => {
  const target = await anotherDatabase();
  const inserted: Promise<unknown>[] = [];
  await copyDatabase(embedded, target, ({ table }) => {
    if (table !== 'grid' || inserted.length > 0) return;
    const insert = sql`
      insert into region (region_id, code, name, name_en, time_zone, code_pattern)
      values (1, '370299', 'x', 'x', 'Asia/Shanghai', '.*')`;
    inserted.push(target.query(insert).catch((error: Error) => error.message));
  });
  expect(await Promise.all(inserted)).toEqual([expect.stringContaining('duplicate key')]);
  expect(await migrate(target)).toEqual([]);
});

test('an import under way is not in the backup: its job is marked as interrupted', async () => {
  const jobId = '6a3c7e1e-6f6e-4a5e-9a55-0f6a0c1d2e3f';
  await database.query(sql`
    insert into import_job (region_id, import_job_id, kind, source, file_name, mode, state)
    select region_id, ${jobId}, 'roads', 'test', 'roads.csv', 'upsert', 'staging' from region where code = '370215'`);
  await database.query(sql`
    insert into import_row (region_id, import_job_id, row_number, reference, fields)
    select region_id, import_job_id, 1, 'r1', '{}' from import_job where state = 'staging'`);
  const during = join(folder, 'during.gz');
  await writeBackupFile(database, during);
  const target = await unmigratedDatabase();
  await restoreBackupFile(target, during);
  const { rows } = await target.query(sql`
    select state, report, finished_at is not null as "isFinished", (select count(*)::int from import_row) as staged
    from import_job where import_job_id = ${jobId}`);
  expect(rows).toEqual([
    { state: 'refused', report: { reason: 'interrupted' }, isFinished: true, staged: 0 },
  ]);
});

test('a backup of an older schema is restored in that schema, and migrated', async () => {
  const older = await unmigratedDatabase();
  await migrate(older, migrationNames().length - 1);
  await older.query(sql`
    insert into region (region_id, code, name, name_en, time_zone, code_pattern)
    values (3, '370217', '旧区', 'Old', 'Asia/Shanghai', '.*')`);
  const old = join(folder, 'old.gz');
  await writeBackupFile(older, old);
  await expect(restoreBackupFile(database, old)).rejects.toThrow('The database is not empty');
  const target = await unmigratedDatabase();
  const { migrations } = await restoreBackupFile(target, old);
  expect(migrations).toEqual(migrationNames().slice(-1));
  expect(await schemaState(target)).toBe('current');
  expect((await target.query(sql`select region_id, code, name from region`)).rows).toEqual([
    { region_id: 3, code: '370217', name: '旧区' },
  ]);
  const migrated = await anotherDatabase();
  await expect(restoreBackupFile(migrated, old)).rejects.toThrow('in which nothing was set up');
});
