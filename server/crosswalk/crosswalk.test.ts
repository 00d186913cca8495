import { beforeAll, describe, expect, test } from 'vitest';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { polygonAreaM2 } from '../../core/geodesy.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { publishGrids } from '../testing/regions.ts';
import { addPoint, at, codes, createTwoRegions, places, secondVersionFrom } from '../testing/twoRegions.ts';
import type { Crosswalk, CrosswalkRow } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);

/** A polygon in the drawing of the two regions. */
function shape(...corners: [number, number][]): FixedMultiPolygon {
  return [
    [
      Int32Array.from(
        corners.flatMap((corner) => {
          const { lon, lat } = at(corner);
          return [Math.round(lon * 1e7), Math.round(lat * 1e7)];
        }),
      ),
    ],
  ];
}

const easternGrid = { code: codes.eastern, kind: 'base', name: '东', nameEn: 'Eastern' } as const;

beforeAll(async () => {
  const { west, east } = await createTwoRegions(database);
  const household = { regionId: west, people: 1, keyPersons: 0 };
  for (const [reference, place, grid] of [
    ['1', places.changedHands, codes.left],
    ['2', places.inRight, codes.right],
    ['3', [16, 5], codes.right],
    ['4', places.inPark, codes.park],
  ] as const) {
    await addPoint(database, 'household', { ...household, reference, place, grid });
  }
  // the eastern region becomes smaller, and in its middle a dedicated grid comes and goes
  const whole: [number, number][] = [
    [20, 0.3],
    [30, 0],
    [31, 12],
    [20.5, 11.5],
  ];
  const market = {
    code: '370216001001901',
    kind: 'dedicated',
    name: '市场',
    nameEn: 'Market',
    polygons: shape([21.5, 1.5], [24, 1.8], [22.5, 4]),
  } as const;
  await publishGrids(database, east, [{ ...easternGrid, polygons: shape(...whole) }, market]);
  await publishGrids(database, east, [
    { ...easternGrid, polygons: shape([20, 0.3], [30, 0], [29, 9], [20.5, 11.5]) },
  ]);
});

async function crosswalk(query: string): Promise<Crosswalk> {
  const response = await app.inject(`/api/crosswalk?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

function expectWhole(rows: readonly CrosswalkRow[]): void {
  for (const from of new Set(rows.map((row) => row.from))) {
    const own = rows.filter((row) => row.from === from);
    expect(Math.abs(own.reduce((sum, row) => sum + row.areaShare, 0) - 1)).toBeLessThan(1e-9);
    const shares = own.map((row) => row.householdShare);
    if (shares[0] === null) expect(shares).toEqual(shares.map(() => null));
    else expect(Math.abs(shares.reduce<number>((sum, share) => sum + share!, 0) - 1)).toBeLessThan(1e-9);
  }
}

const partsOf = ({ rows }: Crosswalk, from: string) => rows.filter((row) => row.from === from);

describe('a crosswalk', () => {
  test('says which part of a grid went where, by area and by households', async () => {
    const found = await crosswalk(`region=${codes.west}&from=1&to=2`);
    expectWhole(found.rows);
    expect(found).toMatchObject({
      from: { version: 1, effectiveFrom: null },
      to: { version: 2, effectiveFrom: secondVersionFrom },
    });
    // the sliver between the old and the new edge
    const moved = polygonAreaM2(shape([10, -0.5], [13, 6], [9.5, 12], [11, 6]));
    const whole = polygonAreaM2(shape([10, -0.5], [20, 0.3], [20.5, 11.5], [9.5, 12], [11, 6]));
    const [kept, given] = partsOf(found, codes.right);
    expect(kept).toMatchObject({ to: codes.right, households: 2 });
    expect(given).toMatchObject({ to: codes.left, households: 1 });
    expect(Math.abs(given!.areaShare - moved / whole)).toBeLessThan(1e-6);
    expect(Math.abs(given!.areaM2 / moved - 1)).toBeLessThan(1e-4);
    expect(given!.householdShare).toBeCloseTo(1 / 3, 12);
    for (const code of [codes.left, codes.top, codes.park]) {
      expect(partsOf(found, code)).toMatchObject([{ to: code, areaShare: 1 }]);
    }
    expect(partsOf(found, codes.park)[0]).toMatchObject({ households: 1, householdShare: 1 });
    expect(partsOf(found, codes.top)[0]).toMatchObject({ households: 0, householdShare: null });
  });

  test('runs backwards as well, and by dates', async () => {
    const backwards = await crosswalk(`region=${codes.west}&from=2026-07-01&to=2026-05-01`);
    expectWhole(backwards.rows);
    expect([backwards.from.version, backwards.to.version]).toEqual([2, 1]);
    expect(partsOf(backwards, codes.left).map((row) => row.to)).toEqual([codes.left, codes.right]);
  });

  test('from a version to itself keeps every grid', async () => {
    const { rows } = await crosswalk(`region=${codes.west}&from=2&to=2`);
    expect(rows.map((row) => [row.from, row.to, row.areaShare])).toEqual(
      [codes.left, codes.right, codes.park, codes.top].map((code) => [code, code, 1]),
    );
  });

  test('counts the land of a dedicated grid as its own, and what lies in no grid any more as in none', async () => {
    const market = '370216001001901';
    const appears = await crosswalk(`region=${codes.east}&from=1&to=2`);
    expectWhole(appears.rows);
    expect(appears.rows.map((row) => [row.from, row.to])).toEqual([
      [codes.eastern, codes.eastern],
      [codes.eastern, market],
    ]);
    const marketShare = appears.rows[1]!.areaShare;
    const vanishes = await crosswalk(`region=${codes.east}&from=2&to=3`);
    expectWhole(vanishes.rows);
    expect(partsOf(vanishes, market)).toMatchObject([{ to: codes.eastern, areaShare: 1 }]);
    expect(partsOf(vanishes, codes.eastern).map((row) => row.to)).toEqual([codes.eastern, null]);
    const [kept] = partsOf(await crosswalk(`region=${codes.east}&from=1&to=3`), codes.eastern);
    const [keptBeside] = partsOf(vanishes, codes.eastern);
    expect(keptBeside!.areaShare * (1 - marketShare) + marketShare).toBeCloseTo(kept!.areaShare, 6);
  });

  test('is also had as CSV, by parameter or by Accept', async () => {
    const url = `/api/crosswalk?region=${codes.west}&from=1&to=2`;
    const asked = await app.inject(`${url}&f=csv`);
    const accepted = await app.inject({ url, headers: { accept: 'text/csv' } });
    expect(accepted.body).toBe(asked.body);
    expect(asked.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = asked.body.trimEnd().split('\r\n');
    const { rows } = (await app.inject(url)).json<Crosswalk>();
    expect(lines).toEqual([
      'from,to,area_share,area_m2,household_share,households',
      ...rows.map((row) =>
        [row.from, row.to, row.areaShare, row.areaM2, row.householdShare ?? '', row.households].join(','),
      ),
    ]);
  });

  test.each<[string, number, string]>([
    ['from=1', 400, 'region'],
    [`region=${codes.west}&from=1`, 400, 'to'],
    [`region=${codes.west}&from=0&to=1`, 400, 'from'],
    [`region=${codes.west}&from=1&to=99`, 400, 'to'],
    [`region=${codes.west}&from=1&to=99999999999999999999`, 400, 'to'],
    [`region=${codes.west}&from=yesterday&to=1`, 400, 'from'],
    [`region=${codes.west}&from=1&to=2&f=xml`, 400, 'f'],
    [`region=${codes.west}&from=%00&to=2`, 400, 'from'],
  ])('of %s is refused', async (query, status, parameter) => {
    const response = await app.inject(`/api/crosswalk?${query}`);
    expect(response.statusCode).toBe(status);
    expect(response.json().parameter).toBe(parameter);
  });

  test('of an unknown region is not found', async () => {
    expect((await app.inject('/api/crosswalk?region=999999&from=1&to=1')).statusCode).toBe(404);
  });
});
