// The tolerance that would mend a defect, found by mending it on a copy of the grids around it.
import type { FixedMultiPolygon } from '../coordinates.ts';
import { metresPerUnit } from '../geodesy.ts';
import type { Extent, PartitionDefect } from './defects.ts';
import { snapFaces } from './snapping.ts';

/** Snapping over more than this would redraw boundaries instead of mending them. */
const LARGEST_REPAIR_M = 10;
const MAX_TRIALS = 8;
/** Where a trial leaves no wider defect than it began with, it got in its own way; the next reaches further. */
const LARGER_STEP = 1.2;

/** Grids in one trial: more would be another city, not a sliver. */
const MAX_GRIDS = 12;

/** What a round costs however few vertices there are, in the same coin. */
const ROUND_OVERHEAD = 1_000;

/** What the trials of one check may still cost, in vertices looked at; a million take about a second. */
export interface MendingBudget {
  vertices: number;
}

/**
 * Metres, rounded up to a millimetre, that `repairCoverage` needs for the defect; undefined where snapping is no
 * remedy. The defect's width is tried first; where that is not enough, the width of what it leaves. Defects that touch
 * this one are mended with it, as they will be. Also undefined where the budget, which is charged, is used up.
 */
export function mendingToleranceM(
  defect: PartitionDefect,
  defects: readonly PartitionDefect[],
  faces: readonly FixedMultiPolygon[],
  budget: MendingBudget,
): number | undefined {
  let toleranceM = roundUp(defect.widthM ?? Infinity);
  if (toleranceM > LARGEST_REPAIR_M || budget.vertices <= 0) return undefined;
  const touching = defects.filter((other) => meet(defect.extent, other.extent, 2));
  const involved = [...new Set(touching.flatMap((other) => other.faces))];
  const trialFaces = (involved.length > MAX_GRIDS ? defect.faces : involved).map((face) => faces[face]!);
  for (let trial = 0; trial < MAX_TRIALS && toleranceM <= LARGEST_REPAIR_M && budget.vertices > 0; trial++) {
    const { remaining, rounds } = snapFaces(trialFaces, toleranceM, {});
    budget.vertices -= rounds * (ROUND_OVERHEAD + countVertices(trialFaces));
    const reach = toleranceM / metresPerUnit(defect.extent.minY).x + 2;
    const left = remaining.filter((other) => meet(defect.extent, placeOf(other), reach));
    if (left.length === 0) return toleranceM;
    const leftM = Math.max(...left.map(({ widthM = Infinity }) => roundUp(widthM)));
    toleranceM = leftM > toleranceM ? leftM : roundUp(toleranceM * LARGER_STEP);
  }
  return undefined;
}

function countVertices(faces: readonly FixedMultiPolygon[]): number {
  return faces.reduce(
    (sum, polygons) => sum + polygons.flat().reduce((inner, ring) => inner + ring.length / 2, 0),
    0,
  );
}

function roundUp(metres: number): number {
  return Math.ceil(metres * 1000 + 0.01) / 1000;
}

/** Gaps by their middle: there are wide ones beside the defect, where grids are left out of the trial. */
function placeOf({ kind, extent, point }: PartitionDefect): Extent {
  if (kind !== 'gap') return extent;
  const [x, y] = point();
  return { minX: x, minY: y, maxX: x, maxY: y };
}

/** Whether two extents come within `reach` units of each other. */
function meet(a: Extent, b: Extent, reach: number): boolean {
  return (
    a.minX <= b.maxX + reach &&
    b.minX <= a.maxX + reach &&
    a.minY <= b.maxY + reach &&
    b.minY <= a.maxY + reach
  );
}
