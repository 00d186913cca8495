import { describe, expect, test } from 'vitest';
import { hexagonGrid } from './hexagons.ts';
import { type CountedCell, cellForBandwidthM, densitiesAtCells, kernelSigmaM } from './kernelDensity.ts';

const origin = [120.45, 36.38] as const;
const metresPerDegree = 111_000;

/** Around a few centres, always the same ones. */
function incidents(count: number): [lon: number, lat: number][] {
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return Array.from({ length: count }, (_, index) => {
    const [spread, turn] = [Math.sqrt(-2 * Math.log(random())) * 600, 2 * Math.PI * random()];
    const centreM = (index % 3) * 1500;
    const narrowing = Math.cos((origin[1] * Math.PI) / 180);
    return [
      origin[0] + (centreM + spread * Math.cos(turn)) / metresPerDegree / narrowing,
      origin[1] + (spread * Math.sin(turn)) / metresPerDegree,
    ];
  });
}

function countedIn(places: readonly [number, number][], cellM: number): CountedCell[] {
  const { cellAt } = hexagonGrid(origin, cellM);
  const counts = new Map<string, [number, number, number]>();
  for (const [lon, lat] of places) {
    const [q, r] = cellAt(lon, lat);
    const cell = counts.get(`${q},${r}`) ?? [q, r, 0];
    counts.set(`${q},${r}`, cell);
    cell[2] += 1;
  }
  return [...counts.values()];
}

function metresBetween(
  [lon, lat]: readonly [number, number],
  [otherLon, otherLat]: readonly [number, number],
) {
  const narrowing = Math.cos((origin[1] * Math.PI) / 180);
  // of the ellipsoid at 36.4°, in metres a degree
  return Math.hypot((otherLon - lon) * narrowing * 111_447, (otherLat - lat) * 110_959);
}

describe('the density of counted incidents', () => {
  // few incidents under a narrow kernel: where in their cells they lie is not averaged out
  test.each([
    [100, 0.08],
    [250, 0.04],
    [1000, 0.04],
  ])(
    'with a bandwidth of %d m is that of the incidents themselves, within %d of it',
    (bandwidthM, tolerance) => {
      const places = incidents(6000);
      const cellM = cellForBandwidthM(bandwidthM);
      const cells = countedIn(places, cellM);
      const densities = densitiesAtCells(cells, cellM, bandwidthM);
      const { centre } = hexagonGrid(origin, cellM);
      const highest = Math.max(...densities);
      let compared = 0;
      for (const [index, [q, r]] of cells.entries()) {
        if (densities[index]! < highest / 3) continue;
        const exact = places.reduce((sum, place) => {
          const distance = metresBetween(centre([q, r]), place) / bandwidthM;
          return sum + Math.exp(-0.5 * distance ** 2);
        }, 0);
        const perKm2 = (exact * 1e6) / (2 * Math.PI * bandwidthM ** 2);
        expect(Math.abs(densities[index]! - perKm2) / perKm2).toBeLessThan(tolerance);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(5);
    },
  );

  test('far from everything else is that of the incidents of one cell', () => {
    const [alone] = densitiesAtCells([[4, -7, 3]], 100, 200);
    expect(alone).toBeCloseTo((3e6 / (2 * Math.PI)) * kernelSigmaM(200, 100) ** -2, 9);
  });

  test('of nothing is nothing', () => {
    expect([...densitiesAtCells([], 100, 200)]).toEqual([]);
  });
});
