// Exports as other programs read them: each against what the feature API says.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Feature, Geometry, Point, Position } from 'geojson';
import iconv from 'iconv-lite';
import sqlite from 'node-sqlite3-wasm';
import shapefile from 'shapefile';
import sql from 'sql-template-tag';
import { afterAll, expect, test } from 'vitest';
import { toGcj02 } from '../../core/coordinates.ts';
import { collectionIds, collectionNamed } from '../features/collections/index.ts';
import { testApp } from '../testing/app.ts';
import { unzip } from '../testing/archives.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { exportFormats } from './formats/index.ts';

const database = await testDatabase();
const { regionId } = await createSampleRegion(database);
const hostile = [
  '=1+1',
  '+86',
  '-2',
  '@SUM(A1)',
  'a "quoted", text',
  'two\nlines',
  ' 空格 ',
  '㐀𠮷龦',
  '字'.repeat(200),
];
await addHostileTexts();
const app = await testApp(database);
const folder = mkdtempSync(join(tmpdir(), 'gridwright-exports-'));
process.env.TMPDIR = folder;
afterAll(() => rmSync(folder, { recursive: true }));

async function addHostileTexts(): Promise<void> {
  await database.query(sql`
    update household h set building = t.text
    from unnest(${hostile}::text[]) with ordinality as t (text, n)
    where h.region_id = ${regionId} and h.reference = 'h' || t.n`);
  await database.query(sql`
    insert into worker (region_id, number, source, reference)
    select ${regionId}::int, n, 'sample', 'w' || n from generate_series(1, 3) as n`);
  await database.query(sql`
    insert into grid_worker (region_id, grid_id, worker_id, valid_from)
    select region_id, grid_id, (select min(worker_id) from worker), now()
    from grid where region_id = ${regionId} order by grid_id limit 2`);
}

async function exported(path: string): Promise<Buffer> {
  const response = await app.inject(`/api/regions/${sample.code}/exports/${path}`);
  expect(response.statusCode, response.payload.slice(0, 300)).toBe(200);
  return response.rawPayload;
}

/** What the feature API says, in order of id. */
async function items(collection: string, query = ''): Promise<Feature[]> {
  const response = await app.inject(`/ogc/collections/${collection}/items?limit=10000${query}`);
  return response.json().features;
}

const collectionText = async (path: string): Promise<Feature[]> =>
  JSON.parse((await exported(path)).toString('utf8')).features;

test('every collection as GeoJSON, whole and in lines, has the features of the feature API', async () => {
  for (const id of collectionIds) {
    const features = await items(id);
    expect(features.length, id).toBeGreaterThan(0);
    expect(await collectionText(`${id}.geojson`), id).toEqual(features);
    const lines = (await exported(`${id}.ndjson`)).toString('utf8').trimEnd().split('\n');
    expect(
      lines.map((line) => JSON.parse(line)),
      id,
    ).toEqual(features);
  }
});

test('an answer says what it is and what it is called', async () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const { id, mediaType } of exportFormats) {
    const response = await app.inject(`/api/regions/${sample.code}/exports/roads.${id}`);
    expect(response.headers['content-type']).toContain(mediaType);
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="roads-${sample.code}-${today}.${id}"`,
    );
  }
});

test('bbox and datetime choose the same features as in the feature API', async () => {
  const [lon, lat] = sample.centre;
  const box = `&bbox=${lon},${lat},${lon + 0.01},${lat + 0.005}`;
  const span = '&datetime=2026-03-02T00:00:00Z/2026-03-04T00:00:00Z';
  for (const [id, query] of [
    ['grids', box],
    ['water', box],
    ['households', box],
    ['incidents', span],
    ['incidents', span + box],
    ['grids', '&datetime=2026-03-01T00:00:00Z'],
    ['workers', box],
  ] as const) {
    const features = await items(id, query);
    expect(features.length, id + query).toBeGreaterThan(0);
    expect(await collectionText(`${id}.geojson?${query.slice(1)}`), id + query).toEqual(features);
  }
});

test('crs=gcj02 moves every position as core does', async () => {
  const shifted = await collectionText('households.geojson?crs=gcj02');
  const places = (await items('households')).map(({ geometry }) => {
    const [lon, lat] = (geometry as Point).coordinates as [number, number];
    return toGcj02(lon, lat).map((degrees) => Math.round(degrees * 1e7) / 1e7);
  });
  expect(shifted.map(({ geometry }) => (geometry as Point).coordinates)).toEqual(places);
  const grids = await collectionText('grids.geojson?crs=gcj02');
  expect(grids).not.toEqual(await items('grids'));
});

/** Header and rows, as text. */
function readCsv(bytes: Buffer, encoding: string): Record<string, string>[] {
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return parse(text, { bom: encoding === 'utf-8', columns: true });
}

test('CSV has the same texts and numbers in both encodings, and a formula is a text', async () => {
  const features = await items('households');
  const bytes = await exported('households.csv');
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = readCsv(bytes, 'utf-8');
  expect(readCsv(await exported('households.csv?encoding=gb18030'), 'gb18030')).toEqual(rows);
  const expected = features.map(({ id, geometry, properties }) => {
    const [lon, lat] = (geometry as Point).coordinates;
    const cells = Object.entries(properties!).map(([name, value]) => {
      const text = value === null ? '' : String(value);
      return [name, name === 'building' && /^[=+\-@]/.test(text) ? `'${text}` : text];
    });
    return { id, ...Object.fromEntries(cells), lon: String(lon), lat: String(lat) };
  });
  expect(rows).toEqual(expected);
  const buildings = rows.map((row) => row.building);
  expect(buildings.slice(0, 9)).toEqual(["'=1+1", "'+86", "'-2", "'@SUM(A1)", ...hostile.slice(4)]);
});

test('CSV writes other shapes as WKT, which PostGIS reads as the same geometry, and lists as one text', async () => {
  for (const id of ['grids', 'water', 'roads']) {
    const rows = readCsv(await exported(`${id}.csv`), 'utf-8');
    const { rows: shapes } = await database.query<{ shape: string }>(sql`
      select st_asgeojson(st_geomfromtext(wkt, 4326), 7) as shape
      from unnest(${rows.map((row) => row.wkt)}::text[]) with ordinality as t (wkt, n) order by n`);
    const features = await items(id);
    expect(shapes.map(({ shape }) => JSON.parse(shape))).toEqual(features.map(({ geometry }) => geometry));
  }
  const workers = readCsv(await exported('workers.csv'), 'utf-8');
  expect(Object.keys(workers[0]!)).toEqual(['id', 'number', 'region', 'grids']);
  expect(workers[0]!.grids).toMatch(/^\d{15} \d{15}$/);
});

/** Rings in one direction and from one vertex: a shapefile turns them. */
function comparable(geometry: Geometry | null): string[] {
  if (geometry === null) return [];
  if (geometry.type === 'Point') return [JSON.stringify(geometry.coordinates)];
  if (geometry.type === 'LineString') return [JSON.stringify(geometry.coordinates)];
  if (geometry.type === 'MultiLineString')
    return geometry.coordinates.map((line) => JSON.stringify(line)).sort();
  const polygons =
    geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : [];
  return polygons.map((rings) => rings.map(ringText).join(' / ')).sort();
}

function ringText(ring: Position[]): string {
  const open = ring.slice(0, -1).map(String);
  const lowest = open.indexOf([...open].sort()[0]!);
  const turned = [...open.slice(lowest), ...open.slice(0, lowest)];
  const [first, ...rest] = turned;
  return rest[0]! < rest.at(-1)! ? turned.join(' ') : [first, ...rest.reverse()].join(' ');
}

async function readShapefile(files: Map<string, Buffer>, name: string): Promise<Feature[]> {
  const encoding = files.get(`${name}.cpg`)!.toString().toLowerCase();
  const { features } = await shapefile.read(files.get(`${name}.shp`)!, files.get(`${name}.dbf`)!, {
    encoding,
  });
  return features as Feature[];
}

test('a Shapefile has the same geometries, shells and holes, and the same attributes in both encodings', async () => {
  for (const [id, encoding] of [
    ['grids', 'utf-8'],
    ['households', 'utf-8'],
    ['households', 'gb18030'],
    ['roads', 'gb18030'],
    ['incidents', 'utf-8'],
  ] as const) {
    const files = await unzip(await exported(`${id}.zip?encoding=${encoding}`));
    expect([...files.keys()].sort()).toEqual(
      ['README.txt', ...['cpg', 'dbf', 'prj', 'shp', 'shx'].map((extension) => `${id}.${extension}`)].sort(),
    );
    const read = await readShapefile(files, id);
    const features = await items(id);
    expect(read.map(({ geometry }) => comparable(geometry))).toEqual(
      features.map(({ geometry }) => comparable(geometry)),
    );
    const expected = features.map(({ id: featureId, properties }) =>
      // a text has no spaces at its end, and 254 bytes at most
      Object.entries({ id: featureId, ...properties }).map(([name, value]) => [
        name.slice(0, 10),
        typeof value === 'string' ? cut(value, encoding) : value === null ? '' : value,
      ]),
    );
    const actual = read.map(({ properties }) =>
      Object.entries(properties!).map(([name, value]) => [name, value === null ? '' : value]),
    );
    expect(actual.map((fields) => Object.fromEntries(fields))).toEqual(
      expected.map((fields) => Object.fromEntries(fields)),
    );
  }
});

function cut(text: string, encoding: string): string {
  const longest = encoding === 'utf-8' ? 84 : 127;
  return (text === hostile.at(-1) ? text.slice(0, longest) : text).trim();
}

test('a Shapefile of areas and lines is two, one of workers a table, and each explains its fields', async () => {
  const water = await unzip(await exported('water.zip'));
  const lakes = await readShapefile(water, 'water-polygons');
  const streams = await readShapefile(water, 'water-lines');
  const features = await items('water');
  expect([...lakes, ...streams].map(({ geometry }) => comparable(geometry)).sort()).toEqual(
    features.map(({ geometry }) => comparable(geometry)).sort(),
  );
  expect(lakes[0]!.geometry).toMatchObject({ type: 'Polygon', coordinates: [{}, {}] });

  const workers = await unzip(await exported('workers.zip'));
  expect([...workers.keys()].sort()).toEqual(['README.txt', 'workers.cpg', 'workers.dbf']);

  const grids = (await unzip(await exported('grids.zip'))).get('README.txt')!.toString();
  expect(grids).toContain(`Grids of region ${sample.code}`);
  expect(grids).toMatch(/communityN +communityName +The community's local name/);
  const households = (await unzip(await exported('households.zip'))).get('README.txt')!.toString();
  expect(households).toContain('Texts longer than 254 bytes are cut off, as the format wants it: 1 here');
});

test('a GeoPackage has the same features; PostGIS reads its geometries as the same', async () => {
  for (const id of collectionIds) {
    const path = join(folder, `${id}.gpkg`);
    writeFileSync(path, await exported(`${id}.gpkg`));
    const file = new sqlite.Database(path, { readOnly: true });
    try {
      expect(file.get('pragma application_id')).toEqual({ application_id: 0x47504b47 });
      expect(file.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(file.all('pragma foreign_key_check')).toEqual([]);
      const rows = file.all(`select * from "${id}" order by fid`) as Record<string, unknown>[];
      const features = await items(id);
      const geometries = await readBlobs(rows.map((row) => row.geom as Uint8Array | undefined));
      expect(geometries, id).toEqual(features.map(({ geometry }) => geometry));
      expect(
        rows.map(({ fid, geom: _, ...properties }) => ({ id: String(fid), properties })),
        id,
      ).toEqual(
        features.map((feature) => ({
          id: feature.id,
          properties: Object.fromEntries(
            Object.entries(feature.properties!).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.join(' ') : value,
            ]),
          ),
        })),
      );
      const contents = file.get('select table_name, data_type, srs_id from gpkg_contents');
      const hasPlaces = collectionNamed(id).geometryTypes.length > 0;
      expect(contents).toEqual({
        table_name: id,
        data_type: hasPlaces ? 'features' : 'attributes',
        srs_id: hasPlaces ? 4326 : null,
      });
    } finally {
      file.close();
    }
  }
});

/** Checks the header by hand, and lets PostGIS read the rest. */
async function readBlobs(blobs: (Uint8Array | null | undefined)[]): Promise<(Geometry | null)[]> {
  const hex = blobs.map((blob) => {
    if (!blob) return null;
    const bytes = Buffer.from(blob);
    expect([bytes.toString('latin1', 0, 2), bytes[2], bytes.readInt32LE(4)]).toEqual(['GP', 0, 4326]);
    const envelopeDoubles = { 1: 0, 3: 4 }[bytes[3]!]!;
    return bytes.subarray(8 + envelopeDoubles * 8).toString('hex');
  });
  const { rows } = await database.query<{ shape: string | null }>(sql`
    select st_asgeojson(st_geomfromwkb(decode(wkb, 'hex'), 4326), 7) as shape
    from unnest(${hex}::text[]) with ordinality as t (wkb, n) order by n`);
  return rows.map(({ shape }) => (shape === null ? null : JSON.parse(shape)));
}

test('what cannot be exported is refused with the way out', async () => {
  for (const [path, status, detail] of [
    ['370299/exports/grids.csv', 404, 'There is no region 370299'],
    [`${sample.code}/exports/streets.csv`, 404, 'there are regions, areas, grids'],
    [`${sample.code}/exports/grids.xls`, 404, 'there are geojson, ndjson, csv, zip, gpkg'],
    [`${sample.code}/exports/grids.gpkg?encoding=gb18030`, 400, 'gpkg is always UTF-8'],
    [`${sample.code}/exports/grids.csv?encoding=utf-16`, 400, 'must be one of "utf-8", "gb18030"'],
    [`${sample.code}/exports/grids.csv?bbox=1,2,3`, 400, 'bbox=1,2,3'],
    [`${sample.code}/exports/grids.csv?datetime=yesterday`, 400, 'datetime=yesterday'],
    [`${sample.code}/exports/grids.csv?crs=bd09`, 400, 'crs=bd09'],
    [`${sample.code}/exports/grids.csv?limit=5`, 400, 'limit'],
  ] as const) {
    const response = await app.inject(`/api/regions/${path}`);
    expect({ path, status: response.statusCode }).toEqual({ path, status });
    expect(response.json().detail).toContain(detail);
  }
});

test('no temporary file outlives its export', async () => {
  const temporary = () => readdirSync(folder).filter((name) => name.startsWith('gridwright-export-'));
  await expect.poll(temporary).toEqual([]);
});
