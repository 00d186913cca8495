import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import { harbour, harbourCodes, harbourRedrawn } from '../../fixtures/coverages/harbour.ts';
import { testDatabase } from '../testing/database.ts';
import { gridCollection, importText } from '../testing/importing.ts';
import { createEmptyRegion, createHarbour, harbourDegrees } from '../testing/regions.ts';

const database = await testDatabase();

let nextCode = 100001;
let code: string;
let regionId: number;
beforeEach(async () => {
  code = String(nextCode++);
  ({ regionId } = await createHarbour(database, code));
});

const grids = (content: string, options = {}) =>
  importText(database, { kind: 'grids', regionCode: code, name: 'grids.geojson', content, ...options });
const workers = (content: string, options = {}) =>
  importText(database, { kind: 'workers', regionCode: code, name: 'workers.csv', content, ...options });
const areas = (content: string) =>
  importText(database, { kind: 'areas', regionCode: code, name: 'areas.csv', content });
const roads = (features: unknown[], options = {}) =>
  importText(database, {
    kind: 'roads',
    regionCode: code,
    name: 'roads.ndjson',
    content: features.map((feature) => JSON.stringify(feature)).join('\n'),
    ...options,
  });

test('a file with some of the grids publishes them among the others; mode replace retires those left out', async () => {
  const redrawn = harbourRedrawn([56, 41]);
  const around = redrawn.filter((grid) => grid.kind === 'base' && grid.code !== harbourCodes.island);
  expect(await grids(gridCollection(around))).toMatchObject({ rows: 4, changed: 4, unchanged: 2, closed: 0 });
  const withoutSchool = redrawn.filter((grid) => grid.kind === 'base');
  expect(await grids(gridCollection(withoutSchool), { mode: 'replace' })).toMatchObject({
    changed: 0,
    closed: 1,
  });
});

test('the grids in force imported again write nothing', async () => {
  const result = await grids(gridCollection(harbour), { mode: 'replace' });
  expect(result).toMatchObject({ added: 0, changed: 0, closed: 0, unchanged: 6, changeSequence: undefined });
});

test('enclaves are declared from the holes of the file', async () => {
  const empty = await createEmptyRegion(database, String(nextCode++));
  const holed = gridCollection(harbour.filter((grid) => grid.code !== harbourCodes.island));
  await expect(grids(holed, { regionCode: empty.code })).rejects.toThrow('exact coverage');
  const result = await grids(holed, { regionCode: empty.code, declareEnclaves: true });
  expect(result.enclaves).toHaveLength(1);
});

test('a worker gets the next free number, and the grids that the file lists', async () => {
  await workers(
    `reference,number,name,grids\nw1,7,张三,${harbourCodes.southWest} ${harbourCodes.northWest}\nw2,,李四,\n`,
  );
  expect(await assignments()).toEqual([
    { number: 7, reference: 'w1', grids: [harbourCodes.southWest, harbourCodes.northWest] },
    { number: 8, reference: 'w2', grids: [] },
  ]);
  const again = await workers(
    `reference,number,name,grids\nw1,7,张三,${harbourCodes.southWest} ${harbourCodes.northWest}\nw2,,李四,\n`,
  );
  expect(again).toMatchObject({ unchanged: 2, changeSequence: undefined });
});

test('a worker’s grid that the file no longer lists ends; a file without the column changes none', async () => {
  await workers(`reference,number,grids\nw1,7,${harbourCodes.southWest} ${harbourCodes.northWest}\n`);
  expect(await workers('reference,number,name\nw1,7,张三\n')).toMatchObject({ changed: 1 });
  expect((await assignments())[0]!.grids).toHaveLength(2);
  await workers(`reference,number,name,grids\nw1,7,张三,${harbourCodes.northWest}\n`);
  expect((await assignments())[0]!.grids).toEqual([harbourCodes.northWest]);
  const { rows } = await database.query(sql`
    select count(*)::int as periods, (count(*) filter (where valid_to < 'infinity'))::int as ended
    from grid_worker where region_id = ${regionId}`);
  expect(rows).toEqual([{ periods: 2, ended: 1 }]);
});

test('workers of unknown grids and with somebody else’s number are faults', async () => {
  await workers('reference,number\nw1,7\n', { source: 'another' });
  const refused = await workers('reference,number,grids\nw1,7,nowhere\n').catch((reason) => reason);
  expect(
    refused.faults.map((fault: { field: string; value: string }) => `${fault.field} ${fault.value}`).sort(),
  ).toEqual(['grids nowhere', 'number 7']);
});

test('areas get their names; a community’s street is known by its code', async () => {
  await areas(
    'code,kind,name,name_en\n370215001,street,港口街道,Harbour\n370215001003,community,新社区,New\n',
  );
  const { rows } = await database.query(sql`
    select a.code, a.name, a.name_en, parent.code as parent
    from area a join area parent on parent.region_id = a.region_id and parent.area_id = a.parent_area_id
    where a.region_id = ${regionId} and a.name <> a.code order by a.code`);
  expect(rows).toEqual([
    { code: '370215001', name: '港口街道', name_en: 'Harbour', parent: code },
    { code: '370215001003', name: '新社区', name_en: 'New', parent: '370215001' },
  ]);
});

test('an area cannot change its kind, nor take its grids to another street', async () => {
  const refused = await areas(
    'code,kind,name,parent\n370215001,community,x,370215002\n370215001001,community,y,370215002\n370215009001,community,z,\n',
  ).catch((reason) => reason);
  expect(
    refused.faults.map((fault: { row: number; field: string }) => `${fault.row} ${fault.field}`),
  ).toEqual(['2 kind', '3 parent', '4 parent']);
});

test('roads are overwritten where they changed, and replaced ones go', async () => {
  const road = (reference: string, name: string) => ({
    type: 'Feature',
    properties: { reference, name, kind: 'main' },
    geometry: { type: 'LineString', coordinates: [harbourDegrees([0, 0]), harbourDegrees([50, 10])] },
  });
  expect(await roads([road('r1', '一'), road('r2', '二')])).toMatchObject({ added: 2 });
  expect(await roads([road('r1', '一'), road('r2', '贰')])).toMatchObject({
    added: 0,
    changed: 1,
    unchanged: 1,
  });
  expect(await roads([road('r1', '一')], { mode: 'replace' })).toMatchObject({ closed: 1, unchanged: 1 });
  const { rows } = await database.query(sql`
    select reference, kind, geometrytype(geom) as type from road where region_id = ${regionId}`);
  expect(rows).toEqual([{ reference: 'r1', kind: 'main', type: 'MULTILINESTRING' }]);
});

test('water may be lines and areas, blocks are areas', async () => {
  const ring = [
    harbourDegrees([0, 0]),
    harbourDegrees([9, 0]),
    harbourDegrees([9, 9]),
    harbourDegrees([0, 0]),
  ];
  const features = [
    {
      type: 'Feature',
      id: 1,
      properties: { kind: 'lake' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    },
    {
      type: 'Feature',
      id: 2,
      properties: { kind: 'stream' },
      geometry: { type: 'LineString', coordinates: ring },
    },
  ];
  const content = JSON.stringify({ type: 'FeatureCollection', features });
  await importText(database, { kind: 'water', regionCode: code, name: 'water.geojson', content });
  await expect(
    importText(database, { kind: 'blocks', regionCode: code, name: 'water.geojson', content }),
  ).rejects.toThrow('1 fault');
  const { rows } = await database.query(sql`
    select geometrytype(geom) as type from water where region_id = ${regionId} order by reference`);
  expect(rows).toEqual([{ type: 'MULTIPOLYGON' }, { type: 'MULTILINESTRING' }]);
});

async function assignments(): Promise<{ number: number; reference: string; grids: string[] }[]> {
  const { rows } = await database.query<{ number: number; reference: string; grids: string[] }>(sql`
    select w.number, w.reference, coalesce(array_agg(g.code order by g.code) filter (where g.code is not null), '{}') as grids
    from worker w
    left join grid_worker a on a.region_id = w.region_id and a.worker_id = w.worker_id and a.valid_to = 'infinity'
    left join grid_version g on g.region_id = w.region_id and g.grid_id = a.grid_id and g.to_version is null
    where w.region_id = ${regionId}
    group by w.number, w.reference order by w.number`);
  return rows;
}
