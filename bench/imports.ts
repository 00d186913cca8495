// First loads into PostGIS beside a bare COPY of the same rows into the same table, and the memory that imports take.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { toDegrees } from '../core/coordinates.ts';
import { buildCoverage, type Coverage } from '../core/coverage.ts';
import { randomPoints } from '../fixtures/points.ts';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import { connectPostgis, type Database } from '../server/database.ts';
import { importFile } from '../server/imports/importFile.ts';
import { migrate } from '../server/migrations.ts';
import { databaseUrl, onServer } from '../server/testing/databaseServer.ts';
import { createEmptyRegion, publishGrids } from '../server/testing/regions.ts';
import type { Measurement } from './measurement.ts';

const FIRST_LOAD = 400_000;
const LARGE_FILE = 1_000_000;
const REGION = '370215';

/** In a database of its own on TEST_DATABASE_URL, dropped afterwards. */
export async function measureImports(): Promise<Measurement[]> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  const firstLoad: Measurement = {
    name: `imports: first load of ${FIRST_LOAD.toLocaleString('en')} households`,
    value: Number.NaN,
    unit: 's',
    peer: 'bare COPY into the same indexed table',
    target: 'at most 4 × the peer',
  };
  if (serverUrl === undefined) return [{ ...firstLoad, notMeasured: 'TEST_DATABASE_URL is not set' }];
  const name = `gridwright_bench_${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'gridwright-bench-'));
  await onServer(serverUrl, `create database ${name}`);
  const database = await connectPostgis(databaseUrl(serverUrl, name));
  try {
    await migrate(database);
    const coverage = await publishCity(database);
    const small = join(folder, 'homes.csv');
    await writeHouseholds(small, coverage, FIRST_LOAD);
    const load = await timedImport(database, small, 'register');
    const peerS = await copyS(databaseUrl(serverUrl, name), join(folder, 'homes.copy'));
    const large = join(folder, 'million.csv');
    await writeHouseholds(large, coverage, LARGE_FILE);
    const million = await timedImport(database, large, 'second register');
    const features = join(folder, 'million.geojson');
    await writeFeatures(features, coverage, LARGE_FILE);
    const geoJson = await timedImport(database, features, 'third register');
    const memory = { unit: 'MB', target: '≤ 400' };
    return [
      { ...firstLoad, value: load.seconds, peerValue: peerS, ratio: peerS / load.seconds },
      { name: 'imports: the region’s writers waited meanwhile', value: load.moveS, unit: 's' },
      { name: 'imports: memory growth of it', value: load.growthMb, ...memory },
      { name: 'imports: 1,000,000 households, CSV', value: million.seconds, unit: 's' },
      { name: 'imports: memory growth of it', value: million.growthMb, ...memory },
      { name: 'imports: 1,000,000 households, GeoJSON', value: geoJson.seconds, unit: 's' },
      { name: 'imports: memory growth of it', value: geoJson.growthMb, ...memory },
    ];
  } finally {
    await database.close();
    await onServer(serverUrl, `drop database ${name} with (force)`);
    await rm(folder, { recursive: true });
  }
}

async function publishCity(database: Database): Promise<Coverage> {
  const region = await createEmptyRegion(database, REGION);
  const grids = wigglyCoverage({ grids: 2000, verticesPerGrid: 60, seed: 1 });
  const named = grids.map((grid) => ({ ...grid, kind: 'base' as const, name: grid.code, nameEn: grid.code }));
  await publishGrids(database, region.regionId, named);
  return buildCoverage(grids).coverage;
}

async function writeHouseholds(path: string, coverage: Coverage, count: number): Promise<void> {
  function* lines(): Generator<string> {
    yield 'reference,lon,lat,people,key_persons,building,address\n';
    for (const { row, lon, lat } of places(coverage, count)) {
      const building = Math.floor(row / 20);
      yield `h${row},${lon},${lat},${1 + (row % 5)},${row % 2},b${building},${building} 号楼 ${row % 20}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

async function writeFeatures(path: string, coverage: Coverage, count: number): Promise<void> {
  function* lines(): Generator<string> {
    yield '{"type":"FeatureCollection","features":[';
    for (const { row, lon, lat } of places(coverage, count)) {
      const properties = { reference: `h${row}`, people: 1 + (row % 5), address: `${row} 号` };
      const geometry = { type: 'Point', coordinates: [lon, lat] };
      yield `${row === 0 ? '' : ',\n'}${JSON.stringify({ type: 'Feature', properties, geometry })}`;
    }
    yield ']}';
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

/** In rising order of nothing: as unsorted as a register is by place. */
function* places(coverage: Coverage, count: number): Generator<{ row: number; lon: number; lat: number }> {
  const { xs, ys } = randomPoints(coverage, count, 1);
  for (let row = 0; row < count; row++) yield { row, lon: toDegrees(xs[row]!), lat: toDegrees(ys[row]!) };
}

async function timedImport(
  database: Database,
  path: string,
  source: string,
): Promise<{ seconds: number; moveS: number; growthMb: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const result = await importFile(database, {
    path,
    kind: 'households',
    regionCode: REGION,
    source,
    acceptOutside: true,
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  return { seconds, moveS: result.moveMs / 1000, growthMb: (most - before) / 1e6 };
}

/** Seconds of a COPY of the household table into a clone with the same indexes, checks and foreign keys. */
async function copyS(url: string, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = await client.query<{ list: string }>(`
      select string_agg(attname, ', ' order by attnum) as list from pg_attribute
      where attrelid = 'household'::regclass and attnum > 0 and attgenerated = '' and not attisdropped`);
    const list = columns.rows[0]!.list;
    await pipeline(client.query(copyTo(`copy household (${list}) to stdout`)), createWriteStream(path));
    await client.query('create table household_copy (like household including all)');
    const keys = await client.query<{ definition: string }>(`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = 'household'::regclass and contype = 'f'`);
    for (const { definition } of keys.rows)
      await client.query(`alter table household_copy add ${definition}`);
    const started = performance.now();
    await pipeline(
      createReadStream(path),
      client.query(copyFrom(`copy household_copy (${list}) from stdin`)),
    );
    const seconds = (performance.now() - started) / 1000;
    await client.query('drop table household_copy');
    return seconds;
  } finally {
    await client.end();
  }
}
