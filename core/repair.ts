// Mends what an import brought nearly right: slivers between neighbours, cracks, T-junctions that miss by a little.
import type { Fixed, FixedMultiPolygon } from './coordinates.ts';
import { snapFaces } from './coverage/snapping.ts';
import { buildCoverage, type CoverageGrid, type Defect, facePolygons } from './coverage.ts';

export interface RepairMove {
  /** The grids whose boundary changed. */
  grids: string[];
  /** Where their boundary passes now. */
  x: Fixed;
  y: Fixed;
  metres: number;
}

/**
 * The grids with every defect mended that snapping within `toleranceM` can mend, what was moved for it, and the defects
 * that remain. Vertices on a neighbour's edge are inserted there. When nothing remains, the polygons are canonical.
 */
export function repairCoverage(
  grids: readonly CoverageGrid[],
  toleranceM: number,
  options: { enclaves?: FixedMultiPolygon; codePattern?: RegExp } = {},
): { grids: CoverageGrid[]; moved: RepairMove[]; remaining: Defect[] } {
  const { faces, moves } = snapFaces(
    grids.map(({ polygons }) => polygons),
    toleranceM,
    options,
  );
  const moved = moves.map(({ faces: changed, x, y, metres }) => ({
    grids: changed.map((face) => grids[face]!.code).sort(),
    x: x as Fixed,
    y: y as Fixed,
    metres,
  }));
  const repaired = grids.map(({ code }, face) => ({ code, polygons: faces[face]! }));
  const { coverage, defects: remaining } = buildCoverage(repaired, options);
  if (remaining.length > 0) return { grids: repaired, moved, remaining };
  return {
    grids: coverage.codes.map((code, face) => ({ code, polygons: facePolygons(coverage, face) })),
    moved,
    remaining,
  };
}
