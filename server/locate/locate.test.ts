import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addWorker, at, codes, createTwoRegions, places, secondVersionFrom } from '../testing/twoRegions.ts';
import type { Location } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);

beforeAll(async () => {
  const { west } = await createTwoRegions(database);
  await addWorker(database, { regionId: west, number: 7, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addWorker(database, {
    regionId: west,
    number: 3,
    grid: codes.right,
    from: '2025-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
  });
});

function get(query: Record<string, string | number>) {
  return app.inject({
    url: '/api/locate',
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  });
}

async function locate(
  place: readonly [number, number],
  more: Record<string, string | number> = {},
): Promise<Location> {
  const response = await get({ ...at(place), ...more });
  expect(response.statusCode).toBe(200);
  return response.json();
}

describe('a point', () => {
  test('is located with the path to its grid and who works there', async () => {
    const location = await locate(places.inLeft);
    expect(location).toMatchObject({
      region: { code: codes.west, nameEn: 'West district' },
      boundaryVersion: 2,
      grid: { code: codes.left, kind: 'base' },
      dedicatedGrid: null,
      workers: [{ number: 7 }],
      ambiguous: false,
    });
    expect(location.path.map((place) => place.code)).toEqual([
      codes.west,
      '370215001',
      codes.community,
      codes.left,
    ]);
    expect({ lon: location.lon, lat: location.lat }).toEqual(at(places.inLeft));
  });

  test('on a shared edge is located in the lower code', async () => {
    const location = await locate(places.betweenLeftAndRight);
    expect(location.grid?.code).toBe(codes.left);
    expect(location.distanceToEdgeM).toBe(0);
    expect(location.runnerUp).toMatchObject({ grid: { code: codes.right }, distanceM: 0 });
  });

  test('where three grids meet is located in the lowest code', async () => {
    expect((await locate(places.whereThreeMeet)).grid?.code).toBe(codes.left);
  });

  test('on the edge of two regions is located in the lower code', async () => {
    expect((await locate(places.betweenRegions)).grid?.code).toBe(codes.right);
  });

  test('in a dedicated grid belongs to it, and the base grid below is still named', async () => {
    const location = await locate(places.inPark);
    expect(location.grid).toMatchObject({ code: codes.park, kind: 'dedicated' });
    expect(location.baseGrid?.code).toBe(codes.left);
    expect(location.runnerUp?.grid.code).toBe(codes.left);
  });

  test('in another region is found there', async () => {
    const location = await locate(places.inEastern);
    expect([location.region?.code, location.grid?.code]).toEqual([codes.east, codes.eastern]);
  });

  test('in no region is answered with nulls', async () => {
    expect(await locate(places.farAway)).toEqual({
      ...at(places.farAway),
      region: null,
      boundaryVersion: null,
      grid: null,
      baseGrid: null,
      dedicatedGrid: null,
      path: [],
      distanceToEdgeM: null,
      nearestEdgePoint: null,
      runnerUp: null,
      ambiguous: false,
      workers: [],
    });
  });

  test('inside a region’s extent but in none of its grids is in no region', async () => {
    expect((await locate([0.1, 18])).region).toBeNull();
  });

  test('is ambiguous when it may be off by more than its distance to the edge', async () => {
    const { distanceToEdgeM } = await locate(places.inLeft);
    expect((await locate(places.inLeft, { accuracyM: distanceToEdgeM! + 1 })).ambiguous).toBe(true);
    expect((await locate(places.inLeft, { accuracyM: distanceToEdgeM! - 1 })).ambiguous).toBe(false);
  });

  test('beside a dedicated grid is ambiguous when it may be inside, far as the base edges are', async () => {
    const { grid, runnerUp, distanceToEdgeM } = await locate(places.besidePark);
    expect([grid?.code, runnerUp?.grid.code]).toEqual([codes.left, codes.park]);
    expect(distanceToEdgeM).toBeGreaterThan(400);
    expect((await locate(places.besidePark, { accuracyM: runnerUp!.distanceM + 1 })).ambiguous).toBe(true);
    expect((await locate(places.besidePark, { accuracyM: runnerUp!.distanceM - 1 })).ambiguous).toBe(false);
  });
});

describe('with at=', () => {
  test("yesterday's boundaries answer", async () => {
    const before = await locate(places.changedHands, { at: '2026-05-31T23:59:59Z' });
    const after = await locate(places.changedHands, { at: secondVersionFrom });
    expect([before.boundaryVersion, before.grid?.code]).toEqual([1, codes.right]);
    expect([after.boundaryVersion, after.grid?.code]).toEqual([2, codes.left]);
  });

  test('a date is its midnight in the region’s time zone', async () => {
    // 1 June begins in Shanghai eight hours before it does in UTC, when the second version takes over
    expect((await locate(places.changedHands, { at: '2026-06-01' })).boundaryVersion).toBe(1);
    expect((await locate(places.changedHands, { at: '2026-06-02' })).boundaryVersion).toBe(2);
  });

  test('those who worked there then are named', async () => {
    const then = await locate(places.inRight, { at: '2026-01-15' });
    const now = await locate(places.inRight);
    expect(then.workers.map((worker) => worker.number)).toEqual([3]);
    expect(now.workers).toEqual([]);
  });
});

describe('coordinates', () => {
  test('in GCJ-02 are converted: the same numbers lie hundreds of metres away', async () => {
    const { lon, lat } = await locate(places.inTop, { crs: 'gcj02' });
    const asked = at(places.inTop);
    expect(Math.hypot((lon - asked.lon) * 90_000, (lat - asked.lat) * 111_000)).toBeGreaterThan(300);
  });

  test('in CGCS2000 are taken as WGS84', async () => {
    expect(await locate(places.inTop, { crs: 'cgcs2000' })).toEqual(await locate(places.inTop));
  });
});

describe('a request that cannot be answered is refused by name', () => {
  const good = at(places.inLeft);
  test.each<[string, Record<string, string | number>, string]>([
    ['lon=NaN', { ...good, lon: 'NaN' }, 'lon'],
    ['lon=1e308', { ...good, lon: '1e308' }, 'lon'],
    ['lon=Infinity', { ...good, lon: 'Infinity' }, 'lon'],
    ['longitude 500', { ...good, lon: 500 }, 'lon'],
    ['latitude 91', { ...good, lat: 91 }, 'lat'],
    ['an empty longitude', { ...good, lon: '' }, 'lon'],
    ['no latitude', { lon: good.lon }, 'lat'],
    ['an unknown parameter', { ...good, lng: 1 }, 'lng'],
    ['an unknown coordinate system', { ...good, crs: 'utm' }, 'crs'],
    ['at=yesterday', { ...good, at: 'yesterday' }, 'at'],
    ['30 February', { ...good, at: '2026-02-30' }, 'at'],
    ['a negative accuracy', { ...good, accuracyM: -1 }, 'accuracyM'],
    ['an infinite accuracy', { ...good, accuracyM: 'Infinity' }, 'accuracyM'],
  ])('%s', async (_, query, parameter) => {
    const response = await get(query);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json().parameter).toBe(parameter);
    expect(response.json().detail).toContain(parameter);
  });
});
