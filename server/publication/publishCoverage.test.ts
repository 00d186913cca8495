import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import {
  type Corner,
  type HarbourGrid,
  harbour,
  harbourCodes,
  harbourCorners,
  harbourRedrawn,
  harbourRing,
} from '../../fixtures/coverages/harbour.ts';
import { importRecords } from '../imports/importRecords.ts';
import { testDatabase } from '../testing/database.ts';
import {
  createEmptyRegion,
  createHarbour,
  harbourDegrees,
  householdGrids,
  publishGrids,
} from '../testing/regions.ts';
import { publishCoverage } from './publishCoverage.ts';
import { CoverageRefused, PublicationRefused } from './refusals.ts';
import { verifyRegion } from './verify.ts';

const database = await testDatabase();
const { a, b, e, f, m, w } = harbourCorners;

let nextCode = 100001;
let code: string;
beforeEach(() => {
  code = String(nextCode++);
});

test('the first version holds from the beginning of time, with its areas derived', async () => {
  const { regionId } = await createHarbour(database, code);
  const versions = await database.query(sql`
    select version, effective_from, kind, grids_added from publication where region_id = ${regionId}`);
  expect(versions.rows).toEqual([
    { version: 1, effective_from: '-infinity', kind: 'import', grids_added: 6 },
  ]);
  const areas = await database.query(sql`
    select a.kind, a.code, a.name, parent.code as parent, st_isvalid(v.geom) as is_valid
    from area a
    join area_version v on v.region_id = a.region_id and v.area_id = a.area_id
    left join area parent on parent.region_id = a.region_id and parent.area_id = a.parent_area_id
    where a.region_id = ${regionId}
    order by a.code collate "C"`);
  expect(areas.rows).toEqual(
    [
      { kind: 'region', code, name: '演示区', parent: null, is_valid: true },
      { kind: 'street', code: '370215001', name: '370215001', parent: code, is_valid: true },
      { kind: 'community', code: '370215001001', name: '370215001001', parent: '370215001', is_valid: true },
      { kind: 'community', code: '370215001002', name: '370215001002', parent: '370215001', is_valid: true },
      { kind: 'street', code: '370215002', name: '370215002', parent: code, is_valid: true },
      { kind: 'community', code: '370215002001', name: '370215002001', parent: '370215002', is_valid: true },
    ].sort((left, right) => (left.code < right.code ? -1 : 1)),
  );
});

test('derived shapes are the union of their base grids, and areas are those of PostGIS', async () => {
  const { regionId } = await createHarbour(database, code);
  const { rows } = await database.query<{ code: string; differs: number; ratio: number }>(sql`
    select a.code, st_area(st_symdifference(v.geom, st_union(g.geom))) as differs,
      v.area_m2 / st_area(v.geom::geography) as ratio
    from area a
    join area_version v on v.region_id = a.region_id and v.area_id = a.area_id
    join area c on c.region_id = a.region_id and c.kind = 'community'
      and (a.kind = 'region' or c.area_id = a.area_id or c.parent_area_id = a.area_id)
    join grid_version g on g.region_id = a.region_id and g.community_area_id = c.area_id and g.kind = 'base'
    where a.region_id = ${regionId}
    group by a.code, v.geom, v.area_m2`);
  expect(rows).toHaveLength(6);
  for (const row of rows) {
    expect(row.differs).toBeLessThan(1e-14);
    expect(row.ratio).toBeCloseTo(1, 4);
  }
});

test('every grid and every area has an outline at every level, and neighbours share its vertices', async () => {
  const { regionId } = await createHarbour(database, code);
  const counts = await database.query<{ grids: number; areas: number; levels: number }>(sql`
    select (select count(*)::int from grid_outline where region_id = ${regionId}) as grids,
      (select count(*)::int from area_outline where region_id = ${regionId}) as areas,
      (select count(distinct level)::int from grid_outline where region_id = ${regionId}) as levels`);
  const { grids, areas, levels } = counts.rows[0]!;
  expect(grids).toBe(6 * levels);
  expect(areas).toBe(6 * levels);
  const overlaps = await database.query<{ overlap: number }>(sql`
    select coalesce(sum(st_area(st_intersection(p.geom, q.geom))), 0) as overlap
    from grid_outline p
    join grid_version g on g.region_id = p.region_id and g.grid_version_id = p.grid_version_id and g.kind = 'base'
    join grid_outline q on q.region_id = p.region_id and q.level = p.level and q.grid_version_id > p.grid_version_id
    join grid_version h on h.region_id = q.region_id and h.grid_version_id = q.grid_version_id and h.kind = 'base'
    where p.region_id = ${regionId}`);
  expect(overlaps.rows[0]!.overlap).toBeLessThan(1e-3);
});

test('the same grids again write nothing, whatever vertex their rings begin at', async () => {
  const { regionId } = await createHarbour(database, code);
  const before = await everyRow(regionId);
  const turned = harbour.map((grid) => ({
    ...grid,
    polygons: grid.polygons.map((polygon) =>
      polygon.map((ring) => Int32Array.from([...ring.subarray(2), ...ring.subarray(0, 2)])),
    ),
  }));
  const result = await publishGrids(database, regionId, turned);
  expect(result).toMatchObject({ version: 1, unchanged: true });
  expect(await everyRow(regionId)).toEqual(before);
});

test('an unchanged grid keeps its version row; a changed one keeps its id', async () => {
  const { regionId } = await createHarbour(database, code);
  const before = await gridRows(regionId);
  const result = await publishGrids(database, regionId, harbourRedrawn([56, 41]));
  expect(result.changed.sort()).toEqual(
    [harbourCodes.southWest, harbourCodes.northWest, harbourCodes.southEast, harbourCodes.northEast].sort(),
  );
  const after = await gridRows(regionId);
  for (const row of after) {
    const old = before.find((candidate) => candidate.code === row.code)!;
    expect(row.grid_id).toBe(old.grid_id);
    expect(row.grid_version_id === old.grid_version_id).toBe(!result.changed.includes(row.code));
  }
});

test('households and incidents in the closed old and new faces of changed grids are located again', async () => {
  const { regionId } = await createHarbour(database, code);
  // before the move M was at (60,38): the first lies in SW, near it; the second far from every changed edge
  await importHouseholds(code, { near: [58, 37], far: [110, 10], edge: [60, 20], school: [20, 18] });
  expect(await householdGrids(database, regionId)).toEqual({
    near: harbourCodes.southWest,
    far: harbourCodes.southEast,
    edge: harbourCodes.southWest,
    school: harbourCodes.school,
  });
  const before = await database.query<{ reference: string; sequence: string }>(sql`
    select reference, change_sequence as sequence from household where region_id = ${regionId} order by reference`);
  const result = await publishGrids(database, regionId, harbourRedrawn([50, 30]));
  expect(result.relocated.household).toBe(2);
  expect(await householdGrids(database, regionId)).toEqual({
    near: harbourCodes.northEast,
    far: harbourCodes.southEast,
    edge: harbourCodes.southEast,
    school: harbourCodes.school,
  });
  const after = await database.query<{ reference: string; sequence: string }>(sql`
    select reference, change_sequence as sequence from household where region_id = ${regionId} order by reference`);
  const touched = after.rows.filter((row, index) => row.sequence !== before.rows[index]!.sequence);
  expect(touched.map((row) => row.reference)).toEqual(['edge', 'near']);
  expect(new Set(touched.map((row) => row.sequence))).toEqual(new Set([result.changeSequence]));
  expect((await verifyRegion(database, { regionId, code })).total).toBe(0);
});

test('a pin to a grid that retires is dropped and listed in the change', async () => {
  const { regionId } = await createHarbour(database, code);
  await importHouseholds(code, { pinned: [110, 10] });
  await database.query(sql`
    update household h set pinned_grid_id = g.grid_id, pin_reason = 'asked for'
    from grid_version g
    where h.region_id = ${regionId} and g.region_id = ${regionId} and g.code = ${harbourCodes.southWest}`);
  const result = await publishGrids(database, regionId, withWestMerged());
  expect(result.retired.sort()).toEqual([harbourCodes.southWest, harbourCodes.northWest].sort());
  expect(result.droppedPins.household).toHaveLength(1);
  expect(await householdGrids(database, regionId)).toEqual({ pinned: harbourCodes.southEast });
  const { rows } = await database.query<{ detail: { droppedPins: { household: string[] } } }>(sql`
    select detail from change where region_id = ${regionId} and sequence = ${result.changeSequence}`);
  expect(rows[0]!.detail.droppedPins.household).toEqual(result.droppedPins.household);
});

test('a retired code is never given to another grid, and the refusal lists it', async () => {
  const { regionId } = await createHarbour(database, code);
  await publishGrids(database, regionId, withWestMerged());
  const refused = publishGrids(database, regionId, harbour);
  await expect(refused).rejects.toThrow(PublicationRefused);
  await expect(refused).rejects.toThrow(harbourCodes.southWest);
});

test('a gap, an overlap and a code used twice are refused with their places, and nothing is written', async () => {
  const { regionId } = await createHarbour(database, code);
  const before = await everyRow(regionId);
  const broken = harbour.map((grid) =>
    grid.code === harbourCodes.southWest ? { ...grid, polygons: [[harbourRing(a, b, [59, 37], w)]] } : grid,
  );
  const error = await publishGrids(database, regionId, broken).catch((reason) => reason);
  expect(error).toBeInstanceOf(CoverageRefused);
  expect(error.defects.length).toBeGreaterThan(0);
  expect(error.defects[0].grids).toContain(harbourCodes.southWest);
  await expect(publishGrids(database, regionId, [...harbour, harbour[0]!])).rejects.toThrow(CoverageRefused);
  expect(await everyRow(regionId)).toEqual(before);
});

test('a code that does not fit the region’s pattern is refused unless its community and street are given', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  const strange = harbour.map((grid) => ({ ...grid, code: `G-${grid.code.slice(-9)}` }));
  await expect(publishGrids(database, regionId, strange)).rejects.toThrow('code pattern');
  const mapped = strange.map((grid) => ({ ...grid, community: 'C1', street: 'S1' }));
  expect(await publishGrids(database, regionId, mapped)).toMatchObject({ version: 1, unchanged: false });
});

test('a dedicated grid that reaches out of its community is refused', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  const across: Corner[] = [
    [40, 10],
    [80, 12],
    [78, 25],
  ];
  const grids = harbour.map((grid) =>
    grid.kind === 'dedicated' ? { ...grid, polygons: [[harbourRing(...across)]] } : grid,
  );
  await expect(publishGrids(database, regionId, grids)).rejects.toThrow('outside its community');
});

test('a dedicated grid may run along its community’s limit', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  const along: Corner[] = [b, m, [30, 20]];
  const grids = harbour.map((grid) =>
    grid.kind === 'dedicated' ? { ...grid, polygons: [[harbourRing(...along)]] } : grid,
  );
  expect(await publishGrids(database, regionId, grids)).toMatchObject({ version: 1 });
});

test('a neighbour’s vertex on a grid’s edge is inserted there, and the grid reported', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  const grids = harbour.map((grid) =>
    grid.code === harbourCodes.northWest
      ? { ...grid, polygons: [[harbourRing(w, [28.5, 39], m, e, f)]] }
      : grid,
  );
  const result = await publishGrids(database, regionId, grids);
  const [x, y] = harbourRing([28.5, 39]);
  expect(result.inserted).toContainEqual(expect.objectContaining({ x, y }));
  const { rows } = await database.query<{ points: number }>(sql`
    select st_npoints(geom) as points from grid_version
    where region_id = ${regionId} and code = ${harbourCodes.southWest}`);
  expect(rows[0]!.points).toBe(6);
});

test('a date means its midnight in the region’s time zone; versions begin one after the other, not in the future', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  await publishGrids(database, regionId, harbour, '2026-03-01');
  const next = harbourRedrawn([56, 41]);
  await expect(publishGrids(database, regionId, next, '2026-02-28')).rejects.toThrow('must begin later');
  await expect(publishGrids(database, regionId, next, '2999-01-01')).rejects.toThrow('future');
  await expect(publishGrids(database, regionId, next, '2026-02-31')).rejects.toThrow('2026-02-31');
  await publishGrids(database, regionId, next, '2026-08-01');
  const { rows } = await database.query(sql`
    select version, effective_from from publication where region_id = ${regionId} order by version`);
  expect(rows).toEqual([
    { version: 1, effective_from: '2026-02-28T16:00:00Z' },
    { version: 2, effective_from: '2026-07-31T16:00:00Z' },
  ]);
});

test('a hole is a gap until it is declared an enclave, and then stays one', async () => {
  const { regionId } = await createEmptyRegion(database, code);
  const holed = harbour.filter((grid) => grid.code !== harbourCodes.island);
  await expect(publishGrids(database, regionId, holed)).rejects.toThrow(CoverageRefused);
  const enclave = harbour.find((grid) => grid.code === harbourCodes.island)!.polygons;
  const common = { regionId, kind: 'import', source: 'test', actor: 'test' } as const;
  await publishCoverage(database, { ...common, grids: holed, enclaves: enclave });
  const redrawn = harbourRedrawn([56, 41]).filter((grid) => grid.code !== harbourCodes.island);
  expect(await publishCoverage(database, { ...common, grids: redrawn })).toMatchObject({ version: 2 });
});

test('verification finds a tampered assignment, a tampered shape and a tampered area', async () => {
  const { regionId } = await createHarbour(database, code);
  await importHouseholds(code, { one: [20, 18], two: [110, 10] });
  expect((await verifyRegion(database, { regionId, code })).discrepancies).toEqual([]);
  await database.query(sql`
    update household set base_grid_id = null where region_id = ${regionId} and reference = 'two'`);
  await database.query(sql`
    update area_version v set geom = st_multi(st_envelope(v.geom)) from area a
    where v.region_id = ${regionId} and a.region_id = ${regionId} and a.area_id = v.area_id and a.code = '370215002'`);
  const { total, discrepancies } = await verifyRegion(database, { regionId, code });
  expect(total).toBe(2);
  expect(discrepancies.map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
    'area: the stored shape is not the dissolve of its grids',
    `household: base grid is ${harbourCodes.southEast}, stored is no grid`,
  ]);
});

async function importHouseholds(regionCode: string, places: Record<string, Corner>): Promise<void> {
  await importRecords(database, {
    kind: 'households',
    regionCode,
    source: 'test',
    fileName: 'test',
    records: Object.entries(places).map(([reference, corner], index) => ({
      row: index + 1,
      properties: { reference },
      geometry: { type: 'Point', coordinates: harbourDegrees(corner) },
    })),
  });
}

/** The western two grids as one, under a new code. */
function withWestMerged(): HarbourGrid[] {
  const west: HarbourGrid = {
    code: '370215001001003',
    kind: 'base',
    name: '西',
    nameEn: 'West',
    polygons: [[harbourRing(a, b, m, e, f, w)]],
  };
  const merged: string[] = [harbourCodes.southWest, harbourCodes.northWest];
  return [west, ...harbour.filter((grid) => !merged.includes(grid.code))];
}

async function gridRows(regionId: number) {
  const { rows } = await database.query<{ code: string; grid_id: string; grid_version_id: string }>(sql`
    select code, grid_id, grid_version_id from grid_version
    where region_id = ${regionId} and to_version is null order by code`);
  return rows;
}

async function everyRow(regionId: number): Promise<unknown> {
  const { rows } = await database.query(sql`
    select
      (select jsonb_agg(to_jsonb(p) order by version) from publication p where region_id = ${regionId}) as publications,
      (select jsonb_agg(grid_version_id order by grid_version_id) from grid_version where region_id = ${regionId}) as grids,
      (select jsonb_agg(area_version_id order by area_version_id) from area_version where region_id = ${regionId}) as areas,
      (select count(*) from grid_outline where region_id = ${regionId}) as outlines,
      (select count(*) from change where region_id = ${regionId}) as changes`);
  return rows;
}
