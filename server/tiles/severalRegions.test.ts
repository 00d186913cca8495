import { beforeAll, expect, test } from 'vitest';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { tilePath, tileReader } from '../testing/tiles.ts';
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
