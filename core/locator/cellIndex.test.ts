import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Coverage } from '../coverage.ts';
import { bruteForceOwner } from '../testing/bruteForceOwner.ts';
import { type JitteredLattice, jitteredCoverage } from '../testing/jitteredCoverage.ts';
import { ownerOf, ownersOf } from './cellIndex.ts';
import { buildCellIndex } from './cellIndexBuild.ts';

const lattices = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 6 }),
    jitter: fc.integer({ min: 1, max: 7 }),
  })
  .chain((size) =>
    fc.record({
      columns: fc.constant(size.columns),
      rows: fc.constant(size.rows),
      jitter: fc.constant(size.jitter),
      moves: fc.array(fc.nat({ max: 6 }), {
        minLength: 2 * (size.columns + 1) * (size.rows + 1),
        maxLength: 2 * (size.columns + 1) * (size.rows + 1),
      }),
      labels: fc.array(fc.integer({ min: -1, max: 4 }), {
        minLength: size.columns * size.rows,
        maxLength: size.columns * size.rows,
      }),
    }),
  );
const cellSizes = fc.record({
  cellCount: fc.constantFrom(1, 4, 50, 10_000),
  edgesPerCell: fc.constantFrom(1, 3, 24),
});

test('every integer point of a small coverage has the owner that exact arithmetic finds', () => {
  fc.assert(
    fc.property(lattices, cellSizes, (size, options) => {
      const lattice = { ...size, scale: 1, offsetX: 1_204_500_000, offsetY: -363_800_000 };
      const coverage = jitteredCoverage(lattice);
      const index = buildCellIndex(coverage, options);
      for (let y = -1; y <= (lattice.rows + 1) * lattice.jitter; y++) {
        for (let x = -1; x <= (lattice.columns + 1) * lattice.jitter; x++) {
          expectOwner(coverage, ownerOf(index, lattice.offsetX + x, lattice.offsetY + y), lattice, x, y);
        }
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a region 9° wide is decided exactly on its edges and one unit beside them', () => {
  fc.assert(
    fc.property(lattices, cellSizes, fc.nat({ max: 1 }), (size, options, tiny) => {
      const extent = (Math.max(size.columns, size.rows) + 1) * size.jitter;
      const scale = Math.floor(9.2e7 / extent) - tiny;
      const lattice = { ...size, scale, offsetX: -1_799_000_000, offsetY: 800_000_000 };
      const coverage = jitteredCoverage(lattice);
      const points = pointsAround(coverage);
      const owners = new Int32Array(points.length / 2);
      const xs = points.filter((_, i) => i % 2 === 0);
      const ys = points.filter((_, i) => i % 2 === 1);
      ownersOf(buildCellIndex(coverage, options), xs, ys, owners);
      for (const [i, owner] of owners.entries()) {
        expectOwner(coverage, owner, lattice, xs[i]! - lattice.offsetX, ys[i]! - lattice.offsetY);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** Vertices, lattice points on edges, and the eight neighbours of each. */
function pointsAround(coverage: Coverage): Int32Array {
  const points: number[] = [];
  for (const { points: edge } of coverage.edges) {
    const [ax, ay, bx, by] = edge as unknown as [number, number, number, number];
    const divisor = greatestCommonDivisor(Math.abs(bx - ax), Math.abs(by - ay));
    for (const part of [0, Math.floor(divisor / 3), Math.floor(divisor / 2)]) {
      const x = ax + ((bx - ax) / divisor) * part;
      const y = ay + ((by - ay) / divisor) * part;
      for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) points.push(x + dx, y + dy);
    }
  }
  return Int32Array.from(points);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function expectOwner(
  coverage: Coverage,
  owner: number,
  lattice: JitteredLattice,
  x: number,
  y: number,
): void {
  const truth = bruteForceOwner(coverage, lattice.offsetX + x, lattice.offsetY + y);
  if (owner !== truth) expect({ x, y, owner }).toEqual({ x, y, owner: truth });
}
