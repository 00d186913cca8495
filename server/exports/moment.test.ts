// One moment, whatever is written while an export is read; and nothing left behind when it is not read to its end.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, expect, test } from 'vitest';
import { everything } from '../access/scope.ts';
import { appendChange } from '../changes/queries.ts';
import { collectionNamed } from '../features/collections/index.ts';
import type { FeatureRow } from '../features/queries.ts';
import { regionVersions } from '../regions/versions.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, testDatabaseLocation } from '../testing/database.ts';
import { runGridwright } from '../testing/process.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { ChangedMeanwhile, exportBatches } from './batches.ts';
import type { Selection } from './exportRequest.ts';
import { exportFormats } from './formats/index.ts';
import { openExport } from './openExport.ts';

const database = await testDatabase();
const { regionId } = await createSampleRegion(database);
await database.query(sql`
  insert into road (region_id, source, reference, geom)
  select region_id, 'more', n || reference, geom from road cross join generate_series(1, 30) as n`);
// before the folder is the temporary one: the application makes one of its own
const app = await testApp(database);
const folder = mkdtempSync(join(tmpdir(), 'gridwright-exports-'));
process.env.TMPDIR = folder;
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

async function selectionOf(collectionId: string): Promise<Selection> {
  const [region] = await regionVersions(database, everything, sample.code);
  return {
    collection: collectionNamed(collectionId),
    region: region!,
    regionCode: sample.code,
    boxes: undefined,
    during: undefined,
  };
}

async function exportingWhile(collectionId: string, write: () => Promise<void>): Promise<FeatureRow[]> {
  const batches = exportBatches(database, await selectionOf(collectionId), never);
  const rows: FeatureRow[] = [];
  for await (const batch of batches) {
    if (rows.length === 0) await write();
    rows.push(...batch);
  }
  return rows;
}

/** Closes households, changes some, moves some and adds some, of those that were read and of those that were not. */
async function changeHouseholds(): Promise<void> {
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, 'households', 'test');
    const now = await tx.query<{ now: string }>(sql`select clock_timestamp() as now`);
    const at = now.rows[0]!.now;
    await tx.query(sql`
      update household set valid_to = ${at}::timestamptz, change_sequence = ${sequence}
      where region_id = ${regionId} and valid_to = 'infinity' and household_id % 3 = 0`);
    await tx.query(sql`
      insert into household (region_id, household_id, valid_from, source, reference, geom, people, change_sequence)
      select region_id, household_id, ${at}::timestamptz, source, reference, st_translate(geom, 0.1, 0), 99, ${sequence}
      from household where region_id = ${regionId} and valid_to = ${at}::timestamptz and household_id % 2 = 0`);
    await tx.query(sql`
      insert into household (region_id, valid_from, source, reference, geom, change_sequence)
      select region_id, ${at}::timestamptz, source, 'new' || reference, geom, ${sequence}
      from household where region_id = ${regionId} and valid_to = 'infinity' limit 50`);
  });
}

test('an export shows households as they were when it began, whatever is written meanwhile', async () => {
  const before = await exportingWhile('households', async () => {});
  expect(before).toHaveLength(sample.households);
  expect(await exportingWhile('households', changeHouseholds)).toEqual(before);
  expect(await exportingWhile('households', async () => {})).not.toEqual(before);
});

test('what keeps no history is never mixed: a change is noticed, one of other things does not matter', async () => {
  const change = (kind: string, detail: Record<string, unknown>) => () =>
    database.transaction(async (tx) => {
      await appendChange(tx, regionId, kind, 'test', detail);
    });
  const roads = await exportingWhile('roads', change('import', { kind: 'incidents' }));
  expect(roads).toHaveLength(24 * 31);
  await expect(exportingWhile('roads', change('import', { kind: 'roads' }))).rejects.toThrow(
    ChangedMeanwhile,
  );
});

test('an export that breaks off ends with an error, not as if it were whole', async () => {
  const format = exportFormats.find(({ id }) => id === 'geojson')!;
  const roads = { ...(await selectionOf('roads')), format, encoding: 'utf-8', crs: 'wgs84' } as const;
  const { bytes } = await openExport(database, roads, never);
  const read = async (): Promise<void> => {
    let isFirst = true;
    for await (const _chunk of bytes) {
      if (isFirst)
        await database.transaction(
          async (tx) => void (await appendChange(tx, regionId, 'import', 'test', { kind: 'roads' })),
        );
      isFirst = false;
    }
  };
  await expect(read()).rejects.toThrow(ChangedMeanwhile);
});

const geoPackage = exportFormats.find((format) => format.id === 'gpkg')!;
const request = {
  ...(await selectionOf('households')),
  format: geoPackage,
  encoding: 'utf-8',
  crs: 'wgs84',
} as const;

test('a reader who goes away ends the export, and its temporary files go', async () => {
  const goesAway = new AbortController();
  const opening = openExport(database, request, goesAway.signal);
  goesAway.abort();
  await expect(opening).rejects.toThrow('aborted');
  expect(readdirSync(folder)).toEqual([]);

  const { bytes } = await openExport(database, request, never);
  expect(readdirSync(folder)).toHaveLength(1);
  bytes.destroy();
  await once(bytes, 'close');
  expect(readdirSync(folder)).toEqual([]);
});

test('exports with temporary files are few at a time; one too many is told to come back', async () => {
  const url = `/api/regions/${sample.code}/exports/households.gpkg`;
  const responses = await Promise.all(Array.from({ length: 12 }, () => app.inject(url)));
  const statuses = responses.map((response) => response.statusCode);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(responses.find((response) => response.statusCode === 503)!.headers['retry-after']).toBeDefined();
  // a place is free again when its file is gone, a moment after the answer
  await expect.poll(async () => (await app.inject(url)).statusCode, { timeout: 20_000 }).toBe(200);
  await expect.poll(() => readdirSync(folder), { timeout: 20_000 }).toEqual([]);
});

test('the command writes the same bytes, whole, and never over a file that is there unasked', async () => {
  const location = testDatabaseLocation();
  const environment: Record<string, string> =
    database.engine === 'embedded' ? { DATA_DIR: location } : { DATABASE_URL: location };
  const file = join(folder, 'grids.ndjson');
  const words = [
    'export',
    'grids',
    '--region',
    sample.code,
    '--out',
    file,
    '--bbox',
    '120.45,36.38,120.46,36.39',
  ];
  expect(await runGridwright(words, environment)).toMatchObject({
    exitCode: 0,
    stdout: `${file} is written\n`,
  });
  const response = await app.inject(
    `/api/regions/${sample.code}/exports/grids.ndjson?bbox=120.45,36.38,120.46,36.39`,
  );
  expect(readFileSync(file, 'utf8')).toBe(response.payload);
  const again = await runGridwright(words, environment);
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toContain('is there already');
  const unknown = await runGridwright(
    ['export', 'streets', '--region', sample.code, '--out', 'x.csv'],
    environment,
  );
  expect(unknown.stderr).toMatch(/^There is no collection streets; there are regions, areas/);
  expect(readdirSync(folder)).toEqual(['grids.ndjson']);
});
