// Which tiles of the district are asked for, and how fast they come.
import autocannon from 'autocannon';
import { columnAt, rowAt, type TileCoordinate } from '../../server/tiles/tileCoordinate.ts';

const mostTiles = 200;

/** Those of a zoom that the bounds touch; of many, evenly spread ones. */
export function tilesOf(z: number, [west, south, east, north]: readonly number[]): TileCoordinate[] {
  const [fromX, toX] = [columnAt(west!, z), columnAt(east!, z)];
  const [fromY, toY] = [rowAt(north!, z), rowAt(south!, z)];
  const width = toX - fromX + 1;
  const total = width * (toY - fromY + 1);
  return Array.from({ length: Math.min(total, mostTiles) }, (_, at) => {
    const index = Math.floor((at * total) / Math.min(total, mostTiles));
    return { z, x: fromX + (index % width), y: fromY + Math.floor(index / width) };
  });
}

export interface Latencies {
  p50Ms: number;
  p95Ms: number;
  largestBytes: number;
}

/** One request after the other, each tile at least once and thirty requests at least. */
export async function latencies(urls: readonly string[]): Promise<Latencies> {
  const times: number[] = [];
  let largestBytes = 0;
  while (times.length < 30) {
    for (const url of urls) {
      const started = performance.now();
      const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
      const { byteLength } = await response.arrayBuffer();
      times.push(performance.now() - started);
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      largestBytes = Math.max(largestBytes, byteLength);
    }
  }
  times.sort((a, b) => a - b);
  const share = (part: number) => times[Math.ceil(times.length * part) - 1]!;
  return { p50Ms: share(0.5), p95Ms: share(0.95), largestBytes };
}

export interface Load {
  clients: number;
  seconds: number;
  headers?: Record<string, string>;
}

/** Answers a second, all clients together; each goes round the same paths. */
export async function answersPerSecond(
  url: string,
  paths: readonly string[],
  { clients, seconds, headers = {} }: Load,
): Promise<number> {
  const result = await autocannon({
    url,
    connections: clients,
    duration: seconds,
    requests: paths.map((path) => ({ path, method: 'GET', headers })),
  });
  const answers = result['1xx'] + result['2xx'] + result['3xx'];
  const failures = result['4xx'] + result['5xx'] + result.errors;
  if (failures > 0) throw new Error(`${failures} of the requests to ${url}${paths[0]} failed`);
  // one that takes longer than the whole run
  if (answers === 0) return 1000 / (await latencies([url + paths[0]])).p50Ms;
  return answers / result.duration;
}
