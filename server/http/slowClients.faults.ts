// Two hundred slow clients: they are dropped, and nobody else is refused on their account. How much slower the others are
// served meanwhile is measured by `npm run bench -- slowClients`.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityDatabase, dropDatabase, expectVerified, repeats } from '../testing/faultDatabase.ts';
import { type ServerProcess, startServer, untilReady, within } from '../testing/serverProcess.ts';
import { openSlowClients } from '../testing/slowClients.ts';

const NAME = 'slow_clients';

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

test('two hundred slow clients are dropped within 30 s, and every request of the others is answered meanwhile', async () => {
  const count = repeats(200);
  const slow = await openSlowClients(server.port, count);
  try {
    expect(slow.held()).toHaveLength(count);
    const statuses: number[] = [];
    const untilDropped = async (): Promise<void> => {
      while (slow.held().length > 0) {
        for (const path of ['/api/health/ready', '/api/locate?lon=120.45&lat=36.38']) {
          statuses.push((await fetch(`${server.url}${path}`)).status);
        }
        await pause(100);
      }
    };
    await within(30, 'dropping the slow clients', untilDropped()).catch((error) => {
      throw new Error(`left are ${slow.held().join(', ')}`, { cause: error });
    });
    expect(new Set(statuses)).toEqual(new Set([200]));
  } finally {
    slow.close();
  }
  expect(server.exitCode()).toBeNull();
  expect(server.stderr()).toBe('');
  await expectVerified(databaseUrl);
});
