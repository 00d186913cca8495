import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
/** Two servers on one database. */
const apps = [await testApp(database), await testApp(database)];

beforeAll(async () => {
  await createTwoRegions(database);
});

function post(index: number, body: object) {
  return apps[index % 2]!.inject({ method: 'POST', url: '/api/incidents', payload: body });
}

test('equal requests at once store one incident: one is told that it is new, the others that it is known', async () => {
  const body = { source: 'hotline', reference: 'at once', category: 'water', ...at(places.inLeft) };
  const responses = await Promise.all(Array.from({ length: 12 }, (_, index) => post(index, body)));
  expect(responses.map((response) => response.statusCode).sort()).toEqual([...Array(11).fill(200), 201]);
  expect(new Set(responses.map((response) => response.json().id)).size).toBe(1);
});

test('incidents sent at once are all stored, each with a change of its own, in one order', async () => {
  const responses = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      post(index, { source: 'app', reference: `${index}`, category: 'noise', ...at(places.inRight) }),
    ),
  );
  expect(responses.map((response) => response.statusCode)).toEqual(Array(40).fill(201));
  const { rows } = await database.query(sql`
    select count(distinct i.change_sequence)::int as changes, count(*)::int as incidents
    from incident i
    join change c on c.region_id = i.region_id and c.sequence = i.change_sequence
    where i.source = 'app' and c.detail ->> 'created' = i.incident_id::text`);
  expect(rows).toEqual([{ changes: 40, incidents: 40 }]);
});
