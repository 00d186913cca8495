// Every segment of a coverage once, turned upward, with the exact predicates that the cell index is built from. All of
// them rest on `orientation`: products below 2^53, compared and never subtracted.
import { MAX_EXTENT_DEGREES, orientation, UNITS_PER_DEGREE } from '../coordinates.ts';
import type { Coverage } from '../coverage.ts';

/** Segment s runs from its lower end a to its upper end b; a horizontal one from west to east. */
export interface SegmentTable {
  count: number;
  ax: Int32Array;
  ay: Int32Array;
  bx: Int32Array;
  by: Int32Array;
  /** The face left and right of a → b; −1 is outside. */
  left: Int32Array;
  right: Int32Array;
  /** The bounding box; empty (min > max) when there is no segment. */
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** @throws RangeError when the coverage is too wide for exact predicates */
export function segmentTable(coverage: Coverage): SegmentTable {
  let capacity = 0;
  for (const { points } of coverage.edges) capacity += points.length / 2 - 1;
  const ax = new Int32Array(capacity);
  const ay = new Int32Array(capacity);
  const bx = new Int32Array(capacity);
  const by = new Int32Array(capacity);
  const left = new Int32Array(capacity);
  const right = new Int32Array(capacity);
  let count = 0;
  for (const { points, leftFace, rightFace } of coverage.edges) {
    for (let i = 2; i < points.length; i += 2) {
      const fromX = points[i - 2]!;
      const fromY = points[i - 1]!;
      const toX = points[i]!;
      const toY = points[i + 1]!;
      const runsUp = fromY < toY || (fromY === toY && fromX < toX);
      ax[count] = runsUp ? fromX : toX;
      ay[count] = runsUp ? fromY : toY;
      bx[count] = runsUp ? toX : fromX;
      by[count] = runsUp ? toY : fromY;
      left[count] = runsUp ? leftFace : rightFace;
      right[count++] = runsUp ? rightFace : leftFace;
    }
  }
  const minX = Math.min(lowest(ax), lowest(bx));
  const minY = lowest(ay);
  const maxX = Math.max(highest(ax), highest(bx));
  const maxY = highest(by);
  const extent = Math.max(maxX - minX, maxY - minY);
  if (extent > MAX_EXTENT_DEGREES * UNITS_PER_DEGREE) {
    throw new RangeError(
      `a coverage ${extent / UNITS_PER_DEGREE}° wide is too large: at most ${MAX_EXTENT_DEGREES}°`,
    );
  }
  return { count, ax, ay, bx, by, left, right, minX, minY, maxX, maxY };
}

function lowest(ordinates: Int32Array): number {
  let least = Infinity;
  for (let i = 0; i < ordinates.length; i++) if (ordinates[i]! < least) least = ordinates[i]!;
  return least;
}

function highest(ordinates: Int32Array): number {
  let most = -Infinity;
  for (let i = 0; i < ordinates.length; i++) if (ordinates[i]! > most) most = ordinates[i]!;
  return most;
}

/** On which side of segment s the point lies: positive left, negative right, 0 on its line. */
export function sideOf(table: SegmentTable, s: number, x: number, y: number): -1 | 0 | 1 {
  return orientation(table.ax[s]!, table.ay[s]!, table.bx[s]!, table.by[s]!, x, y);
}

/**
 * Whether segment f lies right of segment e at a height that both have. Segments of a coverage meet only in common
 * ends, so one height speaks for all, and the relation has no cycles: segments can be put in an order from right to
 * left. A horizontal segment counts as lying between its ends, exclusively.
 */
export function isRightOf(table: SegmentTable, f: number, e: number): boolean {
  const { ax, ay, bx, by } = table;
  if (ay[f]! > by[e]! || ay[e]! > by[f]!) return false;
  const eIsHorizontal = ay[e] === by[e];
  const fIsHorizontal = ay[f] === by[f];
  if (eIsHorizontal) {
    return fIsHorizontal ? ax[f]! >= bx[e]! : sideOf(table, f, bx[e]!, by[e]!) >= 0;
  }
  if (fIsHorizontal) return sideOf(table, e, ax[f]!, ay[f]!) <= 0;
  const below = ay[f]! >= ay[e]! ? -sideOf(table, e, ax[f]!, ay[f]!) : sideOf(table, f, ax[e]!, ay[e]!);
  if (below !== 0) return below > 0;
  const above = by[f]! <= by[e]! ? -sideOf(table, e, bx[f]!, by[f]!) : sideOf(table, f, bx[e]!, by[e]!);
  return above > 0;
}

/** Whether segment f lies above segment e on a meridian that crosses both. */
export function isAbove(table: SegmentTable, f: number, e: number): boolean {
  const { ax, ay, bx, by } = table;
  const eRunsEast = ax[e]! < bx[e]!;
  const fRunsEast = ax[f]! < bx[f]!;
  const [eWest, eEast] = eRunsEast ? [ax[e]!, bx[e]!] : [bx[e]!, ax[e]!];
  const [fWest, fEast] = fRunsEast ? [ax[f]!, bx[f]!] : [bx[f]!, ax[f]!];
  // positive: the point lies above the segment
  const above = (s: number, runsEast: boolean, x: number, y: number) =>
    runsEast ? sideOf(table, s, x, y) : -sideOf(table, s, x, y);
  const west =
    fWest >= eWest
      ? above(e, eRunsEast, fWest, fRunsEast ? ay[f]! : by[f]!)
      : -above(f, fRunsEast, eWest, eRunsEast ? ay[e]! : by[e]!);
  if (west !== 0) return west > 0;
  const east =
    fEast <= eEast
      ? above(e, eRunsEast, fEast, fRunsEast ? by[f]! : ay[f]!)
      : -above(f, fRunsEast, eEast, eRunsEast ? by[e]! : ay[e]!);
  return east > 0;
}

/** The face above a segment that is not vertical. */
export function faceAbove(table: SegmentTable, s: number): number {
  return table.ax[s]! < table.bx[s]! ? table.left[s]! : table.right[s]!;
}

/**
 * Where segment s crosses the meridian just west of x, as the lowest integer height that lies above the crossing.
 * "Just west" is an infinitesimal, and a point at an integer height stands an even smaller one above it, so that
 * nothing is ever exactly on anything.
 */
export function crossingHeight(table: SegmentTable, s: number, x: number): number {
  const { ax, ay, bx, by } = table;
  const [westX, westY, eastX, eastY] =
    ax[s]! < bx[s]! ? [ax[s]!, ay[s]!, bx[s]!, by[s]!] : [bx[s]!, by[s]!, ax[s]!, ay[s]!];
  const width = eastX - westX;
  const rise = (eastY - westY) * (x - westX);
  let height = Math.ceil(westY + rise / width);
  // the division is rounded; the products are not
  while ((height - westY) * width < rise) height++;
  while ((height - 1 - westY) * width >= rise) height--;
  const isExact = (height - westY) * width === rise;
  return isExact && eastY < westY ? height + 1 : height;
}
