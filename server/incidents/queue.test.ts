import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import type { Queue, QueueItem } from './queueSchemas.ts';

const database = await testDatabase();
const app = await testApp(database);

const region = `/api/regions/${codes.west}`;
const collection = `${region}/incidents`;
const hour = 3_600_000;
const now = Date.now();

/** By reference; the first is the newest. */
const reported: Record<string, object> = {
  newest: { ...at(places.inTop), category: 'fire', severity: 4, ageH: 0 },
  outside: { ...at(places.farAway), category: 'noise', ageH: 30, address: '1 Far Road', description: 'Loud' },
  inPark: { ...at(places.inPark), category: 'water', severity: 1, status: 'in_hand', ageH: 40 },
  given: { ...at(places.inLeft), category: 'water', status: 'dispatched', worker: 12, ageH: 50 },
  alsoOutside: { ...at(places.nearTheTop), category: 'water', ageH: 60 },
  closed: { ...at(places.inLeft), category: 'noise', status: 'closed', ageH: 70 },
  oldest: { ...at(places.inRight), category: 'refuse', severity: 3, ageH: 900, accuracyM: 20 },
};

beforeAll(async () => {
  await createTwoRegions(database);
  const worker = { source: 'staff', reference: 'W-12', number: 12 };
  await app.inject({ method: 'POST', url: `${region}/workers`, payload: worker });
  for (const [reference, { ageH, ...more }] of Object.entries(reported) as [string, { ageH: number }][]) {
    const reportedAt = new Date(now - ageH * hour).toISOString();
    const payload = { source: 'desk', reference, reportedAt, ...more };
    const response = await app.inject({ method: 'POST', url: collection, payload });
    expect(response.statusCode, response.body).toBe(201);
  }
});

async function ask(query = ''): Promise<Queue> {
  const response = await app.inject(`${collection}${query}`);
  expect(response.statusCode, response.body).toBe(200);
  expect(response.headers['cache-control']).toBe('private, no-store');
  return response.json();
}

async function references(query = ''): Promise<string[]> {
  return (await ask(query)).incidents.map(({ reference }) => reference);
}

describe('the list of incidents', () => {
  test('is of the open ones, newest first', async () => {
    expect(await references()).toEqual(['newest', 'outside', 'inPark', 'given', 'alsoOutside', 'oldest']);
  });

  test('shows what a dispatcher needs, with the tag that a write wants', async () => {
    const { incidents } = await ask('?status=dispatched');
    const [item] = incidents as [QueueItem];
    expect(item).toEqual({
      id: expect.any(String),
      source: 'desk',
      reference: 'given',
      category: 'water',
      severity: 2,
      status: 'dispatched',
      reportedAt: expect.any(String),
      closedAt: null,
      ...at(places.inLeft),
      accuracyM: null,
      grid: { code: codes.left, name: '网格001', nameEn: 'Grid 001' },
      worker: { id: expect.any(String), number: 12 },
      isPinned: false,
      address: null,
      description: null,
      etag: expect.any(String),
    });
    const url = `${collection}/${item.id}`;
    expect((await app.inject(url)).headers.etag).toBe(item.etag);
    const patched = await app.inject({
      method: 'PATCH',
      url,
      payload: { severity: 2 },
      headers: { 'if-match': item.etag },
    });
    expect(patched.statusCode).toBe(200);
  });

  test('shows the address and what happened, and neither who reported it nor his telephone', async () => {
    const [item] = (await ask('?unassigned=true')).incidents;
    expect(item).toMatchObject({
      reference: 'outside',
      grid: null,
      address: '1 Far Road',
      description: 'Loud',
    });
    expect(Object.keys(item!)).not.toEqual(expect.arrayContaining(['reporter']));
    expect(Object.keys(item!)).not.toEqual(expect.arrayContaining(['phone']));
  });

  test('begins with those in no grid when asked to', async () => {
    expect(await references('?order=unassignedFirst')).toEqual([
      'outside',
      'alsoOutside',
      'newest',
      'inPark',
      'given',
      'oldest',
    ]);
  });

  test.each<[string, string[]]>([
    ['state=closed', ['closed']],
    ['state=all&category=noise', ['outside', 'closed']],
    ['status=closed', ['closed']],
    ['status=in_hand,dispatched', ['inPark', 'given']],
    ['state=open&status=closed', []],
    ['category=fire,refuse', ['newest', 'oldest']],
    ['severity=3,4', ['newest', 'oldest']],
    ['unassigned=true', ['outside', 'alsoOutside']],
    ['worker=12', ['given']],
    ['worker=none', ['newest', 'outside', 'inPark', 'alsoOutside', 'oldest']],
    [`grid=${codes.park}`, ['inPark']],
    [`grid=${codes.left}&state=all`, ['given', 'closed']],
    [`to=${new Date(now - 55 * hour).toISOString()}`, ['alsoOutside', 'oldest']],
    [`from=${new Date(now - 45 * hour).toISOString()}`, ['newest', 'outside', 'inPark']],
    ['from=2000-01-01&to=2000-01-02', []],
  ])('with %s has %j', async (query, expected) => {
    const { incidents, matched, next } = await ask(`?${query}`);
    expect(incidents.map(({ reference }) => reference)).toEqual(expected);
    expect(matched).toBe(expected.length);
    expect(next).toBeNull();
  });

  test.each(['newest', 'unassignedFirst', 'nearest'])(
    'comes page by page, each incident once, in the order %s',
    async (order) => {
      const near = order === 'nearest' ? '&near=120.45,36.38' : '';
      const whole = await references(`?order=${order}${near}`);
      const walked: string[] = [];
      let after = '';
      for (let page = 0; page < 10; page += 1) {
        const { incidents, next, matched } = await ask(`?order=${order}${near}&limit=2${after}`);
        expect(matched).toBe(6);
        walked.push(...incidents.map(({ reference }) => reference));
        if (next === null) break;
        after = `&after=${encodeURIComponent(next)}`;
      }
      expect(walked).toEqual(whole);
    },
  );

  test('counts the whole region, whatever is asked for', async () => {
    const counts = { open: 6, unassigned: 2, withoutWorker: 5, today: 1 };
    expect((await ask('?category=fire&limit=1')).counts).toEqual(counts);
    expect((await ask('?state=closed')).counts).toEqual(counts);
  });
});

describe('near a place', () => {
  const place = at(places.inLeft);
  const near = `near=${place.lon},${place.lat}`;

  test('each incident has its distance on the ellipsoid, as PostGIS measures it', async () => {
    const { incidents } = await ask(`?state=all&${near}`);
    const { rows } = await database.query<{ reference: string; metres: number }>(sql`
      select reference, st_distance(
        geom::geography, st_setsrid(st_makepoint(${place.lon}, ${place.lat}), 4326)::geography) as metres
      from incident where valid_to = 'infinity'`);
    const metresOf = new Map(rows.map(({ reference, metres }) => [reference, metres]));
    expect(incidents).toHaveLength(7);
    for (const { reference, distanceM } of incidents) {
      expect(Math.abs(distanceM! - metresOf.get(reference)!), reference).toBeLessThanOrEqual(0.06);
    }
  });

  test('the nearest come first, or those within so many metres', async () => {
    expect(await references(`?state=all&order=nearest&${near}`)).toEqual([
      'closed',
      'given',
      'inPark',
      'newest',
      'oldest',
      'alsoOutside',
      'outside',
    ]);
    expect(await references(`?state=all&${near}&withinM=600`)).toEqual(['inPark', 'given', 'closed']);
    const { matched } = await ask(`?state=all&${near}&withinM=1`);
    expect(matched).toBe(2);
  });

  test('a limit of metres is kept to the metre', async () => {
    const { incidents } = await ask(`?${near}&category=water&status=in_hand`);
    const { distanceM } = incidents[0]!;
    expect(await references(`?${near}&status=in_hand&withinM=${Math.ceil(distanceM!)}`)).toEqual(['inPark']);
    expect(await references(`?${near}&status=in_hand&withinM=${Math.floor(distanceM!)}`)).toEqual([]);
  });
});

test('one that is reported, given to somebody or closed is so in the very next answer', async () => {
  const payload = { source: 'desk', reference: 'moving', category: 'other', ...at(places.inLeft) };
  const { id } = (await app.inject({ method: 'POST', url: collection, payload })).json();
  const patch = (body: object) =>
    app.inject({ method: 'PATCH', url: `${collection}/${id}`, payload: body, headers: { 'if-match': '*' } });
  expect(await references('?category=other&worker=none')).toEqual(['moving']);
  await patch({ worker: 12 });
  expect(await references('?category=other&worker=none')).toEqual([]);
  expect(await references('?category=other&worker=12')).toEqual(['moving']);
  await patch({ status: 'closed' });
  expect(await references('?category=other')).toEqual([]);
  const headers = { 'if-match': '*' };
  await app.inject({ method: 'DELETE', url: `${collection}/${id}`, headers });
  expect(await references('?category=other&state=all')).toEqual([]);
});

describe('a question that cannot be answered is refused by name', () => {
  test.each<[string, string]>([
    ['state=lost', 'state'],
    ['status=lost', 'status'],
    ['category=dragons', 'category'],
    ['severity=5', 'severity'],
    ['severity=1,,2', 'severity'],
    ['unassigned=maybe', 'unassigned'],
    ['worker=0', 'worker'],
    ['worker=999', 'worker'],
    ['worker=all', 'worker'],
    [`grid=${codes.eastern}`, 'grid'],
    ['from=yesterday', 'from'],
    ['from=2026-11-02&to=2026-11-01', 'from'],
    ['near=120.45', 'near'],
    ['near=120.45,abc', 'near'],
    ['near=200,36', 'near'],
    ['near=120.45,36.38,5', 'near'],
    ['withinM=100', 'withinM'],
    ['near=120.45,36.38&withinM=0', 'withinM'],
    ['near=120.45,36.38&withinM=5001', 'withinM'],
    ['order=nearest', 'order'],
    ['order=oldest', 'order'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['after=nonsense', 'after'],
    ['after=newest~0~1', 'after'],
    ['after=newest~0~~1', 'after'],
    ['order=unassignedFirst&after=newest~0~1~1', 'after'],
    ['colour=red', 'colour'],
  ])('%s', async (query, parameter) => {
    const response = await app.inject(`${collection}?${query}`);
    expect(response.statusCode, response.body).toBe(400);
    expect(response.json().parameter).toBe(parameter);
  });

  test('of a region that there is not', async () => {
    expect((await app.inject('/api/regions/999999/incidents')).statusCode).toBe(404);
  });
});
