// The disk of PostgreSQL full, and room again: writes are refused, reads go on, and nothing has to be restarted.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl } from './testing/databaseServer.ts';
import { loadCity } from './testing/demoDatabase.ts';
import { expectVerified, expectWholeChanges, regionCode } from './testing/faultDatabase.ts';
import { askFreshly, type PrivateCluster, startPrivateCluster } from './testing/privateCluster.ts';
import { type ServerProcess, startServer, untilReady, within } from './testing/serverProcess.ts';

const disk = mkdtempSync(join(tmpdir(), 'gridwright-disk-'));
const ballast = join(disk, 'ballast');

let cluster: PrivateCluster;
let url: string;
let server: ServerProcess;
beforeAll(async () => {
  mountSmallDisk();
  cluster = await startPrivateCluster(join(disk, 'data'));
  await loadCity(cluster.url, 'city');
  url = databaseUrl(cluster.url, 'city');
  server = await startServer({ DATABASE_URL: url });
  await untilReady(server.url);
});
afterAll(async () => {
  await server?.kill();
  await cluster?.remove();
  execFileSync('umount', [disk]);
  rmdirSync(disk);
});

/** A disk in memory. @throws with the way out when this user may not mount one */
function mountSmallDisk(): void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'gridwright-test', disk], {
      stdio: 'pipe',
    });
    execFileSync('mkdir', [join(disk, 'data')]);
  } catch (error) {
    throw new Error('The test of a full disk mounts a small one: run it as root, where mounting is allowed', {
      cause: error,
    });
  }
}

/** Writes until there is no room for another block. */
function fillDisk(): void {
  const file = openSync(ballast, 'w');
  try {
    for (const size of [1_048_576, 4_096]) {
      const block = Buffer.alloc(size);
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

let sent = 0;
async function report(): Promise<{ reference: string; response: Response }> {
  const reference = `d${++sent}`;
  const response = await fetch(`${server.url}/api/incidents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ source: 'disk', reference, category: 'noise', region: regionCode, lon: 120.45, lat: 36.38 },
      // of no length that compression takes away
      description: randomBytes(1_500).toString('hex'),
    }),
  });
  return { reference, response };
}

async function expectReads(): Promise<void> {
  const paths = [
    '/api/health/ready',
    '/api/locate?lon=120.45&lat=36.38',
    '/api/regions',
    '/ogc/collections/households/items?limit=1000',
    '/ogc/collections/grids/items?limit=100',
    '/tiles/grids/12/3418/1603.mvt',
    '/tiles/households/14/13673/6412.mvt',
  ];
  for (const path of paths) {
    const { status } = await fetch(`${server.url}${path}`);
    expect(status, path).toBe(200);
  }
}

test('with PostgreSQL’s disk full writes get 507 or 503 and reads go on; with room again writes do too, without a restart', async () => {
  const stored: string[] = [];
  await expectReads();
  expect((await report()).response.status).toBe(201);
  stored.push('d1');

  fillDisk();
  let refused: Response | undefined;
  // until what is left in the tables' last pages is used up
  for (let attempt = 0; refused === undefined && attempt < 5_000; attempt += 1) {
    const { reference, response } = await report();
    if (response.status === 201) stored.push(reference);
    else refused = response;
  }
  expect([503, 507]).toContain(refused?.status);
  expect(refused?.headers.get('content-type')).toContain('application/problem+json');
  const problem = await refused?.text();
  expect(JSON.parse(problem ?? '')).toMatchObject({
    status: refused?.status,
    detail: expect.stringMatching(/./),
  });
  // where and how much is the operator's business, and in the log
  expect(problem).not.toContain(disk);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { reference, response } = await report();
    if (response.status === 201) stored.push(reference);
    else expect([503, 507]).toContain(response.status);
    await expectReads();
  }

  rmSync(ballast);
  const recovered = async (): Promise<void> => {
    for (let inARow = 0; inARow < 20; ) {
      const { reference, response } = await report();
      inARow = response.status === 201 ? inARow + 1 : 0;
      if (response.status === 201) stored.push(reference);
    }
  };
  await within(15, 'twenty writes after there is room again', recovered());
  await expectReads();
  expect(server.exitCode()).toBeNull();
  const found = await askFreshly<{ reference: string }>(
    url,
    `select reference from incident where source = 'disk'`,
  );
  expect(found.map(({ reference }) => reference).sort()).toEqual([...stored].sort());
  await expectWholeChanges(url);
  await expectVerified(url);
});
