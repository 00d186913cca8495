import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markImportance } from './lineImportance.ts';

function importanceOf(positions: readonly number[]): number[] {
  const importance = new Float32Array(positions.length / 2);
  markImportance(positions, 0, positions.length, importance);
  return [...importance];
}

test('ends always stay, a bend as long as the tolerance is below its height', () => {
  expect(importanceOf([0, 0, 5, 3, 10, 0])).toEqual([Infinity, 3, Infinity]);
  expect(importanceOf([0, 0, 5, 0, 10, 0])).toEqual([Infinity, 0, Infinity]);
  expect(importanceOf([0, 0, 10, 0])).toEqual([Infinity, Infinity]);
});

test('a closed line keeps the vertex furthest from its beginning', () => {
  expect(importanceOf([0, 0, 4, 0, 4, 4, 0, 4, 0, 0])[2]).toBe(Infinity);
});

test('a part of a longer list is marked alone', () => {
  const importance = new Float32Array(5).fill(-1);
  markImportance([9, 9, 0, 0, 5, 2, 10, 0, 9, 9], 2, 8, importance);
  expect([...importance]).toEqual([-1, Infinity, 2, Infinity, -1]);
});

test('a line thinned to any tolerance passes every vertex within it', () => {
  const position = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }));
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 2, maxLength: 60 }),
      fc.integer({ min: 1, max: 300 }),
      (line, tolerance) => {
        const importance = importanceOf(line.flat());
        const kept = line.filter((_, vertex) => importance[vertex]! > tolerance);
        for (const [x, y] of line) {
          const distances = kept.slice(1).map((end, i) => distanceTo(x, y, kept[i]!, end));
          expect(Math.min(...distances)).toBeLessThanOrEqual(tolerance + 1e-3);
        }
      },
    ),
  );
});

function distanceTo(
  x: number,
  y: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length2 === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
