// A thousand clients that break off: before they have sent anything, in the middle of a request, or without waiting for
// its answer. The server forgets them, and so does its pool.
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import {
  cityDatabase,
  dropDatabase,
  expectVerified,
  expectWholeChanges,
  faultRandom,
  repeats,
} from '../testing/faultDatabase.ts';
import { askFreshly } from '../testing/privateCluster.ts';
import { type ServerProcess, startServer, untilReady, within } from '../testing/serverProcess.ts';

const NAME = 'broken_connections';
const AT_ONCE = 50;
const random = faultRandom('broken connections');

let databaseUrl: string;
let server: ServerProcess;
beforeAll(async () => {
  databaseUrl = await cityDatabase(NAME);
  server = await startServer({ DATABASE_URL: databaseUrl });
  await untilReady(server.url);
});
afterAll(async () => {
  await server.kill();
  await dropDatabase(NAME);
});

let reported = 0;
function incident(): string {
  return JSON.stringify({
    ...{ source: 'broken', reference: `b${++reported}`, category: 'noise', lon: 120.45, lat: 36.38 },
    ...{ region: '370215', description: 'x'.repeat(500) },
  });
}

/** What a client sends before it breaks off. */
const fragments: readonly (() => string)[] = [
  () => '',
  () => 'GET /api/locate?lon=120.45&la',
  () => request('GET', '/ogc/collections/households/items?limit=1000'),
  () => request('GET', '/tiles/households/14/13673/6412.mvt'),
  () => request('POST', '/api/incidents', incident()),
  () => request('POST', '/api/incidents', incident()).slice(0, -200),
  () => 'POST /api/incidents HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab',
  () => request('GET', '/api/locate?lon=120.45&lat=36.38').repeat(20),
];

function request(method: string, path: string, body?: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

async function breakOff(fragment: string): Promise<void> {
  const socket = connect(server.port, '127.0.0.1');
  // the server may have answered and closed already, which is its right
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (fragment !== '') socket.write(fragment);
  await pause(random.between(0, 30));
  // RST in one half of the cases, FIN in the other
  if (random.chance(0.5)) socket.resetAndDestroy();
  else socket.destroy();
}

interface Held {
  sockets: number;
  /** Database sessions in the middle of something. */
  busy: number;
}

/** What the process and its pool hold on to. */
async function held(): Promise<Held & { sessions: number }> {
  const [counts] = await askFreshly<{ sessions: number; busy: number }>(
    databaseUrl,
    `select count(*)::int as sessions, (count(*) filter (where state <> 'idle'))::int as busy
     from pg_stat_activity where datname = current_database() and application_name = 'gridwright'`,
  );
  return { sockets: socketsOf(server.pid) - counts!.sessions, ...counts! };
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

async function untilAtBaseline(baseline: Held): Promise<void> {
  for (;;) {
    const { sockets, busy, sessions } = await held();
    if (sockets <= baseline.sockets && busy <= baseline.busy && sessions <= limits.poolConnections) return;
    await pause(50);
  }
}

test('a thousand broken connections leave nothing behind: within 5 s the pool is as it was, and every connection of it works', async () => {
  const baseline = await held();
  expect(baseline.busy).toBe(0);
  const count = repeats(1_000);
  for (let done = 0; done < count; done += AT_ONCE) {
    const wave = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) =>
      breakOff(fragments[(done + index) % fragments.length]!()),
    );
    await Promise.all(wave);
  }
  await within(5, 'the pool’s return to its baseline', untilAtBaseline(baseline));

  // as many at once as the pool has: one that is lost would keep its request waiting
  const answers = await within(
    5,
    'a request on each connection of the pool',
    Promise.all(
      Array.from({ length: 4 * limits.poolConnections }, () =>
        fetch(`${server.url}/api/health/ready`).then(({ status }) => status),
      ),
    ),
  );
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(server.exitCode()).toBeNull();
  expect(server.stderr()).toBe('');
  await expectWholeChanges(databaseUrl);
  await expectVerified(databaseUrl);
});
