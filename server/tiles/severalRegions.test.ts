import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { decodeTile, tilePath, tileReader } from '../testing/tiles.ts';
import { addPoint, at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
const { tile } = tileReader(app);
const { lon, lat } = at(places.betweenRegions);
const here = [lon, lat] as const;

let regionIds: { west: number; east: number };

beforeAll(async () => {
  regionIds = await createTwoRegions(database);
  await addHousehold(regionIds.west, 'inRight', codes.right);
  await addHousehold(regionIds.east, 'inEastern', codes.eastern);
});

function addHousehold(regionId: number, place: keyof typeof places, grid: string): Promise<void> {
  return addPoint(database, 'household', { regionId, reference: place, place: places[place], grid });
}

const regionsIn = (features: { properties: object }[] | undefined) => {
  const found = features!.map(({ properties }) => ('code' in properties ? String(properties.code) : ''));
  return [...new Set(found.map((code) => code.slice(0, 6)))].sort();
};

test('a tile over two regions shows both, and of one alone when that is asked for', async () => {
  const path = tilePath('grids', 13, here);
  expect(regionsIn((await tile(path)).grids)).toEqual([codes.west, codes.east]);
  expect(regionsIn((await tile(`${path}?region=${codes.east}`)).grids)).toEqual([codes.east]);
  expect(regionsIn((await tile(`${path}?region=${codes.west}`)).grids)).toEqual([codes.west]);
});

test('points of two regions are counted together, and apart when one is asked for', async () => {
  const count = async (query: string) => {
    const { households } = await tile(tilePath('households', 5, here) + query);
    return households!.reduce((sum, { properties }) => sum + Number(properties.count), 0);
  };
  expect(await count('')).toBe(2);
  expect(await count(`?region=${codes.west}`)).toBe(1);
});

test('one region and both are different tiles, with tags of their own', async () => {
  const tagOf = async (query: string) => (await app.inject(tilePath('grids', 13, here) + query)).headers.etag;
  const tags = [await tagOf(''), await tagOf(`?region=${codes.west}`), await tagOf(`?region=${codes.east}`)];
  expect(new Set(tags).size).toBe(3);
});

test('a write in one region changes no tag of the other', async () => {
  const tagOf = async (code: string) =>
    (await app.inject(`${tilePath('households', 12, here)}?region=${code}`)).headers.etag;
  const before = [await tagOf(codes.west), await tagOf(codes.east)];
  await addHousehold(regionIds.west, 'inTop', codes.top);
  snapshots.invalidate();
  expect(await tagOf(codes.west)).not.toBe(before[0]);
  expect(await tagOf(codes.east)).toBe(before[1]);
});

test('an hour is the hour in each region’s own time zone', async () => {
  await database.query(
    sql`update region set time_zone = 'Europe/Berlin' where region_id = ${regionIds.east}`,
  );
  const reportedAt = '2026-03-10T00:30:00Z';
  await addPoint(database, 'incident', {
    regionId: regionIds.west,
    reference: 'at half past eight',
    place: places.inRight,
    grid: codes.right,
    reportedAt,
  });
  await addPoint(database, 'incident', {
    regionId: regionIds.east,
    reference: 'at half past one',
    place: places.inEastern,
    grid: codes.eastern,
    reportedAt,
  });
  snapshots.invalidate();
  const count = async (hour: string, region = '') => {
    const response = await app.inject(`${tilePath('incidents', 5, here)}?hour=${hour}${region}`);
    const { incidents = [] } = decodeTile(response.rawPayload);
    return incidents.reduce((sum, { properties }) => sum + Number(properties.count), 0);
  };
  expect(await count('1-9')).toBe(2);
  expect(await count('8-9')).toBe(1);
  expect(await count('8-9', `&region=${codes.west}`)).toBe(1);
  expect(await count('1-2', `&region=${codes.east}`)).toBe(1);
  expect(await count('1-2', `&region=${codes.west}`)).toBe(0);
});
