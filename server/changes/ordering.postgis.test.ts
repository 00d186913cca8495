// That a listener sees every change once and in order, whoever writes and whenever the stream breaks. Only where
// transactions really run at once.
import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { randomStream } from '../../fixtures/demoCity/random.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { listenTo } from '../testing/events.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import { appendChange } from './queries.ts';

const database = await testDatabase();
/** Two servers on one database. */
const apps = [await testApp(database), await testApp(database)] as const;
const addresses: string[] = [];
let regions: Record<string, number>;

beforeAll(async () => {
  const { west, east } = await createTwoRegions(database);
  regions = { [codes.west]: west, [codes.east]: east };
  for (const app of apps) addresses.push(await app.listen({ host: '127.0.0.1', port: 0 }));
});

const writesPerWriter = 25;
const writers = 8;

/** Through either server, and past both; in one region or the other; some roll back. */
async function writeAtOnce(): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let count = 0; count < writesPerWriter; count += 1) await write(writer, count);
    }),
  );
}

async function write(writer: number, count: number): Promise<void> {
  const region = (writer + count) % 3 === 0 ? codes.east : codes.west;
  if (writer % 4 === 3) {
    await database
      .transaction(async (tx) => {
        await appendChange(tx, regions[region]!, 'test', 'elsewhere', {});
        if (count % 5 === 0) throw new Error('rolled back');
      })
      .catch(() => {});
    return;
  }
  const response = await apps[writer % 2]!.inject({
    method: 'POST',
    url: `/api/regions/${region}/households`,
    payload: { source: `w${writer}`, reference: `${count}`, ...at(places.inLeft) },
  });
  expect(response.statusCode).toBe(201);
}

async function newest(): Promise<Record<string, number>> {
  const { rows } = await database.query<{ code: string; sequence: number }>(sql`
    select r.code, s.change_sequence::int as sequence
    from region r join region_state s on s.region_id = r.region_id`);
  return Object.fromEntries(rows.map(({ code, sequence }) => [code, sequence]));
}

/** Listens over all regions, leaves at random and comes back by the last id, until everything written has come. */
async function listenWithBreaks(
  seed: number,
  from: string,
  isComplete: (seen: Map<string, number[]>) => boolean,
) {
  const random = randomStream(seed, 'breaks');
  const seen = new Map<string, number[]>([
    [codes.west, []],
    [codes.east, []],
  ]);
  let lastId = from;
  let breaks = 0;
  while (!isComplete(seen)) {
    const address = addresses[random.below(2)]!;
    const listening = await listenTo(`${address}/api/events`, { 'last-event-id': lastId });
    await listening.take(1);
    const stretch = 1 + random.below(12);
    for (let count = 0; count < stretch && !isComplete(seen); count += 1) {
      const [event] = await listening.take(1);
      seen.get(event!.data.region as string)!.push(Number(event!.data.sequence));
      lastId = event!.id;
    }
    listening.leave();
    breaks += 1;
  }
  return { seen, breaks };
}

test('listeners that break off at random read every change of every region once, in order', async () => {
  const before = await newest();
  const from = Object.entries(before)
    .map(([code, sequence]) => `${code}:${sequence}`)
    .join(',');
  let after: Record<string, number> | undefined;
  const isComplete = (seen: Map<string, number[]>) =>
    after !== undefined &&
    [...seen].every(([code, sequences]) => (sequences.at(-1) ?? before[code]!) >= after![code]!);
  const listeners = [1, 2, 3, 4].map((seed) => listenWithBreaks(seed, from, isComplete));
  await writeAtOnce();
  // one last change of each region, so that nobody waits for an event that came before `after` was known
  after = Object.fromEntries(Object.entries(await newest()).map(([code, sequence]) => [code, sequence + 1]));
  for (const regionId of Object.values(regions)) {
    await database.transaction((tx) => appendChange(tx, regionId, 'test', 'elsewhere', {}));
  }
  for (const { seen, breaks } of await Promise.all(listeners)) {
    expect(breaks).toBeGreaterThan(5);
    for (const [code, sequences] of seen) {
      const count = after[code]! - before[code]!;
      expect(sequences).toEqual(Array.from({ length: count }, (_, index) => before[code]! + index + 1));
    }
  }
});
