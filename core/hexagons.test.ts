import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toFixed } from './coordinates.ts';
import { distanceM, polygonAreaM2 } from './geodesy.ts';
import { type Hexagon, hexagonGrid } from './hexagons.ts';

type Place = readonly [number, number];

const runs = { numRuns: 1000 };
const neighbours: readonly Hexagon[] = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
];

const origins = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.oneof(fc.double({ min: -70, max: 70, noNaN: true }), fc.constantFrom(0, 1e-9, -1e-9, 0.01, -0.01)),
);
const widths = fc.oneof(fc.integer({ min: 50, max: 2000 }), fc.constantFrom(50, 150, 2000));

/** A grid, and a place less than 55 km north or south of its origin. */
const gridsAndPlaces = fc
  .tuple(
    origins,
    widths,
    fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  )
  .map(([origin, cellM, east, north]) => ({
    grid: hexagonGrid(origin, cellM),
    cellM,
    place: [origin[0] + east, origin[1] + north] as Place,
  }));

function metresBetween([aLon, aLat]: Place, [bLon, bLat]: Place): number {
  return distanceM(aLon * 1e7, aLat * 1e7, bLon * 1e7, bLat * 1e7);
}

function middleOf([aLon, aLat]: Place, [bLon, bLat]: Place): Place {
  return [(aLon + bLon) / 2, (aLat + bLat) / 2];
}

function beside([q, r]: Hexagon, [dq, dr]: Hexagon): Hexagon {
  return [q + dq, r + dr];
}

describe('a grid of hexagons', () => {
  test('finds the cell of each centre', () => {
    fc.assert(
      fc.property(gridsAndPlaces, ({ grid, place }) => {
        const cell = grid.cellAt(...place);
        expect(grid.cellAt(...grid.centre(cell))).toEqual(cell);
        for (const step of neighbours) {
          const other = beside(cell, step);
          expect(grid.cellAt(...grid.centre(other))).toEqual(other);
        }
      }),
      runs,
    );
  });

  test('puts each place into the one cell whose centre is nearest', () => {
    fc.assert(
      fc.property(gridsAndPlaces, ({ grid, cellM, place }) => {
        const cell = grid.cellAt(...place);
        const own = metresBetween(place, grid.centre(cell));
        for (const step of neighbours) {
          const other = metresBetween(place, grid.centre(beside(cell, step)));
          expect(own).toBeLessThanOrEqual(other + cellM * 1e-3);
        }
      }),
      runs,
    );
  });

  test('knows a place just inside of any side or corner for that cell, and beyond it for the next one', () => {
    fc.assert(
      fc.property(gridsAndPlaces, ({ grid, place }) => {
        const cell = grid.cellAt(...place);
        const centre = grid.centre(cell);
        const ring = grid.ring(cell);
        for (let corner = 0; corner < 6; corner += 1) {
          const side = middleOf(ring[corner]!, ring[corner + 1]!);
          for (const end of [ring[corner]!, side]) {
            const towards = (share: number): Place => [
              centre[0] + (end[0] - centre[0]) * share,
              centre[1] + (end[1] - centre[1]) * share,
            ];
            expect(grid.cellAt(...towards(0.999))).toEqual(cell);
            expect(grid.cellAt(...towards(1.001))).not.toEqual(cell);
          }
        }
      }),
      runs,
    );
  });

  test('has sides that are as far apart as it says, to a thousandth, within 55 km', () => {
    fc.assert(
      fc.property(gridsAndPlaces, ({ grid, cellM, place }) => {
        const ring = grid.ring(grid.cellAt(...place));
        expect(ring).toHaveLength(7);
        expect(ring[6]).toEqual(ring[0]);
        for (let side = 0; side < 3; side += 1) {
          const here = middleOf(ring[side]!, ring[side + 1]!);
          const opposite = middleOf(ring[side + 3]!, ring[side + 4]!);
          const apart = metresBetween(here, opposite);
          expect(Math.abs(apart / cellM - 1)).toBeLessThan(1e-3);
        }
      }),
      runs,
    );
  });

  test('has cells of one size', () => {
    const grid = hexagonGrid([120.45, 36.38], 500);
    const places: Place[] = [
      [120.45, 36.38],
      [120.95, 36.88],
      [119.95, 35.88],
    ];
    for (const place of places) {
      const ring = grid.ring(grid.cellAt(...place));
      const areaM2 = polygonAreaM2([[Int32Array.from(ring.flat(), toFixed)]]);
      expect(Math.abs(areaM2 / ((Math.sqrt(3) / 2) * 500 ** 2) - 1)).toBeLessThan(5e-4);
    }
  });

  test('has neighbours that share their corners to the last bit', () => {
    fc.assert(
      fc.property(gridsAndPlaces, ({ grid, place }) => {
        const cell = grid.cellAt(...place);
        const own = new Set(grid.ring(cell).map(String));
        expect(own.size).toBe(6);
        for (const step of neighbours) {
          const shared = new Set(grid.ring(beside(cell, step)).map(String));
          expect([...shared].filter((corner) => own.has(corner))).toHaveLength(2);
        }
      }),
      runs,
    );
  });

  test('knows a cell for every place on earth', () => {
    const grid = hexagonGrid([120.45, 36.38], 50);
    const anywhere = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    fc.assert(
      fc.property(anywhere, (place) => {
        for (const number of grid.cellAt(...place)) {
          expect(Number.isSafeInteger(number) && !Object.is(number, -0)).toBe(true);
        }
      }),
    );
  });

  test.each([0, -150, Number.NaN])('of cells of %d m is refused', (cellM) => {
    expect(() => hexagonGrid([120.45, 36.38], cellM)).toThrow(RangeError);
  });
});
