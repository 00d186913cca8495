// The tolerance that would mend a defect, found by mending it on a copy of the grids that it names.
import type { FixedMultiPolygon } from './coordinates.ts';
import type { PartitionDefect } from './coverageDefects.ts';
import { metresPerUnit } from './geodesy.ts';
import { snapFaces } from './snapping.ts';

/** Snapping over more than this would redraw boundaries instead of mending them. */
const LARGEST_REPAIR_M = 10;
const MAX_TRIALS = 6;

/**
 * Metres, rounded up to a millimetre, that `repairCoverage` needs for the defect; undefined where snapping is no
 * remedy. The defect's width is tried first; where that is not enough, the width of what it leaves.
 */
export function mendingToleranceM(
  defect: PartitionDefect,
  faces: readonly FixedMultiPolygon[],
): number | undefined {
  let toleranceM = roundUp(defect.widthM ?? Infinity);
  const involved = defect.faces.map((face) => faces[face]!);
  for (let trial = 0; trial < MAX_TRIALS && toleranceM <= LARGEST_REPAIR_M; trial++) {
    const { remaining } = snapFaces(involved, toleranceM, {});
    const widths = remaining
      .filter((other) => isNear(defect, other, toleranceM))
      .map(({ widthM = Infinity }) => roundUp(widthM));
    if (widths.length === 0) return toleranceM;
    toleranceM = Math.max(...widths, toleranceM + 0.001);
  }
  return undefined;
}

function roundUp(metres: number): number {
  return Math.ceil(metres * 1000 + 0.01) / 1000;
}

/** Whether what remains is a part of the defect, and not a hole that is there because other grids are not. */
function isNear(defect: PartitionDefect, other: PartitionDefect, toleranceM: number): boolean {
  const { minX, minY, maxX, maxY } = defect.extent;
  const scale = metresPerUnit(other.y);
  const [reachX, reachY] = [toleranceM / scale.x + 2, toleranceM / scale.y + 2];
  return (
    other.x >= minX - reachX &&
    other.x <= maxX + reachX &&
    other.y >= minY - reachY &&
    other.y <= maxY + reachY
  );
}
