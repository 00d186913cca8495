import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { harbour, harbourCodes, harbourRing } from '../../fixtures/coverages/harbour.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import { testDatabase } from '../testing/database.ts';
import { gridCollection, importText } from '../testing/importing.ts';
import { createHarbour, harbourDegrees } from '../testing/regions.ts';
import { type Fault, ImportRefused } from './faults.ts';

const database = await testDatabase();
const region = await createHarbour(database);
const [lon, lat] = harbourDegrees([50, 10]);

const householdFile = (content: string | Uint8Array, name = 'homes.csv') =>
  importText(database, { kind: 'households', regionCode: region.code, name, content });
const gridFile = (content: string) =>
  importText(database, { kind: 'grids', regionCode: region.code, name: 'grids.geojson', content });
const blockFile = (geometry: unknown) =>
  importText(database, {
    kind: 'blocks',
    regionCode: region.code,
    name: 'blocks.geojson',
    content: JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { reference: 'b1' }, geometry }],
    }).replaceAll('"NaN"', 'NaN'),
  });

/** The faults of a file that must be refused; nothing of it may be stored. */
async function faultsOf(refused: Promise<unknown>): Promise<readonly Fault[]> {
  const before = await storedRows();
  const error = await refused.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ImportRefused);
  expect(await storedRows()).toEqual(before);
  return error.faults;
}

async function storedRows(): Promise<unknown> {
  const { rows } = await database.query(sql`
    select (select count(*)::int from household) as households, (select count(*)::int from block) as blocks,
      (select count(*)::int from import_row) as staged, (select count(*)::int from change) as changes,
      (select boundary_version from region_state where region_id = ${region.regionId}) as version`);
  return rows;
}

test('a broken line in the middle of a CSV is named, and so is everything else that is wrong', async () => {
  const faults = await faultsOf(
    householdFile(
      `reference,lon,lat,people\nh1,${lon},${lat},2\nh2,"${lon},${lat},2\nh3,1\nh4,abc,${lat},-3\n`,
    ),
  );
  expect(faults.length).toBeGreaterThan(0);
  const wellQuoted = await faultsOf(
    householdFile(
      `reference,lon,lat,people\nh1,${lon},${lat},2\nh2,${lon}\nh3,abc,${lat},-3\n,${lon},95,1\n`,
    ),
  );
  expect(wellQuoted.map(({ row, field }) => `${row} ${field}`).sort()).toEqual([
    '3 line',
    '4 lon',
    '4 people',
    '5 geometry',
    '5 reference',
  ]);
});

test('at most 1,000 faults are listed, and all are counted', async () => {
  const lines = Array.from({ length: 1500 }, (_, index) => `h${index},x,${lat}`);
  const error = await householdFile(`reference,lon,lat\n${lines.join('\n')}\n`).catch((reason) => reason);
  expect(error.faults).toHaveLength(1000);
  expect(error.total).toBe(1500);
});

test('references used twice in a file are faults that name both rows', async () => {
  const faults = await faultsOf(
    householdFile(`reference,lon,lat\nh1,${lon},${lat}\nh2,${lon},${lat}\nh1,${lon},${lat}\n`),
  );
  expect(faults).toEqual([
    { row: 4, field: 'reference', value: 'h1', reason: 'row 2 has the same reference' },
  ]);
});

test('bytes that are not UTF-8 in one line are named', async () => {
  const utf8 = Buffer.from(`reference,lon,lat,building\nh1,${lon},${lat},东楼\nh2,${lon},${lat},`);
  const gb18030 = Buffer.from([0xb6, 0xab, 0xc2, 0xa5, 0x0a]);
  const faults = await faultsOf(householdFile(Buffer.concat([utf8, gb18030])));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ row: 3, field: 'building' });
  expect(faults[0]!.reason).toContain('UTF-8');
});

test('a missing column says how another one is mapped', async () => {
  const faults = await faultsOf(
    householdFile(`id,lon,lat,reference2\nh1,${lon},${lat},1\n`.replace('id,', 'no,')),
  );
  expect(faults[0]!.reason).toContain('--map COLUMN=reference');
});

test('the values of personal fields are not repeated in faults', async () => {
  const faults = await faultsOf(
    householdFile(`reference,lon,lat,phone\nh1,${lon},${lat},${'9'.repeat(60)}\n`),
  );
  expect(faults[0]).toMatchObject({ field: 'phone', value: '(not shown)' });
});

test.each([
  ['not JSON', 'hello', 'not JSON'],
  [
    'an object that is no collection',
    '{"type":"Feature","properties":{},"geometry":null}',
    'no array "features"',
  ],
  [
    'a file that is cut off',
    '{"type":"FeatureCollection","features":[{"type":"Feature"',
    'in the middle of feature 1',
  ],
  [
    'nesting 10,000 deep',
    `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":${'['.repeat(10000)}${']'.repeat(10000)}}}]}`,
    'nested deeper than 32',
  ],
  [
    'another coordinate system',
    '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}',
    'EPSG:4326',
  ],
])('%s is refused with the reason', async (_what, content, reason) => {
  const faults = await faultsOf(householdFile(content, 'homes.geojson'));
  expect(faults[0]!.reason).toContain(reason);
});

const square = [
  [lon, lat],
  [lon + 0.001, lat],
  [lon + 0.001, lat + 0.001],
  [lon, lat + 0.001],
  [lon, lat],
];
const hole = (by: number) => square.map(([x, y]) => [x! + by, y! + by]);

test.each([
  [
    'a number that is not finite',
    { type: 'Polygon', coordinates: [[[1e308, lat], ...square.slice(1, 4), [1e308, lat]]] },
    '±180',
  ],
  [
    'longitude 500',
    { type: 'Polygon', coordinates: [[[500, lat], ...square.slice(1, 4), [500, lat]]] },
    '±180',
  ],
  [
    'metres instead of degrees',
    { type: 'Polygon', coordinates: [square.map(([x, y]) => [x! * 1e5, y! * 1e5])] },
    'metres',
  ],
  [
    'an unclosed ring',
    { type: 'Polygon', coordinates: [[...square.slice(0, 4), [lon, lat + 0.0005]]] },
    'first and last',
  ],
  [
    'a bow-tie',
    { type: 'Polygon', coordinates: [[square[0], square[2], square[1], square[3], square[0]]] },
    'bow-tie',
  ],
  ['a hole outside its shell', { type: 'Polygon', coordinates: [square, hole(0.005)] }, 'outside its shell'],
  ['a hole that crosses its shell', { type: 'Polygon', coordinates: [square, hole(0.0005)] }, 'cross'],
  [
    'a position of five numbers',
    { type: 'Polygon', coordinates: [square.map(([x, y]) => [x, y, 1, 2, 3])] },
    'position',
  ],
  ['an empty ring', { type: 'Polygon', coordinates: [[]] }, ''],
  ['no ring at all', { type: 'Polygon', coordinates: [] }, 'empty'],
  [
    'a ring without an area',
    { type: 'Polygon', coordinates: [[square[0], square[1], square[0], square[0]]] },
    'ring',
  ],
  [
    'text for a number',
    { type: 'Polygon', coordinates: [square.map(([x, y]) => [String(x), y])] },
    'numbers',
  ],
  ['a line where a polygon is wanted', { type: 'LineString', coordinates: square }, 'Polygon, MultiPolygon'],
  [
    'a shape 20° wide',
    {
      type: 'Polygon',
      coordinates: [
        [
          [100, 30],
          [120, 30],
          [120, 31],
          [100, 30],
        ],
      ],
    },
    '9.4°',
  ],
])('%s is refused with the reason', async (_what, geometry, reason) => {
  const faults = await faultsOf(blockFile(geometry));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ row: 1, field: 'geometry' });
  expect(faults[0]!.reason).toContain(reason);
});

test('NaN in a file is not JSON', async () => {
  const faults = await faultsOf(
    blockFile({ type: 'Polygon', coordinates: [[['NaN', lat], ...square.slice(1)]] }),
  );
  expect(faults[0]!.reason).toContain('not JSON');
});

test('a ring of 1,000,000 vertices is refused', async () => {
  const positions = Array.from({ length: 1_000_000 }, (_, index) => [lon, lat + index * 1e-7]);
  const faults = await faultsOf(blockFile({ type: 'Polygon', coordinates: [[...positions, positions[0]]] }));
  expect(faults[0]!.reason).toMatch(/200,?000|16000000/);
});

test('clockwise shells are turned round', async () => {
  await importText(database, {
    kind: 'blocks',
    regionCode: region.code,
    name: 'block.ndjson',
    content: JSON.stringify({
      type: 'Feature',
      properties: { reference: 'clockwise' },
      geometry: { type: 'Polygon', coordinates: [square.toReversed()] },
    }),
  });
  const { rows } = await database.query(sql`
    select st_ispolygonccw(geom) as is_ccw from block where reference = 'clockwise'`);
  expect(rows).toEqual([{ is_ccw: true }]);
});

test('two grids with one code are refused with both places', async () => {
  const faults = await faultsOf(gridFile(gridCollection([...harbour, harbour[1]!])));
  expect(faults).toEqual([
    { row: 7, field: 'code', value: harbourCodes.northWest, reason: 'row 2 has the same code' },
  ]);
});

test('a gap of 1 cm is refused with its place and the repair that mends it, kept for the list of defects', async () => {
  const before = await storedRows();
  const error = await gridFile(gridCollection(withGap())).catch((reason) => reason);
  expect(error).toBeInstanceOf(CoverageRefused);
  expect(await storedRows()).toEqual(before);
  const [x, y] = harbourRing([28.5, 39]);
  const [defect] = error.defects;
  expect(defect.grids).toEqual(expect.arrayContaining([harbourCodes.northWest]));
  expect(Math.hypot(defect.x - x!, defect.y - y!)).toBeLessThan(40_000);
  expect(defect.repairM).toBeGreaterThan(0.005);
  expect(defect.repairM).toBeLessThan(0.05);
  const { rows } = await database.query<{
    file_name: string;
    defects: { lon: number; message: string }[];
  }>(sql`
    select file_name, defects from coverage_check
    where region_id = ${region.regionId} and subject = 'refused-import'`);
  expect(rows[0]).toMatchObject({ file_name: 'grids.geojson' });
  expect(rows[0]!.defects[0]).toMatchObject({ message: defect.message, lon: defect.x / 1e7 });
});

test('--repair mends the gap and shows what it moved; a smaller tolerance is refused', async () => {
  const content = gridCollection(withGap());
  const request = { kind: 'grids', regionCode: region.code, name: 'grids.geojson', content } as const;
  await expect(importText(database, { ...request, repairM: 0.001 })).rejects.toThrow(CoverageRefused);
  const result = await importText(database, { ...request, repairM: 0.05 });
  expect(result.mended!.length).toBeGreaterThan(0);
  expect(result.mended![0]!.metres).toBeLessThan(0.05);
});

/** The edge between the western grids, drawn one unit off in the northern one. */
function withGap() {
  return harbour.map((grid) => {
    if (grid.code !== harbourCodes.northWest) return grid;
    const ring = grid.polygons[0]![0]!.slice();
    const between = harbourRing([28.5, 39]);
    const bent = Int32Array.from([ring[0]!, ring[1]!, between[0]!, between[1]! + 1, ...ring.subarray(2)]);
    return { ...grid, polygons: [[bent]] };
  });
}
