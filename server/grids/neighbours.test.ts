import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addPoint, addWorker, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);

beforeAll(async () => {
  const { west: regionId } = await createTwoRegions(database);
  for (const number of [9, 4]) {
    await addWorker(database, { regionId, number, grid: codes.right, from: '2026-01-01T00:00:00Z' });
  }
  const inRight = { regionId, place: places.inRight, grid: codes.right };
  await addPoint(database, 'incident', { ...inRight, reference: 'a' });
  await addPoint(database, 'incident', { ...inRight, reference: 'b', status: 'in_hand' });
  await addPoint(database, 'incident', { ...inRight, reference: 'c', status: 'closed' });
});

const ask = (code: string, region: string = codes.west) =>
  app.inject(`/api/regions/${region}/grids/${code}/neighbours`);

test('the neighbours of a grid come with their workers and open incidents, longest shared edge first', async () => {
  const response = await ask(codes.left);
  expect(response.statusCode, response.body).toBe(200);
  const { neighbours } = response.json();
  expect(neighbours).toEqual([
    {
      code: codes.right,
      name: '网格002',
      nameEn: 'Grid 002',
      sharedM: expect.any(Number),
      workers: [4, 9],
      openIncidents: 2,
    },
    expect.objectContaining({ code: codes.top, workers: [], openIncidents: 0 }),
  ]);
});

test('a shared edge is as long as PostGIS measures it, from either side', async () => {
  const [ofLeft, ofRight] = [await ask(codes.left), await ask(codes.right)];
  const right = ofLeft.json().neighbours[0];
  const left = ofRight.json().neighbours.find(({ code }: { code: string }) => code === codes.left);
  expect(left.sharedM).toBe(right.sharedM);
  const { rows } = await database.query<{ metres: number }>(sql`
    select st_length(st_intersection(a.geom, b.geom)::geography) as metres
    from grid_version a, grid_version b
    where a.code = ${codes.left} and b.code = ${codes.right} and a.to_version is null and b.to_version is null`);
  expect(Math.abs(right.sharedM - rows[0]!.metres)).toBeLessThan(0.06);
});

test('a grid of another region or another layer is no neighbour', async () => {
  const { neighbours } = (await ask(codes.right)).json();
  expect(neighbours.map(({ code }: { code: string }) => code)).toEqual(
    expect.not.arrayContaining([codes.eastern, codes.park]),
  );
  expect((await ask(codes.park)).json()).toEqual({ neighbours: [] });
  expect((await ask(codes.eastern, codes.east)).json()).toEqual({ neighbours: [] });
});

test('a grid that is not in force has none to tell of', async () => {
  expect((await ask(codes.eastern)).statusCode).toBe(404);
  expect((await ask('nowhere')).statusCode).toBe(404);
});
