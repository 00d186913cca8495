import pg from 'pg';
import { toDegrees } from '../core/coordinates.ts';
import type { CoverageGrid } from '../core/coverage.ts';
import type { Points } from '../fixtures/points.ts';
import { geoJsonOf } from './geoJson.ts';

/**
 * Seconds for one join of all points with the subdivided grids, on one core, or why that cannot be measured. The index is
 * on the points: PostGIS then prepares each piece once, which makes it eight times faster than looking up each point.
 */
export async function postgisJoinS(
  grids: readonly CoverageGrid[],
  points: Points,
): Promise<number | { notMeasured: string }> {
  const connectionString = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  if (!connectionString) return { notMeasured: 'neither TEST_DATABASE_URL nor DATABASE_URL is set' };
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('create extension if not exists postgis');
    await client.query('set max_parallel_workers_per_gather = 0');
    await loadPieces(client, grids);
    await loadPoints(client, points);
    const join = 'select count(*) from point join piece on ST_Covers(piece.geom, point.geom)';
    await client.query(join);
    const started = performance.now();
    await client.query(join);
    return (performance.now() - started) / 1000;
  } finally {
    await client.end();
  }
}

async function loadPieces(client: pg.Client, grids: readonly CoverageGrid[]): Promise<void> {
  await client.query('create temp table piece (code text, geom geometry)');
  const shapes = grids.map((grid) => JSON.stringify(geoJsonOf(grid)));
  await client.query(
    `insert into piece
     select code, ST_Subdivide(ST_GeomFromGeoJSON(shape), 64) from unnest($1::text[], $2::text[]) as grid (code, shape)`,
    [grids.map(({ code }) => code), shapes],
  );
  await client.query('analyze piece');
}

async function loadPoints(client: pg.Client, { xs, ys }: Points): Promise<void> {
  await client.query('create temp table point (geom geometry)');
  const batch = 100_000;
  for (let start = 0; start < xs.length; start += batch) {
    await client.query(
      `insert into point
       select ST_SetSRID(ST_MakePoint(lon, lat), 4326) from unnest($1::float8[], $2::float8[]) as degrees (lon, lat)`,
      [
        Array.from(xs.subarray(start, start + batch), toDegrees),
        Array.from(ys.subarray(start, start + batch), toDegrees),
      ],
    );
  }
  await client.query('create index on point using gist (geom)');
  await client.query('analyze point');
}
