import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { type Corner, harbour, harbourCodes } from '../../fixtures/coverages/harbour.ts';
import { publishCoverage } from '../publication/publishCoverage.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { type ImportedText, importText } from '../testing/importing.ts';
import { createEmptyRegion, harbourDegrees } from '../testing/regions.ts';
import type { Freshness, Quality } from './qualitySchemas.ts';
import type { Unassigned } from './schemas.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
const code = '370215';
const emptyCode = '370299';
let regionId: number;

/** On the harbour's drawing: in a grid, where the island would be, and north of everything. */
const places = { inGrid: [20, 60], inHole: [92, 57], outside: [60, 120] } satisfies Record<string, Corner>;

beforeAll(async () => {
  ({ regionId } = await createEmptyRegion(database, code));
  await createEmptyRegion(database, emptyCode);
  // the island is land of another region
  await publishCoverage(database, {
    regionId,
    kind: 'import',
    source: 'survey',
    actor: 'test',
    grids: harbour.filter((grid) => grid.code !== harbourCodes.island),
    enclaves: harbour.find((grid) => grid.code === harbourCodes.island)!.polygons,
  });
  await load('workers', `reference,number,grids\nw1,7,${harbourCodes.southWest}\nw2,8,\nw3,9,\n`, 'staff');
  const households = [places.inGrid, places.inHole, places.outside, places.outside];
  await load('households', rowsOf(households, 'reference,lon,lat'), 'register');
  for (const [index, place] of [places.inGrid, places.inHole, places.inHole, places.outside].entries()) {
    const [lon, lat] = harbourDegrees(place);
    const response = await app.inject({
      method: 'POST',
      url: `/api/regions/${code}/incidents`,
      payload: { source: 'hotline', reference: `i${index}`, category: 'noise', lon, lat },
    });
    expect(response.statusCode, response.body).toBe(201);
  }
});

function rowsOf(corners: readonly Corner[], header: string): string {
  const rows = corners.map((corner, index) => `h${index},${harbourDegrees(corner).join(',')}`);
  return [header, ...rows].join('\n');
}

async function load(kind: ImportedText['kind'], content: string, source: string): Promise<void> {
  await importText(database, { kind, regionCode: code, name: `${kind}.csv`, content, source });
  snapshots.invalidate();
}

async function quality(region = code): Promise<Quality> {
  const response = await app.inject(`/api/regions/${region}/quality`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

async function freshnessOf(subject: Freshness['subject']): Promise<Freshness> {
  return (await quality()).freshness.find((entry) => entry.subject === subject)!;
}

test('an exact coverage has no defects, and says when that was found', async () => {
  const { boundaryVersion, defects, checkedAt } = await quality();
  expect([boundaryVersion, defects]).toEqual([1, 0]);
  expect(Date.parse(checkedAt!)).toBeGreaterThan(0);
});

test('points in no grid are counted by cause, and each says its own', async () => {
  expect((await quality()).unassigned).toEqual({
    total: 6,
    byCause: [
      { cause: 'outside', households: 2, incidents: 1 },
      { cause: 'enclave', households: 1, incidents: 2 },
      { cause: 'gap', households: 0, incidents: 0 },
    ],
  });
  const { points } = (await app.inject(`/api/regions/${code}/unassigned`)).json<Unassigned>();
  expect(points.map(({ reference, cause }) => [reference, cause])).toEqual([
    ['h1', 'enclave'],
    ['h2', 'outside'],
    ['h3', 'outside'],
    ['i1', 'enclave'],
    ['i2', 'enclave'],
    ['i3', 'outside'],
  ]);
});

test('a hole that nobody declared is a gap', async () => {
  const { rows } = await database.query<{ enclave: string }>(
    sql`select st_asgeojson(enclave, 7) as enclave from region_state where region_id = ${regionId}`,
  );
  await database.query(sql`update region_state set enclave = null where region_id = ${regionId}`);
  const { byCause } = (await quality()).unassigned;
  expect(byCause.map(({ cause, households, incidents }) => [cause, households, incidents])).toEqual([
    ['outside', 2, 1],
    ['enclave', 0, 0],
    ['gap', 1, 2],
  ]);
  await database.query(sql`
    update region_state set enclave = st_setsrid(st_geomfromgeojson(${rows[0]!.enclave}), 4326)
    where region_id = ${regionId}`);
});

test('grids without workers are listed, dedicated ones too, and workers without grids', async () => {
  const { gridsWithoutWorkers, workersWithoutGrids } = await quality();
  expect(gridsWithoutWorkers.map((grid) => grid.code)).toEqual([
    harbourCodes.northWest,
    harbourCodes.southEast,
    harbourCodes.northEast,
    harbourCodes.school,
  ]);
  expect(gridsWithoutWorkers[0]).toEqual({
    code: harbourCodes.northWest,
    name: 'North-west网格',
    nameEn: 'North-west',
  });
  expect(workersWithoutGrids.map(({ number }) => number)).toEqual([8, 9]);
  const response = await app.inject(`/api/regions/${code}/workers/${workersWithoutGrids[0]!.id}`);
  expect(response.json().number).toBe(8);
});

test('a worker who ended is not missed', async () => {
  const url = `/api/regions/${code}/workers/${(await quality()).workersWithoutGrids[1]!.id}`;
  await app.inject({ method: 'DELETE', url, headers: { 'if-match': '*' } });
  expect((await quality()).workersWithoutGrids.map(({ number }) => number)).toEqual([8]);
});

test('each subject says when it was last written, from which source, and how many there are', async () => {
  const { freshness } = await quality();
  expect(freshness.map(({ newestAt: _, ...others }) => others)).toEqual([
    { subject: 'grids', source: 'survey', by: 'import', rows: 5 },
    { subject: 'areas', source: null, by: null, rows: 3 },
    { subject: 'workers', source: 'staff', by: 'api', rows: 2 },
    { subject: 'households', source: 'register', by: 'import', rows: 4 },
    { subject: 'incidents', source: 'hotline', by: 'api', rows: 4 },
  ]);
  const { rows } = await database.query<{ recordedAt: string }>(sql`
    select recorded_at as "recordedAt" from change where region_id = ${regionId} and kind = 'incident'
    order by sequence desc limit 1`);
  expect((await freshnessOf('incidents')).newestAt).toBe(rows[0]!.recordedAt);
});

test('an import makes a subject fresh, and so does a request', async () => {
  await load('areas', 'code,kind,name\n370215001,street,港口街道\n', 'civil affairs');
  expect(await freshnessOf('areas')).toMatchObject({ source: 'civil affairs', by: 'import' });
  const [lon, lat] = harbourDegrees(places.inGrid);
  await app.inject({
    method: 'POST',
    url: `/api/regions/${code}/households`,
    payload: { source: 'counter', reference: 'h9', lon, lat },
  });
  expect(await freshnessOf('households')).toMatchObject({ source: 'counter', by: 'api', rows: 5 });
  await app.inject({
    method: 'PATCH',
    url: `/api/regions/${code}/grids/${harbourCodes.school}`,
    payload: { nameEn: 'Old school' },
    headers: { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
  });
  expect(await freshnessOf('grids')).toMatchObject({ source: null, by: 'api', rows: 5 });
});

test('a region with nothing in it says so', async () => {
  const { freshness, ...others } = await quality(emptyCode);
  expect(others).toEqual({
    boundaryVersion: 0,
    checkedAt: null,
    defects: 0,
    unassigned: {
      total: 0,
      byCause: [
        { cause: 'outside', households: 0, incidents: 0 },
        { cause: 'enclave', households: 0, incidents: 0 },
        { cause: 'gap', households: 0, incidents: 0 },
      ],
    },
    gridsWithoutWorkers: [],
    workersWithoutGrids: [],
  });
  expect(freshness.every(({ rows, newestAt, by }) => rows === 0 && newestAt === null && by === null)).toBe(
    true,
  );
});

test('the quality of an unknown region is not found', async () => {
  expect((await app.inject('/api/regions/999999/quality')).statusCode).toBe(404);
});
