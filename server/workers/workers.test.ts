import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { importText } from '../testing/importing.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
});

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const workers = `/api/regions/${codes.west}/workers`;

function send(method: Method, url: string, payload?: object, ifMatch?: string) {
  return app.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });
}

let count = 0;
async function create(more: object = {}) {
  count += 1;
  const body = { source: 'staff', reference: `w${count}`, ...more };
  const response = await send('POST', workers, body);
  expect(response.statusCode, response.body).toBe(201);
  return {
    url: response.headers.location as string,
    etag: response.headers.etag as string,
    ...response.json(),
  };
}

async function assign(url: string, body: object) {
  const response = await send('POST', `${url}/assignments`, body);
  return { response, url: response.headers.location as string, etag: response.headers.etag as string };
}

/** Numbers of those who work the left grid, by the very next lookup. */
async function workersOfLeft(query = ''): Promise<number[]> {
  const { lon, lat } = at(places.inLeft);
  const location = (await app.inject(`/api/locate?lon=${lon}&lat=${lat}${query}`)).json();
  return location.workers.map((worker: { number: number }) => worker.number);
}

async function workerCount(): Promise<number> {
  return (await app.inject(`/api/regions/${codes.west}/summary`)).json().workers;
}

const past = '2026-07-01T00:00:00Z';
const future = '2100-01-01T00:00:00Z';

describe('a worker', () => {
  test('is added with the next number, and shown without name and telephone number', async () => {
    const before = await workerCount();
    const first = await create({ name: 'Zhang Secret', phone: '000-9999' });
    const second = await create();
    expect(second.number).toBe(first.number + 1);
    const read = await app.inject(first.url);
    expect(read.json()).toMatchObject({ id: first.id, personalFields: ['name', 'phone'] });
    expect(read.body).not.toContain('Secret');
    expect(read.headers.etag).toBe(first.etag);
    expect(await workerCount()).toBe(before + 2);
  });

  test('sent again is the one stored; another by the same reference, or with a taken number, is a conflict', async () => {
    const body = { source: 'staff', reference: 'again', name: 'A' };
    const first = await send('POST', workers, body);
    const second = await send('POST', workers, body);
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json()).toEqual(first.json());
    expect((await send('POST', workers, { ...body, name: 'B' })).statusCode).toBe(409);
    const taken = await send('POST', workers, {
      source: 'staff',
      reference: 'taken',
      number: first.json().number,
    });
    expect(taken.statusCode).toBe(409);
    expect(taken.json().parameter).toBe('number');
  });

  test('is replaced and patched under its tag; null erases', async () => {
    const { url, etag } = await create({ number: 501, name: 'A', phone: '1' });
    expect((await send('PUT', url, { number: 502 })).statusCode).toBe(428);
    expect((await send('PUT', url, { number: 502 }, '"old"')).statusCode).toBe(412);
    const patched = await send('PATCH', url, { phone: null }, etag);
    expect(patched.json()).toMatchObject({ number: 501, personalFields: ['name'] });
    expect((await send('PATCH', url, { phone: '2' }, etag)).statusCode).toBe(412);
    const put = await send('PUT', url, { number: 502 }, patched.headers.etag as string);
    expect(put.json()).toMatchObject({ number: 502, personalFields: [] });
    const same = await send('PATCH', url, { number: 502 }, put.headers.etag as string);
    expect(same.headers.etag).toBe(put.headers.etag);
    expect((await send('PATCH', url, { reference: 'other' }, '*')).statusCode).toBe(409);
  });

  test('whose name alone changes has another tag', async () => {
    const { url, etag } = await create({ name: 'A' });
    const response = await send('PATCH', url, { name: 'B' }, etag);
    expect(response.headers.etag).not.toBe(etag);
  });

  test('ends: what he works ends, what is personal goes, what has been stays; and he can come back', async () => {
    const worker = await create({ number: 600, name: 'Wang Secret' });
    await assign(worker.url, { grid: codes.left, validFrom: past });
    await assign(worker.url, { grid: codes.top, validFrom: future });
    expect(await workersOfLeft()).toContain(600);
    const before = await workerCount();
    expect((await send('DELETE', worker.url)).statusCode).toBe(428);
    expect((await send('DELETE', worker.url, undefined, worker.etag)).statusCode).toBe(204);
    expect((await app.inject(worker.url)).statusCode).toBe(404);
    expect((await send('DELETE', worker.url, undefined, '*')).statusCode).toBe(404);
    expect((await app.inject(`${worker.url}/assignments`)).statusCode).toBe(404);
    expect(await workerCount()).toBe(before - 1);
    expect(await workersOfLeft()).not.toContain(600);
    expect(await workersOfLeft('&at=2026-08-01')).toContain(600);
    const { rows } = await database.query(sql`
      select (select count(*)::int from worker_personal where worker_id = ${worker.id}) as personal,
        (select count(*)::int from grid_worker where worker_id = ${worker.id}) as assignments`);
    expect(rows).toEqual([{ personal: 0, assignments: 1 }]);
    const taken = await send('POST', workers, { source: 'staff', reference: 'heir', number: 600 });
    expect(taken.statusCode).toBe(409);
    const back = await send('POST', workers, { source: 'staff', reference: worker.reference });
    expect(back.statusCode).toBe(201);
    expect(back.json()).toMatchObject({ id: worker.id, number: 600, personalFields: [] });
  });

  test('who ended comes back by an import too', async () => {
    const { id, url, reference } = await create({ number: 700 });
    await send('DELETE', url, undefined, '*');
    const result = await importText(database, {
      name: 'workers.csv',
      content: `reference,name\n${reference},New\n`,
      kind: 'workers',
      regionCode: codes.west,
      source: 'staff',
    });
    expect(result).toMatchObject({ added: 0, changed: 1 });
    expect((await app.inject(url)).json()).toMatchObject({ id, number: 700 });
  });

  test.each<[string, object, string]>([
    ['a number of 0', { number: 0 }, 'number'],
    ['a number of 1e308', { number: 1e308 }, 'number'],
    ['a number that is text', { number: '5' }, 'number'],
    ['a NUL in a name', { name: 'a\0b' }, 'name'],
    ['an unknown field', { grid: codes.left }, 'grid'],
  ])('with %s is refused by name', async (_, change, parameter) => {
    const { url } = await create();
    for (const response of [
      await send('POST', workers, { source: 'staff', reference: 'bad', ...change }),
      await send('PATCH', url, change, '*'),
    ]) {
      expect(response.statusCode).toBe(400);
      expect(response.json().parameter).toBe(parameter);
    }
  });
});

describe('an assignment', () => {
  test('is in force for the very next lookup, until it is ended', async () => {
    const worker = await create({ number: 801 });
    const { response, url, etag } = await assign(worker.url, { grid: codes.left });
    expect(response.statusCode, response.body).toBe(201);
    expect(response.json()).toMatchObject({
      worker: worker.id,
      grid: { code: codes.left },
      validTo: null,
    });
    expect(await workersOfLeft()).toContain(801);
    expect((await app.inject(url)).headers.etag).toBe(etag);
    expect((await send('DELETE', url)).statusCode).toBe(428);
    expect((await send('DELETE', url, undefined, etag)).statusCode).toBe(204);
    expect(await workersOfLeft()).not.toContain(801);
    expect((await app.inject(`${worker.url}/assignments`)).json().assignments).toMatchObject([
      { id: response.json().id, validTo: expect.any(String) },
    ]);
    const again = await send('DELETE', url, undefined, '*');
    expect(again.statusCode).toBe(409);
  });

  test('that has begun keeps its grid and its beginning; its end can be moved, but not into the past', async () => {
    const worker = await create();
    const { url, etag } = await assign(worker.url, { grid: codes.left, validFrom: past });
    expect((await send('PATCH', url, { grid: codes.top }, etag)).statusCode).toBe(409);
    expect((await send('PATCH', url, { validFrom: '2026-08-01T00:00:00Z' }, etag)).statusCode).toBe(409);
    const early = await send('PATCH', url, { validTo: '2026-08-01T00:00:00Z' }, etag);
    expect(early.statusCode).toBe(422);
    expect(early.json().parameter).toBe('validTo');
    const ended = await send('PATCH', url, { validTo: future }, etag);
    expect(ended.json().validTo).toBe(future);
    const put = await send(
      'PUT',
      url,
      { grid: codes.left, validFrom: '2026-07-01T08:00:00+08:00' },
      ended.headers.etag as string,
    );
    expect(put.json().validTo).toBeNull();
  });

  test('that has not begun can become another, and leaves no trace when it is taken away', async () => {
    const worker = await create();
    const { url, etag } = await assign(worker.url, { grid: codes.left, validFrom: future });
    const changed = await send('PATCH', url, { grid: codes.top, validFrom: '2101-01-01T00:00:00Z' }, etag);
    expect(changed.json()).toMatchObject({ grid: { code: codes.top }, validFrom: '2101-01-01T00:00:00Z' });
    await send('DELETE', url, undefined, changed.headers.etag as string);
    expect((await app.inject(`${worker.url}/assignments`)).json().assignments).toEqual([]);
    expect((await app.inject(url)).statusCode).toBe(404);
  });

  test('overlaps no other of the same worker and grid', async () => {
    const worker = await create();
    await assign(worker.url, { grid: codes.left, validFrom: past, validTo: future });
    const inside = await assign(worker.url, { grid: codes.left });
    expect(inside.response.statusCode).toBe(409);
    expect(inside.response.json().validTo).toBe(future);
    const behind = await assign(worker.url, { grid: codes.left, validFrom: future });
    expect(behind.response.statusCode).toBe(201);
    expect((await assign(worker.url, { grid: codes.top, validFrom: past })).response.statusCode).toBe(201);
  });

  test.each<[string, object, number, string]>([
    ['a grid of another region', { grid: codes.eastern }, 422, 'grid'],
    ['an end before its beginning', { grid: codes.left, validTo: '2026-01-01T00:00:00Z' }, 422, 'validTo'],
    ['30 February', { grid: codes.left, validFrom: '2026-02-30T00:00:00Z' }, 400, 'validFrom'],
    ['a NUL', { grid: 'a\0' }, 400, 'grid'],
    ['no grid', {}, 400, 'grid'],
  ])('with %s is refused', async (_, body, status, parameter) => {
    const worker = await create();
    const { response } = await assign(worker.url, body);
    expect(response.statusCode).toBe(status);
    expect(response.json().parameter).toBe(parameter);
  });

  test('of another worker is not found', async () => {
    const [first, second] = [await create(), await create()];
    const { response } = await assign(first.url, { grid: codes.left });
    expect((await app.inject(`${second.url}/assignments/${response.json().id}`)).statusCode).toBe(404);
    expect((await assign(`${workers}/999999`, { grid: codes.left })).response.statusCode).toBe(404);
  });
});

test('no name and no telephone number is in any change', async () => {
  const { rows } = await database.query<{ text: string }>(sql`
    select string_agg(detail::text, ' ') as text from change where region_id = ${west}`);
  for (const value of ['Secret', '000-9999']) expect(rows[0]!.text).not.toContain(value);
});
