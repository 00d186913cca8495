// SIGTERM under load: requests that the server has taken are answered, then it ends.
import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityDatabase, dropDatabase, expectVerified, expectWholeChanges } from '../testing/faultDatabase.ts';
import { askFreshly } from '../testing/privateCluster.ts';
import { type ServerProcess, startServer, untilReady, within } from '../testing/serverProcess.ts';

const NAME = 'shutdown';
const CONNECTIONS = 20;
const EVERY_MS = 5;
/** Before the signal. */
const LOAD_MS = 3_000;

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

/**
 * What became of a request:
 * - answered: with a status
 * - turned away: it never reached the server, because its connection was refused, or because its connection was a new one,
 *   made after the signal, and was reset before a byte came back: the system had it in its queue, the server never had it
 * - broken: its connection was taken, and ended without a whole answer. A kept-alive one is always taken
 */
type Outcome =
  | { kind: 'answered'; status: number }
  | { kind: 'turned away' }
  | { kind: 'broken'; why: string };

interface Load {
  outcomes: { path: string; outcome: Outcome; afterSignal: boolean }[];
  /** Writes that were answered with 201. */
  stored: string[];
  /** @returns how many requests have been sent */
  signalled(): number;
  stop(): Promise<void>;
}

/** A request every 5 ms, whatever became of the others, over connections that are kept alive. */
function startLoad(): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo' });
  const load: Pick<Load, 'outcomes' | 'stored'> = { outcomes: [], stored: [] };
  const running = new Set<Promise<void>>();
  let isSignalled = false;
  let count = 0;
  const begun = performance.now();
  const sendNext = (): void => {
    count += 1;
    const reference = `s${count}`;
    const [method, path, body] = requestOf(count, reference);
    const afterSignal = isSignalled;
    const done = send(agent, method, path, body, () => isSignalled).then((outcome) => {
      load.outcomes.push({ path, outcome, afterSignal });
      const isStored = method === 'POST' && outcome.kind === 'answered' && outcome.status === 201;
      if (isStored) load.stored.push(reference);
      running.delete(done);
    });
    running.add(done);
  };
  const timer = setInterval(() => {
    // a timer that comes late is made up for
    while (count * EVERY_MS < performance.now() - begun) sendNext();
  }, EVERY_MS);
  return {
    ...load,
    signalled() {
      isSignalled = true;
      return count;
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
      agent.destroy();
    },
  };
}

/** Reads of three kinds, and a write now and then. */
function requestOf(count: number, reference: string): [method: string, path: string, body?: string] {
  if (count % 10 === 0) {
    const place = { lon: 120.45, lat: 36.38, region: '370215' };
    return [
      'POST',
      '/api/incidents',
      JSON.stringify({ source: 'stop', reference, category: 'noise', ...place }),
    ];
  }
  if (count % 10 === 5) return ['GET', '/ogc/collections/grids/items?limit=20'];
  if (count % 10 === 7) return ['GET', '/tiles/grids/12/3418/1603.mvt'];
  return ['GET', '/api/locate?lon=120.45&lat=36.38'];
}

function send(
  agent: Agent,
  method: string,
  path: string,
  body: string | undefined,
  isSignalled: () => boolean,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request({
      ...{ host: '127.0.0.1', port: server.port, agent, method, path },
      headers:
        body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length },
    });
    let connectedAfterSignal = false;
    sent.on('socket', (socket) => {
      if (socket.connecting) {
        socket.once('connect', () => {
          connectedAfterSignal = isSignalled();
        });
      }
    });
    sent.on('error', (error) => resolve(outcomeOf(error, sent, connectedAfterSignal)));
    sent.on('response', (response) => {
      response.on('error', (error) =>
        resolve({ kind: 'broken', why: `within the answer: ${error.message}` }),
      );
      response.on('end', () => resolve({ kind: 'answered', status: response.statusCode ?? 0 }));
      response.resume();
    });
    sent.end(body);
  });
}

function outcomeOf(error: Error, sent: ClientRequest, connectedAfterSignal: boolean): Outcome {
  const isRefused = 'code' in error && error.code === 'ECONNREFUSED';
  const wasNeverTaken = !sent.reusedSocket && connectedAfterSignal && sent.socket?.bytesRead === 0;
  return isRefused || wasNeverTaken ? { kind: 'turned away' } : { kind: 'broken', why: error.message };
}

test('at 200 requests a second SIGTERM fails none that the server has taken, and it ends within 10 s', async () => {
  const load = startLoad();
  await pause(LOAD_MS);
  const sentBefore = load.signalled();
  const exitCode = await within(10, 'the end after SIGTERM', server.stop());
  await load.stop();

  expect(exitCode).toBe(0);
  expect(sentBefore, 'requests before the signal').toBeGreaterThan(0.9 * (LOAD_MS / EVERY_MS));
  const failed = load.outcomes.filter(
    ({ outcome }) => outcome.kind === 'broken' || (outcome.kind === 'answered' && outcome.status >= 300),
  );
  expect(failed.slice(0, 5), `${failed.length} of ${load.outcomes.length} failed`).toEqual([]);
  expect(server.stderr()).toBe('');
  const stored = await askFreshly<{ reference: string }>(
    databaseUrl,
    `select reference from incident where source = 'stop'`,
  );
  expect(stored.map(({ reference }) => reference).sort()).toEqual([...load.stored].sort());
  await expectWholeChanges(databaseUrl);
  await expectVerified(databaseUrl);
});
