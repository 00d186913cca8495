// The locator against which-polygon and PostGIS, on the same 2,000 grids and the same million points.
import pg from 'pg';
import whichPolygon from 'which-polygon';
import { type Fixed, toDegrees } from '../core/coordinates.ts';
import { buildCoverage, type Coverage, type CoverageGrid } from '../core/coverage.ts';
import { buildLocator, type Locator } from '../core/locator.ts';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import type { Measurement } from './main.ts';

const POINTS = 1_000_000;

export async function measureLocator(): Promise<Measurement[]> {
  const grids = wigglyCoverage({ grids: 2000, verticesPerGrid: 370, seed: 1 });
  const heapBefore = process.memoryUsage().heapUsed;
  const building = performance.now();
  const { coverage, defects } = buildCoverage(grids);
  const locator = buildLocator(coverage, { codes: [], edges: [] });
  const buildS = (performance.now() - building) / 1000;
  if (defects.length > 0) throw new Error('the bench coverage is not exact');
  const heapMb = Math.max(0, process.memoryUsage().heapUsed - heapBefore) / 1e6;
  const { xs, ys } = pointsOf(coverage);
  const lookupS = best(5, () => lookup(locator, xs, ys));
  const polygonS = whichPolygonS(grids, xs, ys);
  const postgisS = await postgis(grids, xs, ys);
  return [
    ...(postgisS === undefined ? [] : [compared('ST_Covers on ST_Subdivide', postgisS, lookupS)]),
    compared('which-polygon', polygonS, lookupS),
    { name: 'locator: topology and index from polygons', value: buildS, unit: 's' },
    { name: 'locator: typed arrays', value: locator.bytes / 1e6, unit: 'MB' },
    { name: 'locator: heap growth with topology', value: heapMb, unit: 'MB' },
  ];
}

function compared(peer: string, peerS: number, lookupS: number): Measurement {
  return {
    name: 'locator: 1,000,000 points, edges included',
    value: lookupS,
    unit: 's',
    peer,
    peerValue: peerS,
    ratio: peerS / lookupS,
  };
}

/** Nine in ten anywhere in the box, one in ten on a vertex. */
function pointsOf({ edges }: Coverage): { xs: Int32Array; ys: Int32Array } {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const vertices = edges.flatMap(({ points }) => Array.from(points));
  const east = vertices.filter((_, i) => i % 2 === 0).sort((a, b) => a - b);
  const north = vertices.filter((_, i) => i % 2 === 1).sort((a, b) => a - b);
  const xs = new Int32Array(POINTS);
  const ys = new Int32Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    const vertex = 2 * Math.floor((random() * vertices.length) / 2);
    const isOnEdge = i % 10 === 0;
    xs[i] = isOnEdge ? vertices[vertex]! : east[0]! + Math.floor(random() * (east.at(-1)! - east[0]!));
    ys[i] = isOnEdge ? vertices[vertex + 1]! : north[0]! + Math.floor(random() * (north.at(-1)! - north[0]!));
  }
  return { xs, ys };
}

function lookup(locator: Locator, xs: Int32Array, ys: Int32Array): void {
  locator.locateMany(xs, ys, new Int32Array(POINTS), new Int32Array(POINTS));
}

function whichPolygonS(grids: readonly CoverageGrid[], xs: Int32Array, ys: Int32Array): number {
  const features = grids.map(({ code, polygons }) => ({
    type: 'Feature' as const,
    properties: { code },
    geometry: { type: 'MultiPolygon' as const, coordinates: polygons.map((rings) => rings.map(degreesOf)) },
  }));
  const query = whichPolygon({ type: 'FeatureCollection', features });
  return best(1, () => {
    for (let i = 0; i < POINTS; i++) query([toDegrees(xs[i]!), toDegrees(ys[i]!)]);
  });
}

function degreesOf(ring: Int32Array): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i <= ring.length; i += 2) {
    const at = i % ring.length;
    points.push([toDegrees(ring[at] as Fixed), toDegrees(ring[at + 1] as Fixed)]);
  }
  return points;
}

/** Undefined without TEST_DATABASE_URL. */
async function postgis(
  grids: readonly CoverageGrid[],
  xs: Int32Array,
  ys: Int32Array,
): Promise<number | undefined> {
  const connectionString = process.env.TEST_DATABASE_URL;
  if (!connectionString) {
    console.error('PostGIS was not measured: TEST_DATABASE_URL is not set');
    return undefined;
  }
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('create extension if not exists postgis');
    await client.query('set max_parallel_workers_per_gather = 0; set jit = off');
    await client.query('create temp table piece (code text, geom geometry)');
    for (const { code, polygons } of grids) {
      const coordinates = polygons.map((rings) => rings.map(degreesOf));
      const shape = JSON.stringify({ type: 'MultiPolygon', coordinates });
      await client.query('insert into piece select $1, st_subdivide(st_geomfromgeojson($2), 64)', [
        code,
        shape,
      ]);
    }
    await client.query('create index on piece using gist (geom); analyze piece');
    await client.query(
      'create temp table point as select st_setsrid(st_makepoint(x / 1e7, y / 1e7), 4326) as geom from unnest($1::int[], $2::int[]) as p (x, y)',
      [Array.from(xs), Array.from(ys)],
    );
    await client.query('analyze point');
    const started = performance.now();
    await client.query(
      'select count(code) from (select (select min(code) from piece where st_covers(piece.geom, point.geom)) as code from point) found',
    );
    return (performance.now() - started) / 1000;
  } finally {
    await client.end();
  }
}

function best(times: number, run: () => void): number {
  let shortest = Infinity;
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    run();
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest / 1000;
}
