// What a dispatcher does: names who handles an incident, pins it, and is told who did what.
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);
let west: number;

const region = `/api/regions/${codes.west}`;
const collection = `${region}/incidents`;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  for (const number of [11, 12, 13]) await addWorker(number);
});

async function addWorker(number: number): Promise<string> {
  const payload = { source: 'staff', reference: `W-${number}`, number };
  const response = await app.inject({ method: 'POST', url: `${region}/workers`, payload });
  expect(response.statusCode, response.body).toBe(201);
  return response.headers.location as string;
}

let references = 0;
function body(more: object = {}) {
  references += 1;
  return { source: 'desk', reference: `D-${references}`, category: 'water', ...at(places.inLeft), ...more };
}

async function report(more: object = {}, headers: Record<string, string> = {}) {
  const response = await app.inject({ method: 'POST', url: '/api/incidents', payload: body(more), headers });
  expect(response.statusCode, response.body).toBe(201);
  const { id } = response.json();
  return { id, url: `${collection}/${id}`, etag: response.headers.etag as string, json: response.json() };
}

function patch(url: string, payload: object, etag: string, actor?: string) {
  const headers = { 'if-match': etag, ...(actor === undefined ? {} : { 'gridwright-actor': actor }) };
  return app.inject({ method: 'PATCH', url, payload, headers });
}

async function entriesOf(url: string) {
  const response = await app.inject(`${url}/history`);
  expect(response.statusCode, response.body).toBe(200);
  expect(response.headers['cache-control']).toBe('private, no-store');
  return response.json().entries;
}

describe('the worker who handles an incident', () => {
  test('is nobody at first, is named by his number, shown with his id, and taken away by null', async () => {
    const { url, etag, json } = await report();
    expect(json.worker).toBeNull();
    const given = await patch(url, { worker: 12 }, etag);
    expect(given.statusCode, given.body).toBe(200);
    expect(given.json().worker).toEqual({ id: expect.stringMatching(/^\d+$/), number: 12 });
    expect((await app.inject(url)).json().worker.number).toBe(12);
    const moved = await patch(url, { severity: 4 }, given.headers.etag as string);
    expect(moved.json().worker.number).toBe(12);
    const taken = await patch(url, { worker: null }, moved.headers.etag as string);
    expect(taken.json().worker).toBeNull();
  });

  test('is recorded in time, and named in the change', async () => {
    const { id, url, etag } = await report();
    const given = await patch(url, { worker: 11, status: 'dispatched' }, etag);
    const { rows } = await database.query(sql`
      select w.number, i.valid_to = 'infinity' as "isCurrent"
      from incident i
      left join worker w on w.region_id = ${west} and w.worker_id = i.worker_id
      where i.region_id = ${west} and i.incident_id = ${id}
      order by i.valid_from`);
    expect(rows).toEqual([
      { number: null, isCurrent: false },
      { number: 11, isCurrent: true },
    ]);
    const { changes } = (
      await app.inject(`${region}/changes?since=${Number(given.json().changeSequence) - 1}`)
    ).json();
    expect(changes[0]).toMatchObject({
      detail: { changed: id, fields: ['status', 'worker', 'correctedByHand'] },
    });
  });

  test('of two dispatchers who name one at once, the second is told that it is another incident by now', async () => {
    const { url, etag } = await report();
    const answers = await Promise.all([patch(url, { worker: 11 }, etag), patch(url, { worker: 12 }, etag)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    const [winner, loser] = answers[0]!.statusCode === 200 ? answers : [answers[1], answers[0]];
    expect(loser!.json().etag).toBe(winner!.headers.etag);
    expect((await app.inject(url)).json()).toEqual(winner!.json());
  });

  test('stays when the incident is pinned and unpinned', async () => {
    const { url, etag } = await report();
    const given = await patch(url, { worker: 13 }, etag);
    const pinned = await app.inject({
      method: 'PUT',
      url: `${url}/pin`,
      payload: { grid: codes.top, reason: 'The entrance is there' },
      headers: { 'if-match': given.headers.etag as string },
    });
    expect(pinned.json()).toMatchObject({ worker: { number: 13 }, grid: { code: codes.top } });
    await app.inject({
      method: 'DELETE',
      url: `${url}/pin`,
      headers: { 'if-match': pinned.headers.etag as string },
    });
    expect((await app.inject(url)).json()).toMatchObject({ worker: { number: 13 }, pin: null });
  });

  test('stays when the source sends a newer state that does not know him', async () => {
    const known = body();
    const payload = { ...known, worker: 11 };
    const first = await app.inject({ method: 'POST', url: '/api/incidents', payload });
    const newer = { ...known, severity: 4 };
    const url = `${collection}/bulk`;
    const sent = await app.inject({ method: 'POST', url, payload: { rows: [newer] } });
    expect(sent.json().changed).toBe(1);
    const stored = await app.inject(`${collection}/${first.json().id}`);
    expect(stored.json()).toMatchObject({ severity: 4, worker: { number: 11 } });
  });

  test.each<[string, unknown, number]>([
    ['whom there is not', 999, 422],
    ['number 0', 0, 400],
    ['with a number of text', '12', 400],
    ['with half a number', 1.5, 400],
  ])('%s is refused, and named', async (_, worker, status) => {
    const { url, etag } = await report();
    const answers = [
      await patch(url, { worker }, etag),
      await app.inject({ method: 'POST', url: '/api/incidents', payload: body({ worker }) }),
      await app.inject({ method: 'POST', url: `${collection}/bulk`, payload: { rows: [body({ worker })] } }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([status, status, 422]);
    for (const answer of answers) expect(answer.json().detail).toContain(`worker=${worker}`);
    expect((await app.inject(url)).headers.etag).toBe(etag);
  });

  test('cannot end while he handles open incidents; afterwards closed ones go on naming him', async () => {
    const location = await addWorker(77);
    const { url, etag } = await report({ worker: 77 });
    const end = () => app.inject({ method: 'DELETE', url: location, headers: { 'if-match': '*' } });
    const refused = await end();
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ openIncidents: 1, detail: expect.stringContaining('1 open') });
    expect((await app.inject(location)).statusCode).toBe(200);
    const closed = await patch(url, { status: 'closed' }, etag);
    expect(closed.statusCode, closed.body).toBe(200);
    expect((await end()).statusCode).toBe(204);
    expect((await app.inject(url)).json().worker.number).toBe(77);
    const later = await report();
    expect((await patch(later.url, { worker: 77 }, later.etag)).statusCode).toBe(422);
  });
});

describe('an incident that is reported with a pin and a worker', () => {
  const pin = { grid: codes.top, reason: 'The caller stands there' };

  test('has them at once, in one change', async () => {
    const { json } = await report({ pin, worker: 12 });
    expect(json).toMatchObject({ pin, worker: { number: 12 }, grid: { code: codes.top } });
    const { rows } = await database.query<{ detail: { fields: string[] } }>(sql`
      select detail from change where region_id = ${west} and sequence >= ${json.changeSequence}`);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.detail.fields).toEqual(expect.arrayContaining(['pin', 'worker']));
  });

  test('is stored once however often it is sent, and is another one with another pin', async () => {
    const payload = body({ pin, worker: 12 });
    const send = (more: object = {}) =>
      app.inject({ method: 'POST', url: '/api/incidents', payload: { ...payload, ...more } });
    expect((await send()).statusCode).toBe(201);
    expect((await send()).statusCode).toBe(200);
    expect((await send({ pin: { reason: pin.reason, grid: pin.grid } })).statusCode).toBe(200);
    expect((await send({ pin: { ...pin, grid: codes.left } })).statusCode).toBe(409);
    expect((await send({ pin: undefined })).statusCode).toBe(409);
  });

  test('is not stored at all when the grid is not in force', async () => {
    const payload = body({ pin: { ...pin, grid: codes.eastern } });
    const response = await app.inject({ method: 'POST', url: '/api/incidents', payload });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ parameter: 'grid', value: codes.eastern });
    const { rows } = await database.query(
      sql`select 1 from incident where reference = ${payload.reference} and source = 'desk'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the history of an incident', () => {
  test('tells what was done, by whom and in which change, oldest first', async () => {
    const { url, etag } = await report({ address: '1 Secret Road' }, { 'gridwright-actor': 'Caller%201' });
    const given = await patch(url, { worker: 12, status: 'dispatched' }, etag, encodeURIComponent('李调度'));
    const moved = await patch(
      url,
      { ...at(places.inTop), phone: '000-7777' },
      given.headers.etag as string,
      'Wang',
    );
    const pinned = await app.inject({
      method: 'PUT',
      url: `${url}/pin`,
      payload: { grid: codes.left, reason: 'By agreement' },
      headers: { 'if-match': moved.headers.etag as string },
    });
    const closed = await patch(url, { status: 'closed', severity: 3 }, pinned.headers.etag as string);
    const entries = await entriesOf(url);
    expect(entries).toMatchObject([
      {
        actor: 'Caller 1',
        changes: [
          { field: 'created', before: null, after: null },
          { field: 'personal', before: null, after: ['address'] },
        ],
      },
      {
        actor: '李调度',
        at: given.json().recordedAt,
        changeSequence: given.json().changeSequence,
        changes: [
          { field: 'status', before: 'received', after: 'dispatched' },
          { field: 'worker', before: null, after: 12 },
        ],
      },
      {
        actor: 'Wang',
        changes: [
          {
            field: 'location',
            before: Object.values(at(places.inLeft)),
            after: Object.values(at(places.inTop)),
          },
          { field: 'grid', before: codes.left, after: codes.top },
          { field: 'personal', before: null, after: ['phone'] },
        ],
      },
      {
        actor: 'api',
        changes: [
          { field: 'grid', before: codes.top, after: codes.left },
          { field: 'pin', before: null, after: { grid: codes.left, reason: 'By agreement' } },
        ],
      },
      {
        actor: 'api',
        changes: [
          { field: 'status', before: 'dispatched', after: 'closed' },
          { field: 'severity', before: 2, after: 3 },
          { field: 'closedAt', before: null, after: closed.json().closedAt },
        ],
      },
    ]);
    expect(entries[2].changes).toHaveLength(3);
    expect(JSON.stringify(entries)).not.toMatch(/Secret|7777/);
  });

  test('outlives the incident, and goes on when its source reports it again', async () => {
    const payload = body();
    const send = () => app.inject({ method: 'POST', url: '/api/incidents', payload });
    const first = await send();
    const url = `${collection}/${first.json().id}`;
    await app.inject({ method: 'DELETE', url, headers: { 'if-match': '*', 'gridwright-actor': 'Cleaner' } });
    expect((await app.inject(url)).statusCode).toBe(404);
    expect(await entriesOf(url)).toMatchObject([
      { actor: 'api', changes: [{ field: 'created' }] },
      { actor: 'Cleaner', changes: [{ field: 'deleted', before: null, after: null }] },
    ]);
    const again = await send();
    expect(again.json().id).toBe(first.json().id);
    const entries = await entriesOf(url);
    expect(entries).toHaveLength(3);
    expect(entries[2]).toMatchObject({
      changeSequence: again.json().changeSequence,
      changes: [{ field: 'created' }],
    });
  });

  test('of one that there never was is not found', async () => {
    expect((await app.inject(`${collection}/999999999/history`)).statusCode).toBe(404);
    expect((await app.inject(`${collection}/999999999/personal`)).statusCode).toBe(404);
  });
});

test('who handles an incident reads its personal fields, and no cache keeps them', async () => {
  const { url } = await report({ address: '1 Harbour Road', phone: '000-1234' });
  const response = await app.inject(`${url}/personal`);
  expect(response.headers['cache-control']).toBe('private, no-store');
  expect(response.json()).toEqual({
    address: '1 Harbour Road',
    description: null,
    reporter: null,
    phone: '000-1234',
  });
});

describe('who writes', () => {
  test.each<[string, string]>([
    ['nobody at all', ''],
    ['blanks', '%20%20'],
    ['a name of 65 characters', 'x'.repeat(65)],
    ['a line feed', 'a%0Ab'],
    ['what is not percent-encoded', 'a%'],
    ['what is not UTF-8', '%E4%B8'],
    ['bytes that are not encoded at all', 'Zo\u00eb'],
  ])('cannot be %s', async (_, actor) => {
    const payload = body();
    const headers = { 'gridwright-actor': actor };
    const response = await app.inject({ method: 'POST', url: '/api/incidents', payload, headers });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ parameter: 'Gridwright-Actor', value: actor });
  });

  test('can be said with every write that is kept as a change', async () => {
    const { paths } = (await app.inject('/api/openapi.json')).json();
    const silent = Object.entries<Record<string, { parameters?: { name: string }[] }>>(paths).flatMap(
      ([path, operations]) =>
        Object.entries(operations)
          .filter(([method, { parameters = [] }]) => {
            return method !== 'get' && !parameters.some(({ name }) => name === 'gridwright-actor');
          })
          .map(([method]) => `${method} ${path}`),
    );
    expect(silent).toEqual(['post /api/locate', 'delete /api/regions/{region}/imports/{id}']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a worker', () => addWorkerAs()],
    ['a bulk upsert', () => bulkAs()],
    ["a grid's name", () => renameAs()],
    ['a household', () => householdAs()],
  ])('is kept with the change of %s', async (_, write) => {
    await write();
    const { changes } = (await app.inject(`${region}/changes?since=0&limit=1000`)).json();
    expect(changes.at(-1).actor).toBe('李四');
  });

  const headers = { 'gridwright-actor': encodeURIComponent('李四') };
  const addWorkerAs = () =>
    app.inject({
      method: 'POST',
      url: `${region}/workers`,
      payload: { source: 'a', reference: 'b' },
      headers,
    });
  const bulkAs = () =>
    app.inject({ method: 'POST', url: `${collection}/bulk`, payload: { rows: [body()] }, headers });
  const renameAs = () =>
    app.inject({
      method: 'PATCH',
      url: `${region}/grids/${codes.left}`,
      payload: { nameEn: 'By Li' },
      headers: { ...headers, 'if-match': '*' },
    });
  const householdAs = () => {
    const { category: _, ...payload } = body({ people: 2 });
    return app.inject({ method: 'POST', url: `${region}/households`, payload, headers });
  };
});
