import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipLine, clipRing, Positions } from './clip.ts';

const square = { least: -64, most: 4160 };
const unit = fc.integer({ min: -10_000, max: 14_000 });
const position = fc.tuple(unit, unit);

function positionsOf(line: readonly (readonly [number, number])[]): Positions {
  const positions = new Positions();
  for (const [x, y] of line) positions.push(x, y);
  return positions;
}

function listed({ values, length }: Positions): [number, number][] {
  return Array.from({ length: length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}

const isInSquare = ([x, y]: readonly [number, number]) =>
  x >= square.least && x <= square.most && y >= square.least && y <= square.most;

test('a ring is cut to the square, and inside of it covers what it covered', () => {
  const inner = fc.integer({ min: 0, max: 4096 });
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 3, maxLength: 12 }),
      fc.array(fc.tuple(inner, inner), { minLength: 5, maxLength: 5 }),
      (ring, places) => {
        const clipped = listed(clipRing(positionsOf(ring), new Positions(), square));
        expect(clipped.every(isInSquare)).toBe(true);
        for (const place of places) {
          // where rounding moves an edge past a place, both answers are right
          if (nearestEdge(place, ring) <= 2) continue;
          expect(isCovered(place, clipped)).toBe(isCovered(place, ring));
        }
      },
    ),
  );
});

test('the parts of a line lie in the square, on the line, and hold all its positions in the square', () => {
  fc.assert(
    fc.property(fc.array(position, { minLength: 2, maxLength: 12 }), (line) => {
      const distinct = line.filter(([x, y], i) => i === 0 || x !== line[i - 1]![0] || y !== line[i - 1]![1]);
      const parts = [...clipLine(positionsOf(distinct), new Positions(), square)].length;
      const clipped: [number, number][] = [];
      for (const part of clipLine(positionsOf(distinct), new Positions(), square))
        clipped.push(...listed(part));
      expect(clipped.every(isInSquare)).toBe(true);
      for (const at of clipped) expect(nearestEdge(at, distinct, false)).toBeLessThanOrEqual(1);
      const kept = new Set(clipped.map(String));
      if (distinct.length > 1)
        for (const at of distinct.filter(isInSquare)) expect(kept.has(String(at))).toBe(true);
      expect(parts > 0).toBe(clipped.length > 0);
    }),
  );
});

test('a line that leaves the square and comes back is two parts', () => {
  const line = positionsOf([
    [100, 100],
    [100, -500],
    [300, -500],
    [300, 100],
  ]);
  const parts = [];
  for (const part of clipLine(line, new Positions(), square)) parts.push(listed(part));
  expect(parts).toEqual([
    [
      [100, 100],
      [100, -64],
    ],
    [
      [300, -64],
      [300, 100],
    ],
  ]);
});

function isCovered([x, y]: readonly [number, number], ring: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring.at(i - 1)!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function nearestEdge(
  [x, y]: readonly [number, number],
  line: readonly (readonly [number, number])[],
  isClosed = true,
): number {
  const distances = line.map(([bx, by], i) => {
    if (i === 0 && !isClosed) return Infinity;
    const [ax, ay] = line.at(i - 1)!;
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length2 === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2;
    const t = Math.min(1, Math.max(0, share));
    return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
  });
  return Math.min(...distances);
}
