import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../limits.ts';
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

const households = `/api/regions/${codes.west}/households`;

function upsert(rows: unknown, collection = households) {
  return app.inject({ method: 'POST', url: `${collection}/bulk`, payload: { rows } as object });
}

function row(reference: string, more: object = {}) {
  return { source: 'bulk', reference, ...at(places.inLeft), ...more };
}

async function stored(prefix: string) {
  const { rows } = await database.query<{ reference: string; people: number; sequence: string }>(sql`
    select reference, people, change_sequence as sequence from household
    where region_id = ${west} and valid_to = 'infinity' and reference like ${`${prefix}%`} order by reference`);
  return rows;
}

async function changeCount(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(sql`select count(*)::int as count from change`);
  return rows[0]!.count;
}

describe('a bulk upsert', () => {
  test('adds what is new, replaces what differs, and does not touch what is equal', async () => {
    const first = await upsert([row('a1'), row('a2', { phone: '1' }), row('a3', at(places.inPark))]);
    expect(first.statusCode, first.body).toBe(200);
    expect(first.json()).toMatchObject({ created: 3, changed: 0, unchanged: 0, kept: 0 });
    const before = await stored('a');
    const changes = await changeCount();

    const second = await upsert([row('a1', { people: 2 }), row('a2', { phone: '1' }), row('a4')]);
    expect(second.json()).toMatchObject({ created: 1, changed: 1, unchanged: 1 });
    expect(second.json().results.map((result: { outcome: string }) => result.outcome)).toEqual([
      'changed',
      'unchanged',
      'created',
    ]);
    expect(second.json().results[0].id).toBe(first.json().results[0].id);
    const after = await stored('a');
    expect(after.map(({ reference, people }) => [reference, people])).toEqual([
      ['a1', 2],
      ['a2', 1],
      ['a3', 1],
      ['a4', 1],
    ]);
    expect(after[1]).toEqual(before[1]);
    expect(await changeCount()).toBe(changes + 1);
    const { rows } = await database.query(sql`
      select detail from change where region_id = ${west} and sequence = ${second.json().changeSequence}`);
    expect(rows).toEqual([{ detail: { bulk: true, created: 1, changed: 1 } }]);
  });

  test('sent again writes nothing at all', async () => {
    const rows = [row('b1', { people: 3, building: 'x' }), row('b2', { contact: 'c' })];
    await upsert(rows);
    const changes = await changeCount();
    const again = await upsert(rows);
    expect(again.json()).toMatchObject({ created: 0, changed: 0, unchanged: 2, changeSequence: null });
    expect(await changeCount()).toBe(changes);
  });

  test('sees a personal field that alone differs', async () => {
    await upsert([row('c1', { phone: '1' })]);
    expect((await upsert([row('c1', { phone: '2' })])).json()).toMatchObject({ changed: 1 });
    expect((await upsert([row('c1')])).json()).toMatchObject({ changed: 1 });
    const { rows } = await database.query(sql`
      select 1 from household_personal p join household h on h.household_id = p.household_id
      where h.reference = 'c1'`);
    expect(rows).toEqual([]);
  });

  test('keeps what was corrected by hand, and says so', async () => {
    const id = (await upsert([row('d1')])).json().results[0].id;
    const patch = await app.inject({
      method: 'PATCH',
      url: `${households}/${id}`,
      payload: { people: 6 },
      headers: { 'if-match': '*' },
    });
    expect(patch.statusCode).toBe(200);
    expect((await upsert([row('d1', { people: 2 })])).json()).toMatchObject({ kept: 1, changed: 0 });
    expect(await stored('d')).toMatchObject([{ people: 6 }]);
  });

  test('keeps a pin', async () => {
    const id = (await upsert([row('e1')])).json().results[0].id;
    await app.inject({
      method: 'PUT',
      url: `${households}/${id}/pin`,
      payload: { grid: codes.top, reason: 'r' },
      headers: { 'if-match': '*' },
    });
    expect((await upsert([row('e1', { people: 2 })])).json()).toMatchObject({ changed: 1 });
    const { pin, people } = (await app.inject(`${households}/${id}`)).json();
    expect({ pin, people }).toEqual({ pin: { grid: codes.top, reason: 'r' }, people: 2 });
  });

  test('lists every fault by index with its value, and stores nothing', async () => {
    const response = await upsert([
      row('f0'),
      row('f1', { lon: 500 }),
      row('f2', { people: '3' }),
      5,
      row('f0'),
      row('f5', { building: 'a\0b' }),
      row('f6', { phone: 12345 }),
      { source: 'bulk', ...at(places.inLeft) },
    ]);
    expect(response.statusCode).toBe(422);
    expect(response.json().faultCount).toBe(7);
    expect(
      response.json().faults.map(({ index, field, value }: Record<string, unknown>) => [index, field, value]),
    ).toEqual([
      [1, 'lon', '500'],
      [2, 'people', '3'],
      [3, 'row', null],
      [4, 'reference', 'f0'],
      [5, 'building', 'a\\u0000b'],
      [6, 'phone', null],
      [7, 'reference', null],
    ]);
    expect(await stored('f')).toEqual([]);
  });

  test('of incidents names an unknown category by its row', async () => {
    const incidents = `/api/regions/${codes.west}/incidents`;
    const response = await upsert(
      [row('g0', { category: 'water' }), row('g1', { category: 'dragons' })],
      incidents,
    );
    expect(response.statusCode).toBe(422);
    expect(response.json().faults).toMatchObject([{ index: 1, field: 'category', value: 'dragons' }]);
    const good = [row('g0', { category: 'water', accuracyM: 0.1, reportedAt: '2026-11-20T08:00:00+08:00' })];
    expect((await upsert(good, incidents)).json()).toMatchObject({ created: 1 });
    expect((await upsert(good, incidents)).json()).toMatchObject({ unchanged: 1 });
  });

  test('of none, of more than the limit, or of something else is refused', async () => {
    const tooMany = Array.from({ length: limits.bulkRows + 1 }, (_, index) => row(`h${index}`));
    for (const rows of [[], tooMany, 'x', undefined]) {
      const response = await upsert(rows);
      expect(response.statusCode).toBe(400);
      expect(response.json().parameter).toBe('rows');
    }
    const large = await upsert([row('h', { building: 'x'.repeat(limits.bulkBodyBytes) })]);
    expect(large.statusCode).toBe(413);
    expect(large.json().detail).toContain(`${limits.bulkBodyBytes} bytes`);
  });

  test('of 10,000 rows is one change, in which every row is located', async () => {
    const places = Array.from({ length: limits.bulkRows }, (_, index) =>
      at([(index % 100) / 5, Math.floor(index / 100) / 5]),
    );
    const rows = places.map((place, index) => ({ source: 'many', reference: `m${index}`, ...place }));
    const changes = await changeCount();
    const response = await upsert(rows);
    expect(response.statusCode).toBe(200);
    expect(response.json().created).toBe(limits.bulkRows);
    expect(await changeCount()).toBe(changes + 1);
    expect((await upsert(rows)).json().unchanged).toBe(limits.bulkRows);
    const check = await verifyRegion(database, { regionId: west, code: codes.west });
    expect(check.discrepancies).toEqual([]);
    expect(check.points.household).toBeGreaterThan(limits.bulkRows);
  });
});
