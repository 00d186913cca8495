// Lookups over HTTP: GET /api/locate beside a constant reply behind the same hooks, and 100,000 points in one request.

import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import autocannon from 'autocannon';
import sql, { empty } from 'sql-template-tag';
import { buildApp } from '../server/app.ts';
import { connectPostgis, type Database } from '../server/database.ts';
import { Snapshots } from '../server/snapshot/snapshots.ts';
import type { Measurement } from './measurement.ts';

const CONNECTIONS = 32;
const SECONDS = 5;
const ROUNDS = 3;
const BATCH_POINTS = 100_000;

/** On the demo in size district. */
export async function measureLocate(): Promise<Measurement[]> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const notMeasured = 'DATABASE_URL is not set: a PostGIS database with the demo in size district';
    return [{ name: 'locate', value: Number.NaN, unit: '', notMeasured }];
  }
  return withServer(databaseUrl, async (server) => {
    const places = await householdPlaces(server.database, BATCH_POINTS);
    return [await singleLookups(server, places), await batch(server, places)];
  });
}

export interface BenchServer {
  database: Database;
  snapshots: Snapshots;
  origin: string;
  /** What `/bench/constant` answers, behind the same hooks as every route. */
  constant: { text: string };
}

/** The whole application in this process, listening, with one more route. */
export async function withServer<T>(
  databaseUrl: string,
  use: (server: BenchServer) => Promise<T>,
): Promise<T> {
  const database = await connectPostgis(databaseUrl);
  const snapshots = new Snapshots(database);
  const constant = { text: '' };
  const app = await buildApp({
    database,
    snapshots,
    config: { logLevel: 'warn', dataDirectory: tmpdir() },
    moreRoutes: (more) =>
      more.get('/bench/constant', { schema: { hide: true } }, async (_, reply) =>
        reply.type('application/json; charset=utf-8').send(constant.text),
      ),
  });
  try {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    return await use({ database, snapshots, origin: `http://127.0.0.1:${port}`, constant });
  } finally {
    await app.close();
    await snapshots.close();
    await database.close();
  }
}

export interface Place {
  lon: number;
  lat: number;
}

/** Positions of households, evenly over the region (or over all of them). */
export async function householdPlaces(
  database: Database,
  count: number,
  regionCode?: string,
): Promise<Place[]> {
  const { rows } = await database.query<Place>(sql`
    select st_x(h.geom) as lon, st_y(h.geom) as lat
    from household h
    join region r on r.region_id = h.region_id
    where h.valid_to = 'infinity' ${regionCode === undefined ? empty : sql`and r.code = ${regionCode}`}
    order by md5(h.household_id::text)
    limit ${count}`);
  return rows;
}

async function singleLookups(server: BenchServer, places: readonly Place[]): Promise<Measurement> {
  const { perSecond, constantPerSecond } = await lookupsPerSecond(server, places);
  return {
    name: `locate: GET /api/locate, ${CONNECTIONS} connections`,
    value: perSecond,
    unit: '1/s',
    peer: 'constant reply of the same size behind the same hooks',
    peerValue: constantPerSecond,
    ratio: perSecond / constantPerSecond,
    target: '≥ 0.6 ×',
  };
}

/** The best of several rounds, the peer measured between them. */
export async function lookupsPerSecond(
  { origin, constant }: BenchServer,
  places: readonly Place[],
): Promise<{ perSecond: number; constantPerSecond: number }> {
  const paths = places.slice(0, 1_000).map(({ lon, lat }) => `/api/locate?lon=${lon}&lat=${lat}`);
  const answer = await fetch(origin + paths[0]!);
  if (!answer.ok) throw new Error(`GET ${paths[0]} is answered with ${answer.status}`);
  constant.text = await answer.text();
  let perSecond = 0;
  let constantPerSecond = 0;
  for (let round = 0; round < ROUNDS; round++) {
    perSecond = Math.max(perSecond, await answersPerSecond(origin, paths));
    constantPerSecond = Math.max(constantPerSecond, await answersPerSecond(origin, ['/bench/constant']));
  }
  return { perSecond, constantPerSecond };
}

/** Asked from another thread, so that asking does not slow the answers down. */
async function answersPerSecond(origin: string, paths: readonly string[]): Promise<number> {
  const result = await autocannon({
    url: origin,
    connections: CONNECTIONS,
    duration: SECONDS,
    workers: 1,
    requests: paths.map((path) => ({ path })),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers are not 2xx, ${result.errors} requests failed`);
  }
  return result.requests.average;
}

async function batch(server: BenchServer, places: readonly Place[]): Promise<Measurement> {
  return {
    name: `locate: ${places.length.toLocaleString('en')} points in one request, compact CSV`,
    value: await batchSeconds(server, places),
    unit: 's',
    target: '≤ 0.5',
  };
}

/** From the first byte sent to the last one received, the shortest of several. */
export async function batchSeconds({ origin }: BenchServer, places: readonly Place[]): Promise<number> {
  const body = `id,lon,lat\n${places.map(({ lon, lat }, index) => `${index},${lon},${lat}\n`).join('')}`;
  let shortest = Infinity;
  for (let run = 0; run < 5; run++) {
    const started = performance.now();
    const response = await fetch(`${origin}/api/locate`, {
      method: 'POST',
      // compressing an answer takes longer than finding it
      headers: { 'content-type': 'text/csv', 'accept-encoding': 'identity' },
      body,
    });
    const rows = (await response.text()).split('\n').length - 2;
    shortest = Math.min(shortest, performance.now() - started);
    if (rows !== places.length) throw new Error(`${places.length} points are answered with ${rows} rows`);
  }
  return shortest / 1000;
}
