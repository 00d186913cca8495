import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { everything } from '../access/scope.ts';
import { testDatabase } from '../testing/database.ts';
import {
  addPoint,
  addWorker,
  codes,
  createTwoRegions,
  places,
  publishThirdVersion,
  removeHousehold,
} from '../testing/twoRegions.ts';
import { grids } from '../tiles/boundaryLayers.ts';
import { ShapeStore } from '../tiles/shapeStore.ts';
import type { RegionSnapshot } from './regionSnapshot.ts';
import { Snapshots } from './snapshots.ts';

const database = await testDatabase();
/** Two processes on one database. */
const snapshots = new Snapshots(database);
const others = new Snapshots(database);
let west: number;

beforeAll(async () => {
  west = (await createTwoRegions(database)).west;
  await addPoint(database, 'household', {
    regionId: west,
    reference: 'changes hands',
    place: places.changedHands,
    grid: codes.left,
    people: 3,
  });
  await addPoint(database, 'household', {
    regionId: west,
    reference: 'park',
    place: places.inPark,
    grid: codes.park,
  });
});

afterAll(async () => {
  await snapshots.close();
  await others.close();
});

function region(of = snapshots): Promise<RegionSnapshot> {
  return of.region(codes.west, everything);
}

/** Grid codes of the households, in order. */
function householdGrids({ grids, points: { households } }: RegionSnapshot): (string | undefined)[] {
  return [...households.columns.grid.subarray(0, households.length)]
    .map((index) => grids[index]?.code)
    .sort();
}

describe('a snapshot', () => {
  test('holds the grids by face, base before dedicated, each with its path', async () => {
    const { grids, baseGrids, dedicatedGrids, locator } = await region();
    expect(baseGrids.map((grid) => grid.code)).toEqual([codes.left, codes.right, codes.top]);
    expect(locator.base.codes).toEqual(baseGrids.map((grid) => grid.code));
    expect(dedicatedGrids.map((grid) => grid.code)).toEqual([codes.park]);
    expect(grids[3]!.path.map((place) => place.code)).toEqual([
      codes.west,
      '370215001',
      codes.community,
      codes.park,
    ]);
  });

  test('holds the points with the grid that is responsible', async () => {
    expect(householdGrids(await region())).toEqual([codes.left, codes.park]);
  });

  test('is made once for all who ask at the same time', async () => {
    const fresh = new Snapshots(database);
    const [first, second] = await Promise.all([region(fresh), region(fresh)]);
    expect(first).toBe(second);
    await fresh.close();
  });

  test('stays the same object while nothing changes', async () => {
    const before = await region();
    snapshots.invalidate();
    expect(await region()).toBe(before);
  });
});

test('boundaries alone follow publications and workers too, and are the region’s once its points are asked for', async () => {
  const fresh = new Snapshots(database);
  const boundaries = async () => fresh.boundariesOf(await fresh.entry(codes.west, everything));
  const first = await boundaries();
  expect(first).not.toHaveProperty('points');
  expect(await boundaries()).toBe(first);
  await addWorker(database, { regionId: west, number: 99, grid: codes.top, from: '2026-01-01T00:00:00Z' });
  fresh.invalidate();
  const second = await boundaries();
  expect(second.boundaries).toBe(first.boundaries);
  const top = second.grids.find(({ code }) => code === codes.top)!;
  expect(top.workers.map(({ number }) => number)).toEqual([99]);
  const region = await fresh.region(codes.west, everything);
  expect(await boundaries()).toBe(region);
  await fresh.close();
});

test('a region that does not exist, or is out of scope, is not found', async () => {
  const eastOnly = { regionIds: [west + 1], role: 'administrator' } as const;
  await expect(snapshots.region('999999', everything)).rejects.toThrow('no region 999999');
  await expect(snapshots.region(codes.west, eastOnly)).rejects.toThrow(`no region ${codes.west}`);
  expect((await snapshots.regions(eastOnly)).map((entry) => entry.code)).toEqual([codes.east]);
});

test("another server's write is seen within a second", async () => {
  await region();
  await addPoint(database, 'household', {
    regionId: west,
    reference: 'new',
    place: places.inTop,
    grid: codes.top,
  });
  await vi.waitFor(async () => expect((await region()).points.households.length).toBe(3), {
    timeout: 1000,
    interval: 20,
  });
});

test('a deleted point disappears, by the next read of the process that deleted it', async () => {
  await region();
  await removeHousehold(database, west, 'new');
  snapshots.invalidate();
  expect(householdGrids(await region())).toEqual([codes.left, codes.park]);
});

test('a worker appears with the change that brings him', async () => {
  const before = await region();
  expect(before.grids[0]!.workers).toEqual([]);
  await addWorker(database, { regionId: west, number: 7, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  snapshots.invalidate();
  const after = await region();
  expect(after.grids[0]!.workers.map((worker) => worker.number)).toEqual([7]);
  expect(after.locator).toBe(before.locator);
});

test('a publication moves boundaries and points together, and what was read before keeps its boundaries', async () => {
  const before = await region();
  const right = before.boundaries.grids[1]!;
  await publishThirdVersion(database, west);
  snapshots.invalidate();
  const after = await region();
  expect(after.boundaryVersion).toBe(3);
  expect(before.boundaries.grids[1]).toBe(right);
  expect(householdGrids(after)).toEqual([codes.right, codes.park].sort());
  expect(householdGrids(await region(others))).toEqual(householdGrids(after));
});

test('a database that went back behind what was known is read as it is now, and not for ever', async () => {
  const entry = await snapshots.entry(codes.west, everything);
  const ahead = { ...entry, changeSequence: entry.changeSequence + 5 };
  expect((await snapshots.regionOf(ahead)).changeSequence).toBe(entry.changeSequence);
  expect((await new Snapshots(database).boundariesOf(ahead)).boundaries.version).toBe(entry.versionInForce);
  const later = { ...entry, boundaryVersion: entry.boundaryVersion + 1 };
  const shapes = new ShapeStore(database, snapshots).setOf(grids, grids.sourceLayers[0]!, later, 12);
  await expect(shapes).resolves.toBeDefined();
});
