// Two editors at once, on two servers: only where transactions really run at once.
import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places, publishThirdVersion } from '../testing/twoRegions.ts';

const database = await testDatabase();
const apps = [await testApp(database), await testApp(database)];
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
});

const households = `/api/regions/${codes.west}/households`;

async function create(reference: string) {
  const payload = { source: 'test', reference, ...at(places.inLeft) };
  const response = await apps[0]!.inject({ method: 'POST', url: households, payload });
  return { url: response.headers.location as string, etag: response.headers.etag as string };
}

function patch(editor: number, url: string, payload: object, etag: string) {
  return apps[editor % 2]!.inject({ method: 'PATCH', url, payload, headers: { 'if-match': etag } });
}

test('of twelve editors with one tag one is heard, and the others are told the tag that he made', async () => {
  const { url, etag } = await create('contested');
  const responses = await Promise.all(
    Array.from({ length: 12 }, (_, editor) => patch(editor, url, { people: 100 + editor }, etag)),
  );
  const winners = responses.filter((response) => response.statusCode === 200);
  expect(winners).toHaveLength(1);
  const losers = responses.filter((response) => response.statusCode === 412);
  expect(losers).toHaveLength(11);
  const stored = await apps[0]!.inject(url);
  expect(stored.json()).toEqual(winners[0]!.json());
  for (const loser of losers) expect(loser.json().etag).toBe(stored.headers.etag);
});

test('editors who read again whenever they are refused lose no edit, and the periods join', async () => {
  const { url } = await create('counted');
  const increments = 5;
  const editors = 6;
  await Promise.all(
    Array.from({ length: editors }, async (_, editor) => {
      for (let done = 0; done < increments; ) {
        const read = await apps[editor % 2]!.inject(url);
        const people = read.json().people + 1;
        const response = await patch(editor, url, { people }, read.headers.etag as string);
        if (response.statusCode === 200) done += 1;
        else expect(response.statusCode).toBe(412);
      }
    }),
  );
  const { people, id } = (await apps[0]!.inject(url)).json();
  expect(people).toBe(1 + increments * editors);
  const { rows } = await database.query<{ people: number; joins: boolean }>(sql`
    select people, coalesce(valid_from = lag(valid_to) over (order by valid_from), true) as joins
    from household where region_id = ${west} and household_id = ${id} order by valid_from`);
  expect(rows).toEqual(
    Array.from({ length: increments * editors + 1 }, (_, index) => ({ people: index + 1, joins: true })),
  );
});

test('bulk upserts of the same rows at once store each of them once', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({
    source: 'bulk',
    reference: `${index}`,
    ...at(places.inRight),
  }));
  const responses = await Promise.all(
    Array.from({ length: 6 }, (_, server) =>
      apps[server % 2]!.inject({ method: 'POST', url: `${households}/bulk`, payload: { rows } }),
    ),
  );
  expect(responses.map((response) => response.json().created).sort()).toEqual([0, 0, 0, 0, 0, 300]);
  expect(responses.map((response) => response.json().unchanged).sort()).toEqual([0, 300, 300, 300, 300, 300]);
});

test('a household written while the boundaries move lies where the newest ones say', async () => {
  const place = at(places.changedHands);
  const writes = Array.from({ length: 20 }, (_, index) =>
    apps[index % 2]!.inject({
      method: 'POST',
      url: households,
      payload: { source: 'moving', reference: `${index}`, ...place },
    }),
  );
  const [responses] = await Promise.all([Promise.all(writes), publishThirdVersion(database, west)]);
  expect(responses.map((response) => response.statusCode)).toEqual(Array(20).fill(201));
  const { rows } = await database.query(sql`
    select distinct c.code from household h
    join grid_code c on c.region_id = ${west} and c.grid_id = h.grid_id
    where h.source = 'moving' and h.valid_to = 'infinity'`);
  expect(rows).toEqual([{ code: codes.right }]);
});
