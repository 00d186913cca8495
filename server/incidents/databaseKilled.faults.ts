// PostgreSQL killed while incidents are being reported: what was acknowledged is there, once; what was not is there whole
// or not at all, and can be sent again.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cityDatabase,
  dropDatabase,
  expectVerified,
  expectWholeChanges,
  faultRandom,
  repeats,
  sharedCluster,
} from '../testing/faultDatabase.ts';
import { askFreshly } from '../testing/privateCluster.ts';
import { type ServerProcess, startServer, untilReady, within } from '../testing/serverProcess.ts';

const WRITERS = 8;
const NAME = 'database_killed';
const cluster = sharedCluster();
const random = faultRandom('PostgreSQL killed during writes');

let databaseUrl: string;
let server: ServerProcess;
let places: { lon: number; lat: number }[];
beforeAll(async () => {
  databaseUrl = await cityDatabase(NAME);
  places = await askFreshly(
    databaseUrl,
    'select st_x(geom) as lon, st_y(geom) as lat from household limit 500',
  );
  server = await startServer({ DATABASE_URL: databaseUrl });
});
afterAll(async () => {
  await server.kill();
  await dropDatabase(NAME);
});

interface Writing {
  /** Incident id by reference, of every write that was answered with 200 or 201. */
  acknowledged: Map<string, string>;
  /** How many writes were answered with 503, or not at all; each was then sent again. */
  failures: number;
  /** Any other answer. */
  strange: string[];
}

/** Several writers at once, each with one incident after the other until it is stopped; what fails is sent again. */
function startWriting(prefix: string): Writing & { stop(): Promise<void> } {
  const writing: Writing = { acknowledged: new Map(), failures: 0, strange: [] };
  let isStopped = false;
  const write = async (writer: number): Promise<void> => {
    for (let number = 0; !isStopped; number += 1) await record(writing, `${prefix}-${writer}-${number}`);
  };
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
  return Object.assign(writing, {
    async stop() {
      isStopped = true;
      await Promise.all(writers);
    },
  });
}

async function record(writing: Writing, reference: string): Promise<void> {
  for (;;) {
    const { status, id, text } = await report(reference);
    if (status === 200 || status === 201) {
      writing.acknowledged.set(reference, id);
      return;
    }
    if (status !== 503 && status !== 0) {
      writing.strange.push(`${reference}: ${status} ${text}`);
      return;
    }
    writing.failures += 1;
    await pause(20);
  }
}

/** Status 0: no answer. */
async function report(reference: string): Promise<{ status: number; id: string; text: string }> {
  const body = {
    source: 'fault',
    reference,
    category: 'noise',
    description: reference,
    ...placeOf(reference),
  };
  try {
    const response = await fetch(`${server.url}/api/incidents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const id = response.ok ? (JSON.parse(text) as { id: string }).id : '';
    return { status: response.status, id, text };
  } catch {
    return { status: 0, id: '', text: '' };
  }
}

/** The same each time: another place would be another incident. */
function placeOf(reference: string): { lon: number; lat: number } {
  let sum = 0;
  for (const character of reference) sum = (sum * 31 + character.charCodeAt(0)) % places.length;
  return places[sum]!;
}

interface StoredIncident {
  reference: string;
  id: string;
  told: number;
  described: number;
}

/** As a new connection sees them, with how many changes tell of each and how many descriptions it has. */
function storedIncidents(): Promise<StoredIncident[]> {
  return askFreshly<StoredIncident & Record<string, unknown>>(
    databaseUrl,
    `select i.reference, i.incident_id as id,
       (select count(*)::int from change c
        where c.region_id = i.region_id and c.sequence = i.change_sequence
          and c.detail ->> 'created' = i.incident_id::text) as told,
       (select count(*)::int from incident_personal p
        where p.region_id = i.region_id and p.incident_id = i.incident_id and p.description = i.reference) as described
     from incident i where i.source = 'fault'`,
  );
}

async function expectNothingLost(writing: Pick<Writing, 'acknowledged'>): Promise<StoredIncident[]> {
  // the writers go on meanwhile: what they are told from now on is looked at the next time
  const acknowledged = new Map(writing.acknowledged);
  const stored = await storedIncidents();
  const idOf = new Map(stored.map(({ reference, id }) => [reference, id]));
  expect(idOf.size, 'incidents stored twice').toBe(stored.length);
  const lost = [...acknowledged].filter(([reference, id]) => idOf.get(reference) !== id);
  expect(lost, 'acknowledged and lost').toEqual([]);
  const halves = stored.filter(({ told, described }) => told !== 1 || described !== 1);
  expect(halves, 'stored by halves').toEqual([]);
  return stored;
}

async function untilDatabaseAnswers(): Promise<void> {
  for (;;) {
    try {
      await askFreshly(databaseUrl, 'select 1');
      return;
    } catch {
      await pause(20);
    }
  }
}

async function killRepeatedly(prefix: string, kill: () => Promise<void>): Promise<void> {
  const writing = startWriting(prefix);
  try {
    for (let time = 0; time < repeats(15); time += 1) {
      const before = writing.acknowledged.size;
      while (writing.acknowledged.size < before + WRITERS) await pause(10);
      await pause(random.between(0, 500));
      await kill();
      await within(60, 'the database’s recovery', untilDatabaseAnswers());
      await within(15, 'being ready again', untilReady(server.url));
      await expectNothingLost(writing);
    }
  } finally {
    await writing.stop();
  }
  expect(writing.strange).toEqual([]);
  expect(writing.failures, 'writes that met the fault').toBeGreaterThan(0);
  const stored = await expectNothingLost(writing);
  // each one that had failed was answered in the end, and nothing else is there
  expect(stored.filter(({ reference }) => reference.startsWith(`${prefix}-`))).toHaveLength(
    writing.acknowledged.size,
  );
  await expectWholeChanges(databaseUrl);
  await expectVerified(databaseUrl);
  expect(server.exitCode()).toBeNull();
}

test('a backend killed fifteen times during writes: nothing acknowledged is lost, and the server is ready within 15 s', () =>
  killRepeatedly('backend', async () => {
    const backends = await askFreshly<{ pid: number }>(
      databaseUrl,
      `select pid from pg_stat_activity where application_name = 'gridwright' order by state = 'active' desc limit 4`,
    );
    await cluster.killBackend(random.pick(backends).pid);
  }));

test('the postmaster killed fifteen times during writes: nothing acknowledged is lost, and the server is ready within 15 s', () =>
  killRepeatedly('postmaster', async () => {
    cluster.killPostmaster();
    await cluster.start();
  }));
