import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import proj4 from 'proj4';
import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import { harbour, harbourCodes } from '../../fixtures/coverages/harbour.ts';
import { testDatabase } from '../testing/database.ts';
import { blob, geoPackage, multiPolygonBlob, pointBlob } from '../testing/geopackages.ts';
import { importText } from '../testing/importing.ts';
import { createEmptyRegion, createHarbour, harbourDegrees, householdGrids } from '../testing/regions.ts';
import {
  gaussKrugerPrj,
  shapefileParts,
  type TestShape,
  wgs84Prj,
  zipped,
  zippedShapefile,
} from '../testing/shapefiles.ts';
import type { ImportFileRequest } from './importFile.ts';
import type { ImportKind } from './kinds.ts';

const database = await testDatabase();
const region = await createHarbour(database);
await createEmptyRegion(database, '370216');

const inSouthEast = harbourDegrees([90, 10]);
const inNorthWest = harbourDegrees([10, 60]);

beforeEach(async () => {
  await database.query(sql`delete from household`);
});

type Options = Partial<Pick<ImportFileRequest, 'encoding' | 'layer' | 'columns' | 'crs' | 'regionCode'>>;

const load = (
  name: string,
  content: string | Uint8Array,
  options: Options = {},
  kind: ImportKind = 'households',
) => importText(database, { kind, regionCode: region.code, name, content, ...options });
const home = (reference: string, geometry: TestShape['geometry'], building = ''): TestShape => ({
  geometry,
  properties: { reference, building },
});

async function buildings(): Promise<string[]> {
  const { rows } = await database.query<{ building: string }>(sql`
    select building from household where valid_to = 'infinity' order by reference`);
  return rows.map((row) => row.building);
}

test('points of a Shapefile are located, its Chinese columns read by its .cpg', async () => {
  for (const [encoding, cpg] of [
    ['utf8', 'UTF-8'],
    ['gb18030', 'GBK'],
    ['gb18030', '936'],
    ['big5', 'ANSI 950'],
  ] as const) {
    await database.query(sql`delete from household`);
    const shapes = [home('h1', inSouthEast, '東門三號'), home('h2', inNorthWest, '西樓')];
    const result = await load('homes.zip', await zippedShapefile({ shapes, encoding, cpg, prj: wgs84Prj }));
    expect(result).toMatchObject({ rows: 2, added: 2, notes: [] });
    expect(await buildings()).toEqual(['東門三號', '西樓']);
    expect(await householdGrids(database, region.regionId)).toEqual({
      h1: harbourCodes.southEast,
      h2: harbourCodes.northWest,
    });
  }
});

test('without a .cpg the language byte says the encoding, else the bytes do, else --encoding', async () => {
  const shapes = [home('h1', inSouthEast, '东楼')];
  const file = (encoding: string, languageByte: number) =>
    zippedShapefile({ shapes, encoding, languageByte, prj: wgs84Prj });
  await load('byte.zip', await file('gb18030', 0x4d));
  expect(await buildings()).toEqual(['东楼']);
  await database.query(sql`delete from household`);
  const guessed = await load('guess.zip', await file('gb18030', 0));
  expect(guessed.notes).toEqual([expect.stringContaining('GB18030')]);
  expect(await buildings()).toEqual(['东楼']);
  await database.query(sql`delete from household`);
  await load('utf8.zip', await file('utf8', 0));
  expect(await buildings()).toEqual(['东楼']);
  await database.query(sql`delete from household`);
  const big5 = await zippedShapefile({
    shapes: [home('h1', inSouthEast, '東樓')],
    encoding: 'big5',
    prj: wgs84Prj,
  });
  await load('said.zip', big5, { encoding: 'Big5' });
  expect(await buildings()).toEqual(['東樓']);
});

test('a projected Shapefile is converted to within a unit, by its .prj', async () => {
  const projected = proj4('WGS84', gaussKrugerPrj).forward(inSouthEast) as [number, number];
  expect(projected[0]).toBeGreaterThan(40_500_000);
  await load('homes.zip', await zippedShapefile({ shapes: [home('h1', projected)], prj: gaussKrugerPrj }));
  const { rows } = await database.query<{ x: number; y: number }>(sql`
    select st_x(geom) as x, st_y(geom) as y from household`);
  expect(rows[0]!.x).toBeCloseTo(inSouthEast[0], 7);
  expect(rows[0]!.y).toBeCloseTo(inSouthEast[1], 7);
});

test('projected coordinates agree with those of PostGIS', async () => {
  const { rows } = await database.query<{ x: number; y: number }>(sql`
    select st_x(p) as x, st_y(p) as y
    from st_transform(st_setsrid(st_makepoint(${inSouthEast[0]}::float8, ${inSouthEast[1]}::float8), 4326), 32651) as p`);
  const utmPrj = wgs84Prj.replace(
    /^(.*)$/,
    'PROJCS["UTM 51N",$1,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",123.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]',
  );
  await load(
    'utm.zip',
    await zippedShapefile({ shapes: [home('h1', [rows[0]!.x, rows[0]!.y])], prj: utmPrj }),
  );
  const stored = await database.query<{ x: number; y: number }>(sql`
    select round(st_x(geom) * 1e7)::bigint::int as x, round(st_y(geom) * 1e7)::int as y from household`);
  expect(stored.rows[0]).toEqual({
    x: Math.round(inSouthEast[0] * 1e7),
    y: Math.round(inSouthEast[1] * 1e7),
  });
});

test('a .prj of another datum is refused with its text; a missing one is said to be taken on trust', async () => {
  const shapes = [home('h1', inSouthEast)];
  const xian = wgs84Prj.replace('GCS_WGS_1984', 'GCS_Xian_1980').replace('D_WGS_1984', 'D_Xian_1980');
  await expect(load('homes.zip', await zippedShapefile({ shapes, prj: xian }))).rejects.toThrow(
    'D_Xian_1980',
  );
  await expect(load('homes.zip', await zippedShapefile({ shapes, prj: 'whatever' }))).rejects.toThrow(
    'whatever',
  );
  const odd = gaussKrugerPrj.replace('Gauss_Kruger', 'Bonne_Of_My_Own');
  await expect(load('homes.zip', await zippedShapefile({ shapes, prj: odd }))).rejects.toThrow(
    'projection is not known',
  );
  const result = await load('homes.zip', await zippedShapefile({ shapes }));
  expect(result.notes).toEqual([expect.stringContaining('taken on trust')]);
});

test('the grids of a Shapefile with holes, islands and parts are those that were drawn', async () => {
  const shapes = harbour.map(({ code, kind, polygons }) => ({
    // clockwise shells, counter-clockwise holes; a hole before its shell, as nothing forbids
    geometry: polygons.flatMap((polygon) => polygon.map(closedReversed)).reverse(),
    properties: { code, kind },
  }));
  const file = await zippedShapefile({ shapes, prj: wgs84Prj });
  const result = await load('grids.zip', file, { regionCode: region.code }, 'grids');
  expect(result).toMatchObject({ rows: 6, unchanged: 6 - result.changed, added: 0 });
  const { rows } = await database.query<{ code: string }>(sql`
    select a.code from grid_version a join grid_version b on b.code = a.code and b.to_version is null
    where a.from_version = 1 and not st_equals(a.geom, b.geom)`);
  expect(rows).toEqual([]);
});

test('deleted rows of the .dbf are left out, rows without a shape are faults', async () => {
  const shapes = [home('h1', inSouthEast), { ...home('h2', inSouthEast), isDeleted: true }];
  expect(await load('homes.zip', await zippedShapefile({ shapes, prj: wgs84Prj }))).toMatchObject({
    rows: 1,
  });
  const empty = await zippedShapefile({ shapes: [home('h1', null), home('h2', inSouthEast)], prj: wgs84Prj });
  await expect(load('homes.zip', empty)).rejects.toMatchObject({ faults: [{ row: 1 }, { row: 1 }] });
});

test('archives that are no Shapefile, or not a whole one, are refused in words', async () => {
  const shapes = [home('h1', inSouthEast), home('h2', inNorthWest)];
  const { 'layer.shp': shp, 'layer.dbf': dbf, 'layer.prj': prj } = shapefileParts({ shapes, prj: wgs84Prj });
  const file = (parts: Record<string, Buffer>) => zipped(parts).then((content) => load('homes.zip', content));
  await expect(file({ 'layer.shp': shp!, 'layer.prj': prj! })).rejects.toThrow('no layer.dbf');
  await expect(file({ 'readme.txt': prj! })).rejects.toThrow('no .shp');
  await expect(file({ 'layer.shp': shp!.subarray(0, shp!.length - 9), 'layer.dbf': dbf! })).rejects.toThrow(
    'ends in the middle of shape 2',
  );
  await expect(file({ 'layer.shp': shp!, 'layer.dbf': dbf!.subarray(0, dbf!.length - 30) })).rejects.toThrow(
    'ends after 1 of 2 rows',
  );
  await expect(
    file({ 'layer.shp': shp!, 'layer.dbf': shapefileParts({ shapes: shapes.slice(1) })['layer.dbf']! }),
  ).rejects.toThrow('different numbers of rows');
  await expect(file({ 'layer.shp': dbf!, 'layer.dbf': dbf! })).rejects.toThrow(
    'does not begin as a Shapefile',
  );
  await expect(load('homes.zip', 'not a zip')).rejects.toThrow('not a zip archive');
  await expect(load('homes.shp', shp!)).rejects.toThrow('into one .zip');
});

test('counts that a shape has no bytes for are a fault of its row', async () => {
  const parts = shapefileParts({
    shapes: [
      {
        geometry: [
          [
            [1, 1],
            [1, 2],
            [2, 2],
            [1, 1],
          ],
        ],
        properties: { reference: 'b1' },
      },
    ],
    prj: wgs84Prj,
  });
  parts['layer.shp']!.writeInt32LE(0x7fffffff, 100 + 8 + 40);
  await expect(load('blocks.zip', await zipped(parts), {}, 'blocks')).rejects.toMatchObject({
    faults: [{ row: 1, field: 'geometry', reason: expect.stringContaining('2147483647 positions') }],
  });
});

test('zip bombs, names outside of the archive and encrypted entries are refused before anything is read', async () => {
  const parts = shapefileParts({ shapes: [home('h1', inSouthEast)], prj: wgs84Prj });
  const bomb = await zipped({ ...parts, 'layer.dbf': Buffer.alloc(60_000_000) });
  expect(bomb.length).toBeLessThan(100_000);
  await expect(load('bomb.zip', bomb)).rejects.toThrow('more than 300 times');

  const traversal = await zipped({ ...parts, 'xx/layer.cpg': Buffer.from('UTF-8') });
  await expect(load('t.zip', replaceAll(traversal, 'xx/layer.cpg', '../layer.cpg'))).rejects.toThrow(
    'outside of itself',
  );
  await expect(load('t.zip', replaceAll(traversal, 'xx/layer.cpg', '/etc/layercp'))).rejects.toThrow(
    'outside of itself',
  );

  const encrypted = await zipped(parts);
  for (let at = encrypted.indexOf('PK\x01\x02'); at >= 0; at = encrypted.indexOf('PK\x01\x02', at + 4)) {
    encrypted.writeUInt16LE(encrypted.readUInt16LE(at + 8) | 1, at + 8);
  }
  await expect(load('locked.zip', encrypted)).rejects.toThrow('encrypted');
});

test('an archive of several Shapefiles needs --layer', async () => {
  const parts = {
    ...shapefileParts({ name: '户籍', shapes: [home('h1', inSouthEast)], prj: wgs84Prj }),
    ...shapefileParts({ name: 'old', shapes: [home('h2', inSouthEast)], prj: wgs84Prj }),
  };
  const content = await zipped(parts);
  await expect(load('two.zip', content)).rejects.toThrow('户籍, old');
  await load('two.zip', content, { layer: '户籍' });
  expect(Object.keys(await householdGrids(database, region.regionId))).toEqual(['h1']);
  await expect(load('two.zip', content, { layer: 'new' })).rejects.toThrow('户籍, old');
});

test('points of a GeoPackage are located; of several layers one is named', async () => {
  const layer = (name: string, reference: string) => ({
    name,
    srsId: 4326,
    rows: [{ reference, geometry: pointBlob(inSouthEast) }],
  });
  expect(await load('homes.gpkg', geoPackage([layer('homes', 'h1')]))).toMatchObject({ added: 1, notes: [] });
  const two = geoPackage([layer('homes', 'h1'), layer('旧', 'h2')]);
  await expect(load('homes.gpkg', two)).rejects.toThrow('homes, 旧');
  await load('homes.gpkg', two, { layer: '旧' });
  expect(Object.keys(await householdGrids(database, region.regionId))).toEqual(['h1', 'h2']);
});

test('a projected GeoPackage is converted; one of an undefined system is taken on trust; others are refused', async () => {
  const projected = proj4('WGS84', gaussKrugerPrj).forward(inSouthEast) as [number, number];
  const rows = (position: readonly [number, number]) => [{ reference: 'h1', geometry: pointBlob(position) }];
  const file = (srsId: number, position: readonly [number, number], definition: string) =>
    geoPackage([{ name: 'homes', srsId, rows: rows(position) }], { 4528: definition });
  await load('homes.gpkg', file(4528, projected, gaussKrugerPrj));
  expect(await householdGrids(database, region.regionId)).toEqual({ h1: harbourCodes.southEast });
  const trusted = await load('homes.gpkg', file(0, inSouthEast, ''));
  expect(trusted).toMatchObject({ unchanged: 1, notes: [expect.stringContaining('taken on trust')] });
  await expect(load('homes.gpkg', file(4528, projected, 'unknown'))).rejects.toThrow('unknown');
});

test('polygons with heights in big-endian are read; the height is left', async () => {
  const square: [number, number][] = [
    [0, 0],
    [20, 1],
    [21, 20],
    [1, 19],
    [0, 0],
  ].map(([x, y]) => harbourDegrees([x!, y!]));
  const file = geoPackage([
    { name: 'b', srsId: 4326, rows: [{ reference: 'b1', geometry: multiPolygonBlob([square]) }] },
  ]);
  await load('blocks.gpkg', file, {}, 'blocks');
  const { rows } = await database.query<{ text: string }>(sql`
    select st_astext(st_snaptogrid(geom, 1e-7)) as text from block where reference = 'b1'`);
  expect(rows[0]!.text).toMatch(/^MULTIPOLYGON\(\(\([\d.]+ [\d.]+,/);
});

test('absurd and broken geometries of a GeoPackage are faults of their rows', async () => {
  const header = Buffer.from([1, 6, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f]);
  const curve = Buffer.from([1, 10, 0, 0, 0, 0, 0, 0, 0]);
  const blobs = [blob(header), blob(curve), Buffer.from('nonsense'), blob(Buffer.from([1, 1, 0])), null];
  const rows = blobs.map((geometry, index) => ({ reference: `b${index}`, geometry }));
  const error = await load('b.gpkg', geoPackage([{ name: 'b', srsId: 4326, rows }]), {}, 'blocks').catch(
    (reason) => reason,
  );
  expect(error.faults.map(({ row, field }: { row: number; field: string }) => `${row} ${field}`)).toEqual(
    blobs.map((_, index) => `${index + 1} geometry`),
  );
});

test('views, computed columns and what is no database at all are refused', async () => {
  const layer = { name: 'homes', srsId: 4326, rows: [{ reference: 'h1', geometry: pointBlob(inSouthEast) }] };
  const endless =
    'with recursive n (i) as (select 1 union all select i + 1 from n) select i as reference, null as geom from n';
  const view = geoPackage([layer], {}, [
    'alter table homes rename to other',
    `create view homes as ${endless}`,
  ]);
  await expect(load('view.gpkg', view)).rejects.toThrow('plain table');
  const computed = geoPackage([layer], {}, ['alter table homes add column x as (fid + 1)']);
  await expect(load('computed.gpkg', computed)).rejects.toThrow('computed');
  await expect(load('x.gpkg', 'not a database')).rejects.toThrow('not a GeoPackage');
});

test('a CSV in GB18030 is read by its bytes, also when a character lies on two chunks', async () => {
  const [lon, lat] = inSouthEast;
  // 65,536 bytes are a chunk: the padding puts the second byte of a character into the next one, for each parity
  for (const padding of ['', 'x']) {
    await database.query(sql`delete from household`);
    const lines = Array.from(
      { length: 3000 },
      (_, row) => `h${row},${lon + (row % 50) / 1e6},${lat + (row % 70) / 1e6},${padding}东楼𠀀第${row}栋`,
    );
    const content = iconv.encode(`reference,lon,lat,building\n${lines.join('\n')}\n`, 'gb18030');
    expect(content.length).toBeGreaterThan(70_000);
    const result = await load('homes.csv', content);
    expect(result.notes).toEqual([expect.stringContaining('GB18030')]);
    const { rows } = await database.query<{ building: string }>(sql`select building from household`);
    expect(new Set(rows.map((row) => row.building))).toEqual(
      new Set(Array.from({ length: 3000 }, (_, row) => `${padding}东楼𠀀第${row}栋`)),
    );
  }
});

test('Chinese headers in GB18030 are mapped, and --encoding is believed over the bytes', async () => {
  const [lon, lat] = inSouthEast;
  const text = `户号,经度,纬度,building\nh1,${lon},${lat},联通\n`;
  const columns = new Map([
    ['reference', '户号'],
    ['lon', '经度'],
    ['lat', '纬度'],
  ]);
  await load('homes.csv', iconv.encode(text, 'gb18030'), { columns });
  expect(await buildings()).toEqual(['联通']);
  await database.query(sql`delete from household`);
  const big5 = iconv.encode(
    text.replaceAll('联通', '東樓').replaceAll('户号', 'a').replace('经度', 'b').replace('纬度', 'c'),
    'big5',
  );
  await load('homes.csv', big5, {
    encoding: 'big5',
    columns: new Map([
      ['reference', 'a'],
      ['lon', 'b'],
      ['lat', 'c'],
    ]),
  });
  expect(await buildings()).toEqual(['東樓']);
  await expect(load('homes.csv', text, { encoding: 'klingon' })).rejects.toThrow('klingon');
});

function closedReversed(ring: Int32Array): [number, number][] {
  const positions: [number, number][] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([ring[i]! / 1e7, ring[i + 1]! / 1e7]);
  return [...positions, positions[0]!].reverse();
}

function replaceAll(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at);
  return copy;
}
