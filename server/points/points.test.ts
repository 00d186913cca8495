import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyRegion } from '../publication/verify.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const base = `/api/regions/${codes.west}`;
const households = `${base}/households`;

function send(method: Method, url: string, payload?: object, headers: Record<string, string> = {}) {
  return app.inject({ method, url, headers, ...(payload && { payload }) });
}

let number = 0;
function household(more: object = {}) {
  number += 1;
  return { source: 'register', reference: `H-${number}`, ...at(places.inLeft), ...more };
}

/** @returns its address and its ETag */
async function create(more: object = {}, collection = households) {
  const response = await send('POST', collection, household(more));
  expect(response.statusCode, response.body).toBe(201);
  return {
    url: response.headers.location as string,
    etag: response.headers.etag as string,
    id: response.json().id as string,
    body: response.json(),
  };
}

async function rowsOf(id: string) {
  const { rows } = await database.query<{ people: number; isCurrent: boolean; joins: boolean }>(sql`
    select people, valid_to = 'infinity' as "isCurrent",
      coalesce(valid_from = lag(valid_to) over (order by valid_from), true) as joins
    from household where region_id = ${west} and household_id = ${id} order by valid_from`);
  return rows;
}

async function lastChange() {
  const { rows } = await database.query<{ kind: string; detail: Record<string, unknown> }>(sql`
    select kind, detail from change where region_id = ${west} order by sequence desc limit 1`);
  return rows[0]!;
}

async function householdCount(): Promise<number> {
  return (await app.inject(`${base}/summary`)).json().households.total;
}

describe('a household', () => {
  test('is recorded where it lies, and is read under the address and the tag that the answer gives', async () => {
    const { url, etag, body } = await create({
      people: 4,
      keyPersons: 2,
      building: 'B-1',
      phone: '000-1234',
    });
    expect(body).toMatchObject({
      region: codes.west,
      people: 4,
      keyPersons: 2,
      building: 'B-1',
      ...at(places.inLeft),
      grid: { code: codes.left },
      pin: null,
      correctedByHand: false,
      personalFields: ['phone'],
    });
    const read = await app.inject(url);
    expect(read.json()).toEqual(body);
    expect(read.headers.etag).toBe(etag);
    expect((await send('GET', url, undefined, { 'if-none-match': etag })).statusCode).toBe(304);
    expect((await app.inject(`/ogc/collections/households/items/${body.id}`)).statusCode).toBe(200);
  });

  test('sent again is the one stored before; another by the same reference is a conflict', async () => {
    const body = household({ people: 2 });
    const first = await send('POST', households, body);
    const again = await send('POST', households, { ...body, crs: 'wgs84' });
    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    expect(again.json()).toEqual(first.json());
    expect((await send('POST', households, { ...body, people: 3 })).statusCode).toBe(409);
  });

  test('is counted by the very next request, and no more once it is deleted', async () => {
    const before = await householdCount();
    const { url, etag } = await create();
    expect(await householdCount()).toBe(before + 1);
    expect((await send('DELETE', url, undefined, { 'if-match': etag })).statusCode).toBe(204);
    expect(await householdCount()).toBe(before);
  });

  test('outside of every grid is kept unassigned', async () => {
    expect((await create(at(places.farAway))).body.grid).toBeNull();
  });

  test('given in GCJ-02 is stored in WGS84', async () => {
    const { body } = await create({ crs: 'gcj02' });
    expect(Math.abs(body.lon - at(places.inLeft).lon)).toBeGreaterThan(0.001);
  });
});

describe('a replacement', () => {
  test('ends the old row and records the new one under the same id, located anew, by hand', async () => {
    const { url, etag, id } = await create({ people: 4, building: 'B-1', phone: '000-1234' });
    const response = await send('PUT', url, { ...at(places.inPark), people: 5 }, { 'if-match': etag });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      id,
      people: 5,
      building: '',
      grid: { code: codes.park },
      baseGrid: { code: codes.left },
      correctedByHand: true,
      personalFields: [],
    });
    expect(response.headers.etag).not.toBe(etag);
    expect((await app.inject(url)).headers.etag).toBe(response.headers.etag);
    expect(await rowsOf(id)).toEqual([
      { people: 4, isCurrent: false, joins: true },
      { people: 5, isCurrent: true, joins: true },
    ]);
    expect(await lastChange()).toEqual({
      kind: 'household',
      detail: { changed: id, fields: ['position', 'people', 'building', 'phone', 'correctedByHand'] },
    });
  });

  test('by an outdated tag is refused with the current one, and changes nothing', async () => {
    const { url, etag, id } = await create();
    const first = await send('PATCH', url, { people: 7 }, { 'if-match': etag });
    const second = await send('PUT', url, { ...at(places.inLeft), people: 8 }, { 'if-match': etag });
    expect(second.statusCode).toBe(412);
    expect(second.json().etag).toBe(first.headers.etag);
    expect((await rowsOf(id)).at(-1)).toMatchObject({ people: 7 });
    const third = await send('PUT', url, at(places.inLeft), { 'if-match': second.json().etag });
    expect(third.statusCode).toBe(200);
  });

  test('cannot make it somebody else', async () => {
    const { url } = await create();
    const response = await send(
      'PUT',
      url,
      { reference: 'other', ...at(places.inLeft) },
      { 'if-match': '*' },
    );
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ parameter: 'reference', value: 'other' });
  });
});

describe('a merge patch', () => {
  test('changes what it names, with null puts back the default, and leaves the rest', async () => {
    const { url, etag } = await create({
      people: 4,
      keyPersons: 2,
      building: 'B-1',
      phone: '1',
      contact: 'X',
    });
    const response = await app.inject({
      method: 'PATCH',
      url,
      headers: { 'if-match': etag, 'content-type': 'application/merge-patch+json' },
      payload: JSON.stringify({ keyPersons: null, phone: null }),
    });
    expect(response.json()).toMatchObject({
      people: 4,
      keyPersons: 0,
      building: 'B-1',
      personalFields: ['contact'],
      ...at(places.inLeft),
    });
    const { rows } = await database.query(sql`
      select contact, phone from household_personal where household_id = ${response.json().id}`);
    expect(rows).toEqual([{ contact: 'X', phone: null }]);
  });

  test('that changes nothing writes nothing', async () => {
    const { url, etag, id } = await create({ people: 4 });
    const before = await lastChange();
    const response = await send('PATCH', url, { people: 4 }, { 'if-match': etag });
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe(etag);
    expect(await lastChange()).toEqual(before);
    expect(await rowsOf(id)).toHaveLength(1);
  });

  test('of the longitude alone moves it on its latitude', async () => {
    const { url } = await create();
    const { lon } = at(places.inRight);
    const response = await send('PATCH', url, { lon }, { 'if-match': '*' });
    expect(response.json()).toMatchObject({ lon, lat: at(places.inLeft).lat, grid: { code: codes.right } });
  });

  test('of half a position in another system is refused', async () => {
    const { url } = await create();
    const response = await send('PATCH', url, { lon: 120.4, crs: 'gcj02' }, { 'if-match': '*' });
    expect(response.statusCode).toBe(422);
    expect(response.json().parameter).toBe('crs');
  });

  test('can give a corrected one back to the imports', async () => {
    const { url } = await create();
    await send('PATCH', url, { people: 9 }, { 'if-match': '*' });
    expect((await app.inject(url)).json().correctedByHand).toBe(true);
    const response = await send('PATCH', url, { correctedByHand: false }, { 'if-match': '*' });
    expect(response.json()).toMatchObject({ people: 9, correctedByHand: false });
  });

  test('is a media type of PATCH alone', async () => {
    const response = await app.inject({
      method: 'POST',
      url: households,
      headers: { 'content-type': 'application/merge-patch+json' },
      payload: JSON.stringify(household()),
    });
    expect(response.statusCode).toBe(415);
  });
});

describe('a write of something that exists', () => {
  test.each<[Method, string, object | undefined]>([
    ['PUT', '', at(places.inLeft)],
    ['PATCH', '', { people: 2 }],
    ['DELETE', '', undefined],
    ['PUT', '/pin', { grid: codes.top, reason: 'r' }],
    ['DELETE', '/pin', undefined],
  ])('%s%s without If-Match is answered by 428, with a wrong one by 412', async (method, path, body) => {
    const { url, id } = await create();
    const missing = await send(method, `${url}${path}`, body);
    expect(missing.statusCode).toBe(428);
    expect(missing.json().detail).toContain('If-Match');
    expect((await send(method, `${url}${path}`, body, { 'if-match': '"old"' })).statusCode).toBe(412);
    expect((await send(method, `${url}${path}`, body, { 'if-match': 'W/"weak"' })).statusCode).toBe(412);
    expect(await rowsOf(id)).toHaveLength(1);
  });

  test('is answered by 404 once it is gone, or in another region', async () => {
    const { url, etag, id } = await create();
    const elsewhere = `/api/regions/${codes.east}/households/${id}`;
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await send(method, elsewhere, undefined, { 'if-match': '*' })).statusCode).toBe(404);
    }
    await send('DELETE', url, undefined, { 'if-match': etag });
    expect((await app.inject(url)).statusCode).toBe(404);
    expect((await send('PATCH', url, { people: 1 }, { 'if-match': etag })).statusCode).toBe(404);
    expect((await send('DELETE', url, undefined, { 'if-match': etag })).statusCode).toBe(404);
    expect((await app.inject('/api/regions/999999/households/1')).statusCode).toBe(404);
  });
});

describe('a deletion', () => {
  test('ends the row, erases what is personal, and gives the id back to who returns', async () => {
    const { url, etag, id, body } = await create({ phone: '000-1234', address: '12 Secret Lane' });
    await send('DELETE', url, undefined, { 'if-match': etag });
    const { rows } = await database.query(sql`select 1 from household_personal where household_id = ${id}`);
    expect(rows).toEqual([]);
    expect(await rowsOf(id)).toMatchObject([{ isCurrent: false }]);
    expect(await lastChange()).toEqual({ kind: 'household', detail: { deleted: id } });
    const again = await send('POST', households, {
      source: 'register',
      reference: body.reference,
      ...at(places.inTop),
    });
    expect(again.statusCode).toBe(201);
    expect(again.json().id).toBe(id);
    expect(again.json().personalFields).toEqual([]);
  });
});

describe('a pin', () => {
  test('makes a grid responsible, with a reason, until it is taken away', async () => {
    const { url, etag, id } = await create();
    const body = { grid: codes.top, reason: 'The entrance is in the north' };
    const pinned = await send('PUT', `${url}/pin`, body, { 'if-match': etag });
    expect(pinned.statusCode).toBe(200);
    expect(pinned.json()).toMatchObject({
      grid: { code: codes.top },
      baseGrid: { code: codes.left },
      pin: body,
      correctedByHand: false,
    });
    expect(await lastChange()).toEqual({ kind: 'household', detail: { pinned: id, fields: ['pin'] } });
    const moved = await send('PATCH', url, at(places.inRight), {
      'if-match': pinned.headers.etag as string,
    });
    expect(moved.json()).toMatchObject({ grid: { code: codes.top }, baseGrid: { code: codes.right } });
    const taken = await send('DELETE', `${url}/pin`, undefined, { 'if-match': moved.headers.etag as string });
    expect(taken.statusCode).toBe(204);
    const read = await app.inject(url);
    expect(read.json()).toMatchObject({ grid: { code: codes.right }, pin: null });
    expect(read.headers.etag).toBe(taken.headers.etag);
    expect((await send('DELETE', `${url}/pin`, undefined, { 'if-match': '*' })).statusCode).toBe(404);
  });

  test('with If-None-Match: * is set only where there is none', async () => {
    const { url } = await create();
    const pin = (grid: string) => send('PUT', `${url}/pin`, { grid, reason: 'r' }, { 'if-none-match': '*' });
    expect((await pin(codes.top)).statusCode).toBe(200);
    const second = await pin(codes.right);
    expect(second.statusCode).toBe(412);
    expect((await app.inject(url)).json().grid.code).toBe(codes.top);
  });

  test('to a grid that is not in force in the region is refused by its code', async () => {
    const { url } = await create();
    for (const grid of [codes.eastern, '370215001001777']) {
      const response = await send('PUT', `${url}/pin`, { grid, reason: 'r' }, { 'if-match': '*' });
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ parameter: 'grid', value: grid });
    }
  });
});

describe('an incident', () => {
  const incidents = `${base}/incidents`;
  const category = { category: 'water' };

  test('has the same writes; closing it records when, opening it again forgets it', async () => {
    const { url, etag } = await create({ ...category, accuracyM: 12.3 }, incidents);
    const closed = await send('PATCH', url, { status: 'closed' }, { 'if-match': etag });
    expect(closed.json()).toMatchObject({ status: 'closed', closedAt: expect.any(String), accuracyM: 12.3 });
    const reopened = await send('PATCH', url, { status: 'in_hand' }, { 'if-match': '*' });
    expect(reopened.json()).toMatchObject({ status: 'in_hand', closedAt: null });
    const put = await send(
      'PUT',
      url,
      { ...at(places.inTop), category: 'noise', status: 'closed', closedAt: '2026-11-24T10:00:00.5+08:00' },
      { 'if-match': '*' },
    );
    expect(put.json()).toMatchObject({
      category: 'noise',
      closedAt: '2026-11-24T02:00:00.5Z',
      reportedAt: closed.json().reportedAt,
      accuracyM: null,
      grid: { code: codes.top },
    });
  });

  test('that is not closed has no time of closing', async () => {
    const body = household({ ...category, closedAt: '2026-11-24T10:00:00Z' });
    const response = await send('POST', incidents, body);
    expect(response.statusCode).toBe(422);
    expect(response.json().parameter).toBe('closedAt');
  });

  test('of an unknown category is refused, also by a patch', async () => {
    const { url } = await create(category, incidents);
    const response = await send('PATCH', url, { category: 'dragons' }, { 'if-match': '*' });
    expect(response.statusCode).toBe(422);
    expect(response.json().known).toContain('water');
  });

  test('recorded by /api/incidents can be changed with the tag of that answer', async () => {
    const body = { source: 'app', reference: 'x', ...category, ...at(places.inLeft) };
    const created = await send('POST', '/api/incidents', body);
    const url = `${incidents}/${created.json().id}`;
    const tag = { 'if-match': created.headers.etag as string };
    expect((await send('PATCH', url, { severity: 4 }, tag)).statusCode).toBe(200);
    expect((await send('POST', '/api/incidents', body)).json().severity).toBe(4);
  });

  test('with an accuracy below what a float4 can hold is stored', async () => {
    const { body } = await create({ ...category, accuracyM: 1e-60 }, incidents);
    expect(body.accuracyM).toBe(0);
  });
});

describe('a body that cannot be used is refused by name', () => {
  test.each<[string, object, number, string]>([
    ['half a resident', { people: 1.5 }, 400, 'people'],
    ['1e308 residents', { people: 1e308 }, 400, 'people'],
    ['-1 residents', { people: -1 }, 400, 'people'],
    ['latitude 91', { lat: 91 }, 400, 'lat'],
    ['a NUL in a building', { building: 'a\0b' }, 400, 'building'],
    ['a NUL in a reference', { reference: 'a\0b' }, 400, 'reference'],
    ['an object for a text', { building: {} }, 400, 'building'],
    ['an unknown field', { colour: 'red' }, 400, 'colour'],
    ['an unknown crs', { crs: 'utm' }, 400, 'crs'],
    ['a null for what cannot be removed', { lon: null }, 400, 'lon'],
  ])('%s', async (_, change, status, parameter) => {
    const { url } = await create();
    const responses = [
      await send('POST', households, household(change)),
      await send('PATCH', url, change, { 'if-match': '*' }),
    ];
    for (const response of responses) {
      expect(response.statusCode, response.body).toBe(status);
      expect(response.json().parameter).toBe(parameter);
    }
  });

  test('a personal text with a NUL is not repeated', async () => {
    const response = await send('POST', households, household({ address: 'Secret\0Lane' }));
    expect(response.statusCode).toBe(400);
    expect(response.body).not.toContain('Secret');
  });

  test.each(['0', '-1', 'x', '1e3', '99999999999999999999', '%00'])('the id %s', async (id) => {
    const response = await app.inject(`${households}/${id}`);
    expect(response.statusCode).toBe(400);
  });
});

test('after all this, what is stored is what a fresh computation gives', async () => {
  expect((await verifyRegion(database, { regionId: west, code: codes.west })).discrepancies).toEqual([]);
});

test('no personal value is in any change', async () => {
  const { rows } = await database.query<{ text: string }>(
    sql`select string_agg(detail::text, ' ') as text from change`,
  );
  for (const value of ['000-1234', 'Secret']) expect(rows[0]!.text).not.toContain(value);
});
