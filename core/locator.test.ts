import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import type { Fixed } from './coordinates.ts';
import { buildCoverage, type Coverage } from './coverage.ts';
import { pointToSegmentM } from './geodesy.ts';
import { buildLocator, newLocatorResult } from './locator.ts';
import { bruteForceOwner } from './testing/bruteForceOwner.ts';

const none: Coverage = { codes: [], edges: [] };
const { coverage } = buildCoverage(wigglyCoverage({ grids: 40, verticesPerGrid: 30, seed: 7 }));
const box = boxOf(coverage);
const locator = buildLocator(coverage, none);

function boxOf({ edges }: Coverage) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of edges) {
    for (let i = 0; i < points.length; i += 2) {
      minX = Math.min(minX, points[i]!);
      maxX = Math.max(maxX, points[i]!);
      minY = Math.min(minY, points[i + 1]!);
      maxY = Math.max(maxY, points[i + 1]!);
    }
  }
  return { minX, minY, maxX, maxY };
}

function slowNearest(x: number, y: number, exceptFace: number | undefined): number {
  let best = Infinity;
  for (const { points, leftFace, rightFace } of coverage.edges) {
    const isWanted =
      exceptFace === undefined || [leftFace, rightFace].some((face) => face >= 0 && face !== exceptFace);
    for (let i = 2; isWanted && i < points.length; i += 2) {
      const metres = pointToSegmentM(x, y, points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!);
      best = Math.min(best, metres);
    }
  }
  return best;
}

test('owner, nearest edge and runner-up are those that looking at every edge gives, also outside', () => {
  const margin = box.maxX - box.minX;
  const points = fc.tuple(
    fc.integer({ min: box.minX - margin, max: box.maxX + margin }),
    fc.integer({ min: box.minY - margin, max: box.maxY + margin }),
  );
  fc.assert(
    fc.property(points, ([x, y]) => {
      const out = newLocatorResult();
      locator.nearest(x as Fixed, y as Fixed, out);
      expect(out.base).toBe(bruteForceOwner(coverage, x, y));
      // the search compares in local metres, good to 1e-4
      expect(Math.abs(out.edgeM / slowNearest(x, y, undefined) - 1)).toBeLessThan(1e-3);
      expect(Math.abs(out.runnerUpM / slowNearest(x, y, out.base) - 1)).toBeLessThan(1e-3);
    }),
    { numRuns: 300 },
  );
});

test('beside a dedicated grid it is the runner-up, inside it the base grid below is', () => {
  const west = Math.round((box.minX + box.maxX) / 2);
  const south = Math.round((box.minY + box.maxY) / 2);
  const triangle = Int32Array.from([west, south, west + 40_000, south + 3_000, west + 9_000, south + 37_000]);
  const { coverage: dedicated } = buildCoverage([{ code: 'park', polygons: [[triangle]] }], {
    gapsAllowed: true,
  });
  const both = buildLocator(coverage, dedicated);
  const out = newLocatorResult();
  both.nearest((west + 12_000) as Fixed, (south + 9_000) as Fixed, out);
  expect(out.dedicated).toBe(0);
  expect(out.runnerUpLayer).toBe('base');
  both.nearest((west - 10) as Fixed, south as Fixed, out);
  expect([out.dedicated, out.runnerUpLayer, out.runnerUpFace]).toEqual([-1, 'dedicated', 0]);
  expect(out.runnerUpM).toBeLessThan(0.2);
});
