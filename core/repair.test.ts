import { describe, expect, test } from 'vitest';
import * as broken from '../fixtures/coverages/broken.ts';
import { drawGrid, drawPolygons } from '../fixtures/coverages/drawing.ts';
import { slantedNeighbours } from '../fixtures/coverages/exact.ts';
import { buildCoverage, type CoverageGrid } from './coverage.ts';
import { repairCoverage } from './repair.ts';

const mendable: [title: string, grids: CoverageGrid[]][] = [
  ['a gap of one unit', broken.gapOfOneUnit],
  ['an overlap of one unit', broken.overlapOfOneUnit],
  ['a crack open to the outside', broken.crackFromOutside],
  ['a neighbour that is shifted away', broken.shiftedNeighbour],
  ['edges that cross', broken.crossingEdges],
];

describe('repair', () => {
  test.each(mendable)(
    'mends %s with the tolerance that the defect names, and not with less',
    (_title, grids) => {
      const needed = Math.max(...buildCoverage(grids).defects.map(({ repairM }) => repairM!));
      expect(repairCoverage(grids, needed).remaining).toEqual([]);
      expect(repairCoverage(grids, needed * 0.7 - 0.001).remaining).not.toEqual([]);
    },
  );

  test.each(mendable)('of %s moves nothing further than the tolerance', (_title, grids) => {
    const { moved } = repairCoverage(grids, 5);
    expect(moved.length).toBeGreaterThan(0);
    expect(Math.max(...moved.map(({ metres }) => metres))).toBeLessThanOrEqual(5);
  });

  test('of a neighbour with its own vertices gives both all vertices of the edge', () => {
    const { grids, moved, remaining } = repairCoverage(
      [
        drawGrid(1, [[0, 0, 10_000, 500, 10_300, 5_000, 10_500, 10_000, 300, 10_200]]),
        drawGrid(2, [[10_005, 500, 20_000, 100, 21_000, 11_000, 10_505, 10_000, 10_400, 7_300]]),
      ],
      0.5,
    );
    expect(remaining).toEqual([]);
    expect(moved.flatMap((move) => move.grids)).toContain('370215001001001');
    expect(grids[0]!.polygons).toEqual(
      drawPolygons([[0, 0, 10_000, 500, 10_300, 5_000, 10_400, 7_300, 10_500, 10_000, 300, 10_200]]),
    );
  });

  test('leaves an exact coverage as it is', () => {
    const { grids, moved } = repairCoverage(slantedNeighbours, 10);
    expect(moved).toEqual([]);
    expect(buildCoverage(grids).coverage).toEqual(buildCoverage(slantedNeighbours).coverage);
  });

  test('leaves what snapping cannot mend, and says so', () => {
    for (const grids of [broken.bowTie, broken.spike, broken.emptyHole, broken.gridInsideGrid]) {
      const { moved, remaining } = repairCoverage(grids, 10);
      expect(moved).toEqual([]);
      expect(remaining).toEqual(buildCoverage(grids).defects);
      expect(remaining[0]!.repairM).toBeUndefined();
    }
  });
});
