import { expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createHarbour } from '../testing/regions.ts';
import type { TileJson } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);
await createHarbour(database);

test.each([
  ['incidents', 'category=dragons', 'category', 'dragons', /there are dispute, fire, lighting, noise, other/],
  ['incidents', 'category=water,dragons', 'category', 'dragons', /is unknown/],
  ['incidents', 'status=lost', 'status', 'lost', /received, dispatched, in_hand, checked, closed/],
  ['incidents', 'status=closed,', 'status', 'closed,', /none empty/],
  ['incidents', 'from=yesterday', 'from', 'yesterday', /neither a date/],
  ['incidents', 'to=2026-02-30', 'to', '2026-02-30', /neither a date/],
  ['incidents', 'from=2026-03-02&to=2026-03-01', 'from', '2026-03-02', /is not before the end, 2026-03-01/],
  [
    'incidents',
    'kind=base',
    'kind',
    'base',
    /can be filtered by category, status, severity, weekday, hour, from, to/,
  ],
  ['incidents', 'severity=5', 'severity', '5', /there are 1, 2, 3, 4/],
  ['incidents', 'severity=high', 'severity', 'high', /there are 1, 2, 3, 4/],
  ['incidents', 'weekday=0', 'weekday', '0', /there are 1, 2, 3, 4, 5, 6, 7/],
  ['incidents', 'weekday=1,,2', 'weekday', '1,,2', /none empty/],
  ['incidents', 'hour=8', 'hour', '8', /write 8-17, or 22-6 over midnight/],
  ['incidents', 'hour=22-25', 'hour', '22-25', /from 0 to 24/],
  ['incidents', 'hour=24-6', 'hour', '24-6', /from 0 to 24/],
  ['incidents', 'hour=6-6', 'hour', '6-6', /leave it out for the whole day/],
  ['incidents', 'hour=0-0', 'hour', '0-0', /leave it out for the whole day/],
  ['grids', 'hour=8-17', 'hour', '8-17', /can be filtered by kind/],
  ['grids', 'kind=round', 'kind', 'round', /there are base, dedicated/],
  ['areas', 'kind=planet', 'kind', 'planet', /there are region, street, community/],
  ['roads', 'kind=canal', 'kind', 'canal', /there are trunk, main, street, lane, path/],
  ['water', 'kind=canal', 'kind', 'canal', /there are sea, lake, river, stream/],
  ['households', 'kind=small', 'kind', 'small', /has no filters/],
  ['grids', 'status=closed', 'status', 'closed', /can be filtered by kind/],
])('%s are not filtered by %s, and the answer says why', async (layer, query, parameter, value, why) => {
  for (const path of [`/tiles/${layer}.json`, `/tiles/${layer}/12/3418/1603.mvt`]) {
    const response = await app.inject(`${path}?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ parameter, value });
    expect(response.json<{ detail: string }>().detail).toMatch(why);
  }
});

test('the TileJSON of a filtered layer passes the filters on to its tiles', async () => {
  const query =
    'region=370215&category=water,noise&hour=22-00&weekday=7,6,7&severity=4&from=2026-03-01T00:00:00%2B08:00';
  const { tiles } = (await app.inject(`/tiles/incidents.json?${query}`)).json<TileJson>();
  const url = new URL(tiles[0]!.replace('{z}/{x}/{y}', '12/3418/1603'));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    region: '370215',
    category: 'noise,water',
    severity: '4',
    weekday: '6,7',
    hour: '22-24',
    from: '2026-03-01T00:00:00+08:00',
  });
  expect([200, 204]).toContain((await app.inject(url.pathname + url.search)).statusCode);
});
