import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places, publishThirdVersion } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
});

function post(body: object) {
  return app.inject({ method: 'POST', url: '/api/incidents', payload: body });
}

let number = 0;
function incident(more: object = {}) {
  number += 1;
  return { source: 'hotline', reference: `R-${number}`, category: 'water', ...at(places.inLeft), ...more };
}

async function countIncidents(reference: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    sql`select count(*)::int as count from incident where reference = ${reference}`,
  );
  return rows[0]!.count;
}

async function openIncidents(): Promise<number> {
  const response = await app.inject(`/api/regions/${codes.west}/summary`);
  return response.json().incidents.open;
}

describe('an incident', () => {
  test('is stored under the grid that it lies in, and says where it can be read', async () => {
    const response = await post(
      incident({ severity: 4, accuracyM: 12.5, reportedAt: '2026-11-20T08:00:00+08:00' }),
    );
    expect(response.statusCode).toBe(201);
    const created = response.json();
    expect(created).toMatchObject({
      region: codes.west,
      category: 'water',
      severity: 4,
      status: 'received',
      reportedAt: '2026-11-20T00:00:00Z',
      ...at(places.inLeft),
      accuracyM: 12.5,
      grid: { code: codes.left },
    });
    expect(response.headers.location).toBe(`/ogc/collections/incidents/items/${created.id}`);
    expect((await app.inject(response.headers.location as string)).statusCode).toBe(200);
  });

  test('is counted by the very next request', async () => {
    const before = await openIncidents();
    await post(incident());
    expect(await openIncidents()).toBe(before + 1);
  });

  test('in a dedicated grid belongs to it, and keeps the base grid below', async () => {
    const body = incident(at(places.inPark));
    expect((await post(body)).json().grid.code).toBe(codes.park);
    const { rows } = await database.query(sql`
      select base.code as base, dedicated.code as dedicated
      from incident i
      join grid_code base on base.grid_id = i.base_grid_id
      join grid_code dedicated on dedicated.grid_id = i.dedicated_grid_id
      where i.reference = ${body.reference}`);
    expect(rows).toEqual([{ base: codes.left, dedicated: codes.park }]);
  });

  test('goes to the region that it lies in when none is given', async () => {
    expect((await post(incident(at(places.inEastern)))).json().region).toBe(codes.east);
  });

  test('in no grid is kept in the region given, unassigned', async () => {
    const response = await post(incident({ ...at(places.farAway), region: codes.west }));
    expect(response.statusCode).toBe(201);
    expect(response.json().grid).toBeNull();
  });

  test('in no region, with none given, is refused', async () => {
    const response = await post(incident(at(places.farAway)));
    expect(response.statusCode).toBe(422);
    expect(response.json().parameter).toBe('region');
  });

  test('is located by the boundaries of a publication that came a moment ago', async () => {
    const place = at(places.changedHands);
    expect((await post(incident(place))).json().grid.code).toBe(codes.left);
    await publishThirdVersion(database, west);
    expect((await post(incident(place))).json().grid.code).toBe(codes.right);
  });
});

describe('sent again', () => {
  test('the same incident is stored once, and answered as before', async () => {
    const body = incident({ address: '1 Harbour Road' });
    const first = await post(body);
    const again = await post(Object.fromEntries(Object.entries({ ...body, severity: 2 }).reverse()));
    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    expect(again.json()).toEqual(first.json());
    expect(again.headers.location).toBe(first.headers.location);
    expect(await countIncidents(body.reference)).toBe(1);
  });

  test('another incident by the same reference is a conflict that names it', async () => {
    const body = incident();
    await post(body);
    const response = await post({ ...body, severity: 4 });
    expect(response.statusCode).toBe(409);
    expect(response.json().detail).toContain(body.reference);
    expect(await countIncidents(body.reference)).toBe(1);
  });

  test('another source may use the same reference', async () => {
    const body = incident();
    await post(body);
    expect((await post({ ...body, source: 'app' })).statusCode).toBe(201);
  });
});

test('personal values are in their own table, and never in the change that records the incident', async () => {
  const personal = {
    address: '12 Secret Lane',
    description: 'Water in the cellar',
    reporter: 'Zhang Wei',
    phone: '000-1234',
  };
  const { id } = (await post(incident(personal))).json();
  const changes = await database.query<{ detail: object }>(sql`
    select detail from change where kind = 'incident' and detail ->> 'created' = ${id}`);
  expect(changes.rows[0]!.detail).toMatchObject({ fields: expect.arrayContaining(['phone', 'reporter']) });
  const all = await database.query<{ text: string }>(
    sql`select string_agg(detail::text, ' ') as text from change`,
  );
  for (const value of Object.values(personal)) expect(all.rows[0]!.text).not.toContain(value);
  const stored = await database.query(sql`
    select address, description, reporter, phone from incident_personal where incident_id = ${id}`);
  expect(stored.rows).toEqual([personal]);
});

describe('a body that cannot be used is refused by name', () => {
  test.each<[string, object, number, string]>([
    ['longitude 500', { lon: 500 }, 400, 'lon'],
    ['longitude 1e308', { lon: 1e308 }, 400, 'lon'],
    ['a longitude that is text', { lon: '120' }, 400, 'lon'],
    ['an unknown field', { colour: 'red' }, 400, 'colour'],
    ['a severity of 5', { severity: 5 }, 400, 'severity'],
    ['an unknown status', { status: 'lost' }, 400, 'status'],
    ['30 February', { reportedAt: '2026-02-30T00:00:00Z' }, 400, 'reportedAt'],
    ['a leap second', { reportedAt: '2016-12-31T23:59:60Z' }, 400, 'reportedAt'],
    ['a NUL in a text', { address: 'a\0b' }, 400, 'address'],
    ['an empty reference', { reference: '' }, 400, 'reference'],
    ['an unknown category', { category: 'dragons' }, 422, 'category'],
    ['an unknown region', { region: '999999' }, 422, 'region'],
  ])('%s', async (_, change, status, parameter) => {
    const body = incident(change);
    const response = await post(body);
    expect(response.statusCode).toBe(status);
    expect(response.json().parameter).toBe(parameter);
    expect(await countIncidents(body.reference)).toBe(0);
  });

  test('an unknown category is told the known ones', async () => {
    expect((await post(incident({ category: 'dragons' }))).json().known).toContain('water');
  });
});
