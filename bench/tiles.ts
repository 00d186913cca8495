// Tiles of the demo district: how long each layer's take when they are made anew, cached ones beside a route that sends the same
// bytes, and both beside other tile servers on the same tables.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgis } from '../server/database.ts';
import { loadDemo } from '../server/demo/load.ts';
import { migrate, schemaState } from '../server/migrations.ts';
import { layers } from '../server/tiles/layers.ts';
import type { TileJson } from '../server/tiles/schemas.ts';
import type { TileCoordinate } from '../server/tiles/tileCoordinate.ts';
import type { Measurement } from './measurement.ts';
import { findPeers, type Peer, type PeerLayer } from './tiles/peers.ts';
import { type RunningServer, startServer } from './tiles/processes.ts';
import { answersPerSecond, latencies, tilesOf } from './tiles/sample.ts';

const cacheBytes = { cached: 64 * 1024 * 1024, uncached: 1 } as const;
type Caching = keyof typeof cacheBytes;
const loadSeconds = 1;

/** Far out there are no grids yet. */
const comparedLayers: readonly { z: number; layers: readonly PeerLayer[] }[] = [
  { z: 8, layers: ['areas', 'households', 'incidents'] },
  { z: 11, layers: ['grids', 'households', 'incidents'] },
  { z: 14, layers: ['grids', 'households', 'incidents'] },
  { z: 16, layers: ['grids', 'households', 'incidents'] },
];

export async function measureTiles(): Promise<Measurement[]> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    const notMeasured =
      'DATABASE_URL is not set: a PostGIS database, empty or with the demo in size district';
    return [{ name: 'tiles', value: Number.NaN, unit: '', notMeasured }];
  }
  await prepare(databaseUrl);
  const servers = {
    cached: await startServer('service', databaseUrl, String(cacheBytes.cached)),
    uncached: await startServer('service', databaseUrl, String(cacheBytes.uncached)),
  };
  try {
    return [
      ...(await everyZoom(servers.uncached)),
      ...(await besideConstantRoute(servers.cached)),
      ...(await besidePeers(servers, databaseUrl)),
    ];
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function prepare(databaseUrl: string): Promise<void> {
  const database = await connectPostgis(databaseUrl);
  try {
    if ((await schemaState(database)) === 'empty') await migrate(database);
    await loadDemo(database, 'district');
  } finally {
    await database.close();
  }
}

async function boundsOf({ url }: RunningServer): Promise<readonly number[]> {
  const response = await fetch(`${url}/tiles/grids.json`);
  return ((await response.json()) as TileJson).bounds;
}

const pathOf = (layer: string, { z, x, y }: TileCoordinate) => `/tiles/${layer}/${z}/${x}/${y}.mvt`;

/** Zooms 6 to 18 of every layer, made anew. */
async function everyZoom(server: RunningServer): Promise<Measurement[]> {
  const bounds = await boundsOf(server);
  const measurements: Measurement[] = [];
  for (const { id, minzoom, maxzoom } of layers) {
    for (let z = Math.max(6, minzoom); z <= Math.min(18, maxzoom); z += 1) {
      const urls = tilesOf(z, bounds).map((tile) => server.url + pathOf(id, tile));
      await fetch(urls[0]!); // reads what is not in memory yet, once a version
      const { p50Ms, p95Ms, largestBytes } = await latencies(urls);
      const largest = `largest ${(largestBytes / 1000).toFixed(1)} kB`;
      measurements.push({
        name: `tiles: ${id}, zoom ${z}, uncached, p95 (p50 ${p50Ms.toFixed(1)} ms, ${largest})`,
        value: p95Ms,
        unit: 'ms',
        target: '≤ 100, ≤ 500 kB',
      });
    }
  }
  return measurements;
}

/** A tile of about 50 kB, from the cache, and the answer that it is known. */
async function besideConstantRoute(server: RunningServer): Promise<Measurement[]> {
  const { path, etag, bytes } = await largestTile(server, 'grids', 13);
  const folder = await mkdtemp(join(tmpdir(), 'gridwright-bench-'));
  const file = join(folder, 'tile.mvt');
  await writeFile(file, bytes);
  const constant = await startServer('constant', file);
  try {
    const load = { clients: 32, seconds: 4 };
    const known = { 'if-none-match': etag };
    const cached = await answersPerSecond(server.url, [path], load);
    const same = await answersPerSecond(constant.url, ['/bytes'], load);
    const unchanged = await answersPerSecond(server.url, [path], { ...load, headers: known });
    const empty = await answersPerSecond(constant.url, ['/empty'], load);
    const size = `${(bytes.length / 1000).toFixed(0)} kB`;
    return [
      compared(`tiles: one of ${size}, cached`, cached, 'a route that sends the same bytes', same, '≥ 0.8'),
      compared(`tiles: one that is known, 304`, unchanged, 'an empty route', empty, '≥ 0.5'),
    ];
  } finally {
    await constant.stop();
    await rm(folder, { recursive: true });
  }
}

async function largestTile(server: RunningServer, layer: string, z: number) {
  let largest = { path: '', etag: '', bytes: Buffer.alloc(0) };
  for (const tile of tilesOf(z, await boundsOf(server))) {
    const path = pathOf(layer, tile);
    const response = await fetch(server.url + path, { headers: { 'accept-encoding': 'identity' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > largest.bytes.length) largest = { path, etag: response.headers.get('etag')!, bytes };
  }
  return largest;
}

async function besidePeers(
  servers: Readonly<Record<Caching, RunningServer>>,
  databaseUrl: string,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const peer of await findPeers()) {
    if ('notMeasured' in peer) {
      const name = `tiles: beside ${peer.name}`;
      measurements.push({
        name,
        value: Number.NaN,
        unit: '',
        peer: peer.name,
        notMeasured: peer.notMeasured,
      });
      continue;
    }
    measurements.push(...(await besidePeer(peer, 'uncached', servers.uncached, databaseUrl)));
    if (peer.hasCache) measurements.push(...(await besidePeer(peer, 'cached', servers.cached, databaseUrl)));
  }
  return measurements;
}

async function besidePeer(
  peer: Peer,
  caching: Caching,
  server: RunningServer,
  databaseUrl: string,
): Promise<Measurement[]> {
  const bounds = await boundsOf(server);
  const other = await peer.start(databaseUrl, caching === 'cached' ? 'with cache' : 'without cache');
  const measurements: Measurement[] = [];
  try {
    for (const { z, layers: compare } of comparedLayers) {
      const tiles = tilesOf(z, bounds);
      for (const layer of compare) {
        const ours = tiles.map((tile) => pathOf(layer, tile));
        const theirs = tiles.map((tile) => peer.path(layer, tile));
        if (caching === 'cached')
          await latencies([
            ...ours.map((path) => server.url + path),
            ...theirs.map((path) => other.url + path),
          ]);
        for (const clients of [1, 32]) {
          const load = { clients, seconds: loadSeconds };
          const name = `tiles: ${layer}, zoom ${z}, ${clients} client${clients > 1 ? 's' : ''}, ${caching}`;
          const value = await answersPerSecond(server.url, ours, load);
          const peerValue = await answersPerSecond(other.url, theirs, load);
          const target = caching === 'uncached' ? '> 1' : undefined;
          measurements.push(compared(name, value, peer.name, peerValue, target));
        }
      }
    }
  } finally {
    await other.stop();
  }
  return measurements;
}

function compared(
  name: string,
  value: number,
  peer: string,
  peerValue: number,
  target?: string,
): Measurement {
  return {
    name,
    value,
    unit: 'answers/s',
    peer,
    peerValue,
    ratio: value / peerValue,
    ...(target === undefined ? {} : { target }),
  };
}
