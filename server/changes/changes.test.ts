import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { testApp, testDataDirectory } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { listenTo } from '../testing/events.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import { appendChange } from './queries.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;
let address: string;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});

let number = 0;
async function addHousehold(region: string, more: object = {}): Promise<string> {
  number += 1;
  const place = at(region === codes.west ? places.inLeft : places.inEastern);
  const response = await app.inject({
    method: 'POST',
    url: `/api/regions/${region}/households`,
    payload: { source: 'test', reference: `${number}`, ...place, ...more },
  });
  expect(response.statusCode).toBe(201);
  return response.json().changeSequence;
}

/** As another process does, which tells nobody here. */
function addChangeElsewhere(): Promise<string> {
  return database.transaction((tx) => appendChange(tx, west, 'test', 'elsewhere', {}));
}

const changesOf = (query = '') => app.inject(`/api/regions/${codes.west}/changes${query}`);
const sequencesOf = (changes: { sequence: string }[]) => changes.map((change) => Number(change.sequence));

describe('the list of changes', () => {
  test('is walked by its links from the first to the newest, in order and without a gap', async () => {
    for (let count = 0; count < 5; count += 1) await addHousehold(codes.west);
    const walked: number[] = [];
    let url = `/api/regions/${codes.west}/changes?limit=2`;
    for (let hasMore = true; hasMore; ) {
      const page = (await app.inject(url)).json();
      walked.push(...sequencesOf(page.changes));
      ({ hasMore, next: url } = page);
    }
    const { rows } = await database.query<{ newest: number }>(sql`
      select change_sequence::int as newest from region_state where region_id = ${west}`);
    expect(walked).toEqual(Array.from({ length: rows[0]!.newest }, (_, index) => index + 1));
    expect((await app.inject(url)).json().changes).toEqual([]);
    const sequence = await addHousehold(codes.west);
    expect((await app.inject(url)).json().changes).toMatchObject([
      { region: codes.west, sequence, kind: 'household', actor: 'api' },
    ]);
  });

  test.each([
    ['since', '-1'],
    ['since', 'x'],
    ['since', '99999999999999999999'],
    ['limit', '0'],
    ['limit', String(limits.mostChangesPerPage + 1)],
    ['until', '5'],
  ])('refuses %s=%s', async (parameter, value) => {
    const response = await changesOf(`?${parameter}=${value}`);
    expect(response.statusCode).toBe(400);
    expect(response.json().parameter).toBe(parameter);
  });

  test('of a region that has not come so far is a conflict that says how far it is', async () => {
    const { newest } = (await changesOf()).json();
    const response = await changesOf('?since=999999');
    expect(response.statusCode).toBe(409);
    expect(response.json().newest).toBe(newest);
    expect((await app.inject('/api/regions/999999/changes')).statusCode).toBe(404);
  });
});

describe('an event stream', () => {
  const url = (path = '') => `${address}/api/regions/${codes.west}/events${path}`;

  test('brings what is written from now on, with its sequence as id, uncompressed and uncached', async () => {
    const { newest } = (await changesOf()).json();
    const listening = await listenTo(url(), { 'accept-encoding': 'gzip, br' });
    expect(listening.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(listening.response.headers.get('content-encoding')).toBeNull();
    expect(listening.response.headers.get('cache-control')).toContain('no-store');
    expect(listening.response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await listening.take(1)).toEqual([{ id: newest, event: 'ready', data: {} }]);
    const sequence = await addHousehold(codes.west);
    const [event] = await listening.take(1);
    expect(event).toMatchObject({ id: sequence, event: 'change', data: { sequence, kind: 'household' } });
    expect(event!.data).toEqual((await changesOf(`?since=${newest}`)).json().changes[0]);
    listening.leave();
  });

  test('brings what another process wrote', async () => {
    const listening = await listenTo(url());
    await listening.take(1);
    const sequence = await addChangeElsewhere();
    expect(await listening.take(1)).toMatchObject([{ id: sequence, data: { actor: 'elsewhere' } }]);
    listening.leave();
  });

  test('goes on behind the last event that was read, or behind since; the header goes first', async () => {
    const { newest } = (await changesOf()).json();
    const sequences = [await addHousehold(codes.west), await addHousehold(codes.west)];
    const bySince = await listenTo(url(`?since=${newest}`));
    expect((await bySince.take(3)).map(({ id }) => id)).toEqual([newest, ...sequences]);
    bySince.leave();
    const byHeader = await listenTo(url('?since=0'), { 'last-event-id': sequences[0]! });
    expect((await byHeader.take(2)).map(({ id }) => id)).toEqual(sequences);
    byHeader.leave();
  });

  test('from the very first change reads what is not in memory, and goes on with what is', async () => {
    const idle = await listenTo(url());
    await idle.take(1);
    const { newest } = (await changesOf()).json();
    await database.transaction(async (tx) => {
      for (let count = 0; count < 30; count += 1) await appendChange(tx, west, 'test', 'elsewhere', {});
    });
    const listening = await listenTo(url('?since=0'));
    const events = (await listening.take(Number(newest) + 31)).slice(1);
    expect(events.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: Number(newest) + 30 }, (_, index) => index + 1),
    );
    listening.leave();
    idle.leave();
  });

  test('over all regions lists in each id how far each region is, and goes on from there', async () => {
    const all = `${address}/api/events`;
    const first = await listenTo(all);
    const [ready] = await first.take(1);
    expect(ready!.id).toMatch(new RegExp(`^${codes.west}:\\d+,${codes.east}:\\d+$`));
    const eastern = await addHousehold(codes.east);
    const western = await addHousehold(codes.west);
    const events = await first.take(2);
    expect(events.map(({ data }) => [data.region, data.sequence])).toEqual([
      [codes.east, eastern],
      [codes.west, western],
    ]);
    expect(events[1]!.id).toBe(`${codes.west}:${western},${codes.east}:${eastern}`);
    first.leave();
    const again = await listenTo(all, { 'last-event-id': events[0]!.id });
    expect((await again.take(2)).at(-1)!.data).toMatchObject({ region: codes.west, sequence: western });
    again.leave();
    // a region that the list does not name is new to the listener
    const partly = await listenTo(`${all}?since=${codes.east}:${eastern}`);
    expect((await partly.take(2)).at(-1)!.data).toMatchObject({ region: codes.west, sequence: '1' });
    partly.leave();
  });

  test.each<[string, string, string, number]>([
    ['a since that is no sequence', `/api/regions/${codes.west}/events?since=x`, '', 400],
    ['an id that is none', `/api/regions/${codes.west}/events`, 'abc', 400],
    ['an id ahead of the region', `/api/regions/${codes.west}/events`, '99999999', 409],
    ['an unknown region', '/api/regions/999999/events', '', 404],
    ['an unknown region in a list', '/api/events?since=999999:1', '', 400],
    ['a list without sequences', `/api/events?since=${codes.west}`, '', 400],
    ['a list ahead of a region', '/api/events', `${codes.west}:99999999`, 409],
    ['an unknown parameter', '/api/events?region=1', '', 400],
  ])('refuses %s', async (_, path, lastEventId, status) => {
    const response = await app.inject({ url: path, headers: { 'last-event-id': lastEventId } });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  test('ends when its region goes back, as by a restore, and who opens it again is told', async () => {
    const listening = await listenTo(url());
    const [ready] = await listening.take(1);
    const sequence = await addHousehold(codes.west);
    await listening.take(1);
    const set = (newest: string) =>
      database.query(
        sql`update region_state set change_sequence = ${newest}::bigint where region_id = ${west}`,
      );
    await set(ready!.id);
    expect(await listening.rest()).toEqual([]);
    const again = await app.inject({
      url: url().slice(address.length),
      headers: { 'last-event-id': sequence },
    });
    expect(again.statusCode).toBe(409);
    await set(sequence);
  });

  test('is one of a limited number', async () => {
    const listening = await Promise.all(
      Array.from({ length: limits.eventStreams }, () => listenTo(`${address}/api/events`)),
    );
    const refused = await fetch(`${address}/api/events`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    for (const { leave } of listening) leave();
  });
});

test('closing the application ends its streams, without waiting for the listeners to leave', async () => {
  const { buildApp } = await import('../app.ts');
  const { Snapshots } = await import('../snapshot/snapshots.ts');
  const snapshots = new Snapshots(database);
  const other = await buildApp({
    database,
    config: { logLevel: 'silent', dataDirectory: testDataDirectory() },
    snapshots,
  });
  const listening = await listenTo(`${await other.listen({ host: '127.0.0.1', port: 0 })}/api/events`);
  await listening.take(1);
  await other.close();
  expect(await listening.rest()).toEqual([]);
  await snapshots.close();
});
