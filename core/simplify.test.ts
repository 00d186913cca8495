import { describe, expect, test } from 'vitest';
import { drawGrid } from '../fixtures/coverages/drawing.ts';
import { exactCoverages } from '../fixtures/coverages/exact.ts';
import { wigglyCoverage } from '../fixtures/wigglyCoverage.ts';
import { buildCoverage, type Coverage, facePolygons } from './coverage.ts';
import { outlineLevels, simplifyCoverage } from './simplify.ts';

describe('simplification', () => {
  test('gives every level fewer vertices than the next, and the last level all of them', () => {
    const { coverage } = buildCoverage(wigglyCoverage({ grids: 50, verticesPerGrid: 200, seed: 8 }));
    const counts = outlineLevels.map(({ toleranceM }) =>
      countVertices(simplifyCoverage(coverage, toleranceM)),
    );
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0]! * 5).toBeLessThan(counts[4]!);
    expect(counts[4]).toBe(countVertices(coverage));
  });

  test('keeps an island as a triangle, however coarse the level', () => {
    const { coverage } = buildCoverage(wigglyCoverage({ grids: 60, verticesPerGrid: 60, seed: 3 }));
    const simplified = simplifyCoverage(coverage, 10_000);
    const rings = simplified.codes.flatMap((_, face) => facePolygons(simplified, face).flat());
    expect(Math.min(...rings.map((ring) => ring.length / 2))).toBe(3);
    expect(simplified.codes.every((_, face) => facePolygons(simplified, face).length > 0)).toBe(true);
  });

  test('keeps an island on its side of an edge that bends around it', () => {
    const grids = [
      drawGrid(1, [
        [0, 0, 10_000, 500, 10_100, 4_000, 15_000, 5_000, 10_200, 6_000, 10_500, 10_000, 300, 10_200],
        [11_000, 4_900, 12_000, 5_150, 12_500, 4_950],
      ]),
      drawGrid(2, [
        [
          10_000, 500, 30_000, 100, 31_000, 11_000, 10_500, 10_000, 10_200, 6_000, 15_000, 5_000, 10_100,
          4_000,
        ],
      ]),
      drawGrid(3, [[11_000, 4_900, 12_500, 4_950, 12_000, 5_150]]),
    ];
    const simplified = simplifyCoverage(buildCoverage(grids).coverage, 1_000);
    const again = simplified.codes.map((code, face) => ({ code, polygons: facePolygons(simplified, face) }));
    expect(buildCoverage(again).defects).toEqual([]);
    expect(again[0]!.polygons[0]).toHaveLength(2);
  });

  test.each(Object.entries(exactCoverages))('leaves %s exact', (_name, grids) => {
    const simplified = simplifyCoverage(buildCoverage(grids).coverage, 10_000);
    const again = simplified.codes.map((code, face) => ({ code, polygons: facePolygons(simplified, face) }));
    expect(buildCoverage(again).defects).toEqual([]);
  });
});

function countVertices({ edges }: Coverage): number {
  return edges.reduce((sum, { points }) => sum + points.length / 2, 0);
}
