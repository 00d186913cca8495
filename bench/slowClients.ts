// Two hundred slow clients beside others, on the real process and a private PostgreSQL: what the others notice of them.
import autocannon from 'autocannon';
import { databaseUrl } from '../server/testing/databaseServer.ts';
import { loadCity } from '../server/testing/demoDatabase.ts';
import { startPrivateCluster } from '../server/testing/privateCluster.ts';
import { startServer, untilReady } from '../server/testing/serverProcess.ts';
import { openSlowClients } from '../server/testing/slowClients.ts';
import type { Measurement } from './measurement.ts';

const SLOW_CLIENTS = 200;
/** In it the system's buffers take some hundred megabytes of answers: that is a load, and not yet slowness. */
const OPENING_SECONDS = 3;
/** With the opening within the 10 s before which no slow one is dropped. */
const SECONDS = 6;
/** Far below what the server can do: measured is what a request waits for, not how many fit. */
const PER_SECOND = 200;

const requests = [
  { path: '/api/locate?lon=120.45&lat=36.38' },
  { path: '/ogc/collections/grids/items?limit=20' },
  { path: '/tiles/grids/12/3418/1603.mvt' },
];

export async function measureSlowClients(): Promise<Measurement[]> {
  const cluster = await startPrivateCluster();
  try {
    await loadCity(cluster.url, 'city');
    const server = await startServer({ DATABASE_URL: databaseUrl(cluster.url, 'city') });
    try {
      await untilReady(server.url);
      await p99Ms(server.url, SECONDS); // caches and compiled code
      const alone = await p99Ms(server.url, SECONDS);
      const slow = await openSlowClients(server.port, SLOW_CLIENTS);
      let opening: number;
      let beside: number;
      try {
        opening = await p99Ms(server.url, OPENING_SECONDS);
        beside = await p99Ms(server.url, SECONDS);
      } finally {
        slow.close();
      }
      return [
        {
          name: `slow clients: p99 of others in the ${OPENING_SECONDS} s in which ${SLOW_CLIENTS} of them fill the system's buffers`,
          value: opening,
          unit: 'ms',
        },
        {
          name: `slow clients: p99 of others beside ${SLOW_CLIENTS} of them`,
          value: beside,
          unit: 'ms',
          target: '≤ 2 × (ratio ≥ 0.5)',
          peer: 'the same without them',
          peerValue: alone,
          ratio: alone / beside,
        },
      ];
    } finally {
      await server.kill();
    }
  } finally {
    await cluster.remove();
  }
}

/** @throws when a request fails */
async function p99Ms(url: string, duration: number): Promise<number> {
  const result = await autocannon({
    ...{ url, requests, connections: 8, duration, overallRate: PER_SECOND },
  });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${result.errors} requests failed and ${result.non2xx} were refused`);
  }
  return result.latency.p99;
}
