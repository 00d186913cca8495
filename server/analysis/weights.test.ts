import sql from 'sql-template-tag';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addPoint, addWorker, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import type { Workload } from './schemas.ts';
import type { RegionWeights } from './weightsSchemas.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;
let defaults: RegionWeights['defaults'];

const url = `/api/regions/${codes.west}/weights`;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  await addWorker(database, { regionId: west, number: 1, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addPoint(database, 'household', {
    regionId: west,
    reference: 'h1',
    place: places.inLeft,
    grid: codes.left,
  });
  ({ defaults } = (await read()).weights);
});

beforeEach(async () => {
  expect((await remove((await read()).etag)).statusCode).toBe(200);
});

async function read(): Promise<{ weights: RegionWeights; etag: string }> {
  const response = await app.inject(url);
  expect(response.statusCode).toBe(200);
  return { weights: response.json(), etag: response.headers.etag as string };
}

function put(payload: object, etag?: string, headers: Record<string, string> = {}) {
  const conditions = etag === undefined ? {} : { 'if-match': etag };
  return app.inject({ method: 'PUT', url, payload, headers: { ...conditions, ...headers } });
}

function remove(etag?: string) {
  return app.inject({ method: 'DELETE', url, headers: etag === undefined ? {} : { 'if-match': etag } });
}

async function newestChange(): Promise<{ sequence: string; kind: string; actor: string; detail: unknown }> {
  const { rows } = await database.query<{
    sequence: string;
    kind: string;
    actor: string;
    detail: unknown;
  }>(sql`
    select sequence, kind, actor, detail from change where region_id = ${west} order by sequence desc limit 1`);
  return rows[0]!;
}

test('the weights of a region are the defaults until it has its own', async () => {
  const { weights } = await read();
  expect(weights).toEqual({ weights: defaults, defaults, isDefault: true, recordedAt: null, actor: null });
  expect(defaults).toMatchObject({ householdMinutes: 3, keyPersonMinutes: 30, areaMinutesPerKm2: 60 });
  expect(defaults.incidentMinutes).toMatchObject({ fire: 90, water: 60 });
});

test('weights that are set count at once, and say who set them when', async () => {
  const wanted = {
    ...defaults,
    householdMinutes: 12.5,
    incidentMinutes: { ...defaults.incidentMinutes, fire: 0 },
  };
  const response = await put(wanted, (await read()).etag, { 'gridwright-actor': '%E5%91%A8%E6%95%8F' });
  expect(response.statusCode, response.body).toBe(200);
  expect(response.json()).toMatchObject({ weights: wanted, defaults, isDefault: false, actor: '周敏' });
  const { weights, etag } = await read();
  expect(weights).toEqual(response.json());
  expect(etag).toBe(response.headers.etag);
  expect(Date.now() - Date.parse(weights.recordedAt!)).toBeLessThan(60_000);
  const workload = (await app.inject(`/api/regions/${codes.west}/workload`)).json<Workload>();
  expect(workload.weights).toEqual(wanted);
  expect(workload.grids.find(({ code }) => code === codes.left)!.parts.households).toBe(12.5);
  expect(await newestChange()).toMatchObject({
    kind: 'region',
    actor: '周敏',
    detail: { changed: codes.west, fields: ['workloadWeights'] },
  });
});

test('a workload that a client has is another one after the weights were set', async () => {
  const before = (await app.inject(`/api/regions/${codes.west}/workload`)).headers.etag as string;
  await put({ ...defaults, areaMinutesPerKm2: 1 }, (await read()).etag);
  const response = await app.inject({
    url: `/api/regions/${codes.west}/workload`,
    headers: { 'if-none-match': before },
  });
  expect(response.statusCode).toBe(200);
});

test('deleted weights are the defaults again, recorded as a change', async () => {
  await put({ ...defaults, keyPersonMinutes: 7 }, (await read()).etag);
  const set = await newestChange();
  const response = await remove((await read()).etag);
  expect(response.json()).toEqual({
    weights: defaults,
    defaults,
    isDefault: true,
    recordedAt: null,
    actor: null,
  });
  expect(Number((await newestChange()).sequence)).toBe(Number(set.sequence) + 1);
});

test('what changes nothing is not recorded', async () => {
  const own = { ...defaults, keyPersonMinutes: 7 };
  await put(own, (await read()).etag);
  const { sequence } = await newestChange();
  const { etag } = await read();
  const reordered = { incidentMinutes: Object.fromEntries(Object.entries(own.incidentMinutes).reverse()) };
  const again = await put({ ...own, ...reordered }, etag);
  expect([again.statusCode, again.headers.etag]).toEqual([200, etag]);
  expect((await newestChange()).sequence).toBe(sequence);
});

test('two who set weights at once: the second one is told, and nothing is overwritten', async () => {
  const { etag } = await read();
  const first = await put({ ...defaults, keyPersonMinutes: 7 }, etag);
  const second = await put({ ...defaults, keyPersonMinutes: 8 }, etag);
  expect(second.statusCode).toBe(412);
  expect(second.json().etag).toBe(first.headers.etag);
  expect((await remove(etag)).statusCode).toBe(412);
  expect((await read()).weights.weights.keyPersonMinutes).toBe(7);
});

test('a write that does not say what it saw is refused', async () => {
  expect((await put(defaults)).statusCode).toBe(428);
  expect((await remove()).statusCode).toBe(428);
});

test.each([
  ['unknown', { dragons: 5 }, 'incidentMinutes.dragons', /there are dispute, fire, lighting/],
  ['negative', { fire: -1 }, 'incidentMinutes.fire', /0/],
  ['too large', { fire: 10_001 }, 'incidentMinutes.fire', /10000/],
  ['missing', { fire: undefined }, 'incidentMinutes', /lacks fire; name every category/],
])('minutes of a category that are %s are refused by name', async (_, minutes, parameter, why) => {
  const incidentMinutes = { ...defaults.incidentMinutes, ...minutes };
  const response = await put({ ...defaults, incidentMinutes }, (await read()).etag);
  expect([response.statusCode, response.json().parameter]).toEqual([400, parameter]);
  expect(response.json().detail).toMatch(why);
  expect((await read()).weights.isDefault).toBe(true);
});

test.each([
  [{ householdMinutes: -1 }, 'householdMinutes'],
  [{ keyPersonMinutes: 10_001 }, 'keyPersonMinutes'],
  [{ areaMinutesPerKm2: 'many' }, 'areaMinutesPerKm2'],
  [{ areaMinutesPerKm2: undefined }, 'areaMinutesPerKm2'],
  [{ people: 3 }, 'people'],
])('weights with %o are refused by name', async (change, parameter) => {
  const response = await put({ ...defaults, ...change }, (await read()).etag);
  expect([response.statusCode, response.json().parameter]).toEqual([400, parameter]);
});

test('a category that came after the weights were set counts with its default', async () => {
  await put({ ...defaults, householdMinutes: 5 }, (await read()).etag);
  await database.query(sql`
    insert into incident_category (code, name, name_en, minutes) values ('bicycles', '单车', 'Bicycles', 15)`);
  const { weights } = (await read()).weights;
  expect([weights.householdMinutes, weights.incidentMinutes.bicycles]).toEqual([5, 15]);
  await database.query(sql`delete from incident_category where code = 'bicycles'`);
});

test('weights of an unknown region are not found', async () => {
  expect((await app.inject('/api/regions/999999/weights')).statusCode).toBe(404);
});
