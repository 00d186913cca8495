// `kill -9` in the middle of an import into PostgreSQL, of the server that carries out an upload, or of a command together with
// the server beside it: what is stored is the old register or the new one, whole; the server is back at once, and the import
// can be run again.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  cityDatabase,
  dropDatabase,
  expectVerified,
  expectWholeChanges,
  faultRandom,
  regionCode,
  repeats,
} from '../testing/faultDatabase.ts';
import { askFreshly } from '../testing/privateCluster.ts';
import { killHard, runGridwright, startGridwright } from '../testing/process.ts';
import { type ServerProcess, startServer, untilReady, within } from '../testing/serverProcess.ts';

const ROWS = 50_000;
/** What the source has before: the file changes these and adds the others. */
const OLD_ROWS = 5_000;
const TEMPLATE = 'city_with_register';
const random = faultRandom('an import killed');

const folder = mkdtempSync(join(tmpdir(), 'gridwright-import-kill-'));
const file = join(folder, 'register.csv');
const words = ['import', 'households', file, '--region', regionCode, '--source', 'register'];

/** How long an import takes here, to its end and to the beginning of its final move. */
let wholeMs: number;
let stagingMs: number;
let database = { name: '', url: '' };
let server: ServerProcess | undefined;

beforeAll(async () => {
  const url = await cityDatabase(TEMPLATE);
  const places = await askFreshly<{ lon: number; lat: number }>(
    url,
    `select st_x(geom) as lon, st_y(geom) as lat from household order by household_id limit 20000`,
  );
  const row = (number: number, people: number) => {
    const { lon, lat } = places[number % places.length]!;
    return `r${number},${lon},${lat},${people},Lane ${number}`;
  };
  const write = (rows: number, people: number) => {
    const lines = Array.from({ length: rows }, (_, number) => row(number, people));
    writeFileSync(file, `reference,lon,lat,people,address\n${lines.join('\n')}\n`);
  };
  write(OLD_ROWS, 1);
  expect(await runGridwright(words, { DATABASE_URL: url })).toMatchObject({ exitCode: 0 });
  write(ROWS, 2);
  await openCopy();
  ({ wholeMs, stagingMs } = await measureImport());
});
afterEach(async () => {
  await server?.kill();
  await dropDatabase(database.name);
});
afterAll(async () => {
  await dropDatabase(TEMPLATE);
  rmSync(folder, { recursive: true });
});

let copies = 0;
async function openCopy(): Promise<void> {
  if (database.name !== '') await dropDatabase(database.name);
  const name = `import_killed_${++copies}`;
  database = { name, url: await cityDatabase(name, TEMPLATE) };
}

async function measureImport(): Promise<{ wholeMs: number; stagingMs: number }> {
  const begun = performance.now();
  const child = startImport();
  await untilWriting(child);
  const stagingMs = performance.now() - begun;
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  return { wholeMs: performance.now() - begun, stagingMs };
}

function environment(): Record<string, string> {
  return { DATABASE_URL: database.url, DATA_DIR: join(folder, 'data') };
}

function startImport(): ChildProcess {
  return startGridwright(words, { DATABASE_URL: database.url });
}

/** Until everything is staged and the one transaction begins that moves it. */
async function untilWriting(child: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: child.stderr! })) if (line.startsWith('Writing')) return;
}

type Register = 'old' | 'complete';

/** @throws when it is neither */
async function storedRegister(): Promise<Register> {
  const [stored] = await askFreshly<{
    rows: number;
    people: number;
    closed: number;
    addresses: number;
    imports: number;
  }>(
    database.url,
    `select count(*) filter (where valid_to = 'infinity')::int as rows,
       coalesce(sum(people) filter (where valid_to = 'infinity'), 0)::int as people,
       count(*) filter (where valid_to < 'infinity')::int as closed,
       (select count(*)::int from household_personal p where p.address like 'Lane %') as addresses,
       (select count(*)::int from change where detail ->> 'source' = 'register') as imports
     from household where source = 'register'`,
  );
  const old = { rows: OLD_ROWS, people: OLD_ROWS, closed: 0, addresses: OLD_ROWS, imports: 1 };
  const complete = { rows: ROWS, people: 2 * ROWS, closed: OLD_ROWS, addresses: ROWS, imports: 2 };
  expect([old, complete]).toContainEqual(stored);
  return stored?.rows === ROWS ? 'complete' : 'old';
}

/** A statement that was under way ends by itself, though nobody waits for it. */
async function untilSessionsEnded(): Promise<void> {
  for (;;) {
    const [sessions] = await askFreshly<{ count: number }>(
      database.url,
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'gridwright'`,
    );
    if (sessions?.count === 0) return;
    await pause(50);
  }
}

/** Kills the server, and the command if there is one, at the moment; then looks, and imports to the end. */
async function killedAt(moment: () => Promise<ChildProcess | undefined>): Promise<Register> {
  await openCopy();
  server = await startServer(environment());
  const child = await moment();
  await Promise.all([
    child === undefined || child.exitCode !== null ? undefined : killHard(child),
    server.kill(),
  ]);
  await untilSessionsEnded();
  const register = await storedRegister();

  const restart = async (): Promise<void> => {
    server = await startServer(environment());
    await untilReady(server.url);
  };
  await within(10, 'the restart', restart());
  expect(await runGridwright(words, { DATABASE_URL: database.url })).toMatchObject({ exitCode: 0 });
  expect(await storedRegister()).toBe('complete');
  const again = runGridwright(words, { DATABASE_URL: database.url });
  await expectVerified(database.url);
  expect((await again).stdout).toContain('Nothing was written');
  await expectWholeChanges(database.url);
  expect(await askFreshly(database.url, 'select 1 from import_row limit 1')).toEqual([]);
  await server.kill();
  return register;
}

/** Sends the file to the server. @returns when it has arrived, and the server's own import begins */
async function upload(): Promise<void> {
  const response = await fetch(
    `${server?.url}/api/regions/${regionCode}/imports?kind=households&source=register`,
    { method: 'POST', headers: { 'content-type': 'text/csv' }, body: readFileSync(file) },
  );
  expect(response.status, await response.text()).toBe(202);
}

test('killed at twenty moments of an upload that it carries out, the server leaves the old register or the new one', async () => {
  const count = repeats(20);
  const found: Register[] = [];
  for (let time = 0; time < count; time += 1) {
    const waitMs = (wholeMs * (time + random.next())) / count;
    found.push(
      await killedAt(async () => {
        await upload();
        await pause(waitMs);
        return undefined;
      }),
    );
  }
  expect(found).toContain('old');
});

test('a command killed with the server at ten moments of its final move leaves the old register or the new one', async () => {
  const count = repeats(10);
  const found: Register[] = [];
  for (let time = 0; time < count; time += 1) {
    const waitMs = ((wholeMs - stagingMs) * (time + random.next())) / count;
    found.push(
      await killedAt(async () => {
        const child = startImport();
        await untilWriting(child);
        await pause(waitMs);
        return child;
      }),
    );
  }
  expect(found).toContain('old');
});
