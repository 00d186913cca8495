import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import sql from 'sql-template-tag';
import { afterAll, expect, test } from 'vitest';
import { migrationNames } from '../migrations.ts';
import { verifyRegion } from '../publication/verify.ts';
import { anotherDatabase, testDatabase } from '../testing/database.ts';
import { fillEveryTable } from '../testing/everyTable.ts';
import { allRows } from '../testing/tableRows.ts';
import { restoreBackupFile, writeBackupFile } from './file.ts';

const database = await testDatabase();
await fillEveryTable(database);
const folder = mkdtempSync(join(tmpdir(), 'gridwright-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'all.backup.gz');
await writeBackupFile(database, path);
/** Where nothing may ever be stored, until the last test does. */
const empty = await anotherDatabase();

test('the test has rows in every table', async () => {
  const counts = Object.entries(await allRows(database)).map(([name, rows]) => [name, rows.length > 0]);
  expect(counts.filter(([, isFilled]) => !isFilled)).toEqual([]);
});

test('the file names the schema, the tables and how many rows each has', async () => {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  const manifest = JSON.parse(lines[0]!);
  const rows = await allRows(database);
  expect(manifest).toMatchObject({ gridwright: 'backup', format: 1, migrations: migrationNames() });
  const counted = manifest.tables.map((table: { name: string; rows: number }) => [table.name, table.rows]);
  expect(Object.fromEntries(counted)).toEqual(
    Object.fromEntries(Object.entries(rows).map(([name, { length }]) => [name, length])),
  );
});

test('only the owner may read the file', () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a file that is there is replaced only when asked, and a failed backup leaves nothing behind', async () => {
  await expect(writeBackupFile(database, path)).rejects.toThrow('is there already');
  await writeBackupFile(database, path, { overwrite: true });
  await expect(writeBackupFile(database, join(folder, 'no', 'such.gz'))).rejects.toThrow('cannot be written');
  const interrupted = writeBackupFile(database, join(folder, 'other.gz'), {
    onProgress: ({ table }) => {
      if (table === 'household') throw new Error('stop');
    },
  });
  await expect(interrupted).rejects.toThrow('stop');
  expect(readdirSync(folder)).toEqual(['all.backup.gz']);
});

/** The uncompressed text with something else in it. */
function damaged(name: string, change: (text: string) => string): string {
  const changed = join(folder, name);
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  const result = change(text);
  expect(result).not.toBe(text);
  writeFileSync(changed, gzipSync(result));
  return changed;
}

async function expectNothingStored(): Promise<void> {
  const { rows } = await empty.query(sql`
    select (select count(*)::int from region) as regions, (select count(*)::int from incident_category) as categories`);
  expect(rows).toEqual([{ regions: 0, categories: 8 }]);
}

test('a file that is cut off anywhere is refused, and nothing is stored', async () => {
  const whole = readFileSync(path);
  const cut = join(folder, 'cut.gz');
  for (const share of [0, 0.01, 0.3, 0.6, 0.999]) {
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * share)));
    await expect(restoreBackupFile(empty, cut)).rejects.toThrow('Nothing was stored');
  }
  await expectNothingStored();
});

test('lines that are missing at the end, or in the middle, are noticed', async () => {
  const lastLine = damaged('lastLine.gz', (text) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1));
  await expect(restoreBackupFile(empty, lastLine)).rejects.toThrow('is cut off: its last line is missing');
  const oneRow = damaged('oneRow.gz', (text) => text.replace(/\n\["1", [^\n]*"h5", [^\n]*/, ''));
  await expect(restoreBackupFile(empty, oneRow)).rejects.toThrow(
    'is damaged in table household, row 601 of 601',
  );
  await expectNothingStored();
});

test('one changed letter of one row is noticed', async () => {
  const changed = damaged('letter.gz', (text) => text.replace('"i299"', '"i298"').replace('"r7"', '"r8"'));
  await expect(restoreBackupFile(empty, changed)).rejects.toThrow(/cannot be stored|its checksum is another/);
  const name = damaged('name.gz', (text) => text.replace('王伟', '王韦'));
  await expect(restoreBackupFile(empty, name)).rejects.toThrow(
    'damaged in table worker_personal: its checksum is another',
  );
  await expectNothingStored();
});

test('a geometry that is not made of numbers never reaches PostGIS', async () => {
  const shape = damaged('shape.gz', (text) =>
    text.replace(/\{"type":"Point","coordinates":\[[^\]]*\]\}/, '"POINT(1 2)"'),
  );
  await expect(restoreBackupFile(empty, shape)).rejects.toThrow('a geometry is not made of positions');
  const nested = damaged('nested.gz', (text) =>
    text.replace(/\{"type":"Point","coordinates":\[[^\]]*\]\}/, '{"type":"Point","coordinates":[[1,2],3]}'),
  );
  await expect(restoreBackupFile(empty, nested)).rejects.toThrow('a geometry is not made of positions');
  await expectNothingStored();
});

test('what is no backup, or one of a newer version, is refused in words', async () => {
  const text = join(folder, 'text.gz');
  writeFileSync(text, 'reference,lon,lat\n');
  await expect(restoreBackupFile(empty, text)).rejects.toThrow('is not a backup');
  writeFileSync(text, gzipSync('{"type":"FeatureCollection"}\n'));
  await expect(restoreBackupFile(empty, text)).rejects.toThrow('This is not a backup of Gridwright');
  const newer = damaged('newer.gz', (lines) =>
    lines.replace('"migrations":[', '"migrations":["9999_future",'),
  );
  await expect(restoreBackupFile(empty, newer)).rejects.toThrow(
    'newer version of Gridwright (schema 9999_future)',
  );
  await expect(restoreBackupFile(empty, join(folder, 'absent.gz'))).rejects.toThrow('cannot be read');
  await expectNothingStored();
});

test('a database that is in use is left as it is', async () => {
  const before = await allRows(database);
  await expect(restoreBackupFile(database, path)).rejects.toThrow('The database is not empty');
  expect(await allRows(database)).toEqual(before);
});

test('a restored database has the same rows bit by bit, verifies, and goes on with new ids', async () => {
  const restored = await restoreBackupFile(empty, path);
  const rows = await allRows(database);
  expect(await allRows(empty)).toEqual(rows);
  expect(restored).toMatchObject({ rows: Object.values(rows).flat().length, migrations: [] });

  const { rows: regions } = await empty.query<{ regionId: number; code: string }>(
    sql`select region_id as "regionId", code from region order by code`,
  );
  // the sample's points are assigned to no grid: the same is found in both
  for (const region of regions) {
    expect(await verifyRegion(empty, region)).toEqual(await verifyRegion(database, region));
  }
  const next = sql`select nextval('feature_id') as id`;
  expect((await empty.query(next)).rows).toEqual((await database.query(next)).rows);
});
