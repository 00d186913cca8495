// The edges in one cell, and the exact decision which face a point of the cell is in. Coordinates are relative to the
// index's lower left corner ("east", "north"). A point counts as standing an infinitesimal above its height, so that
// its way to the left passes no vertex. A point on an edge belongs to the lowest face around it.

/**
 * A compact record serves a cell with two faces. Each edge that the point lies right of changes the face:
 *   header: number of vertices | shift of the cell << 8 | number of toggles << 13 | breaks << 16, where bit k of the
 *     breaks says that no edge leads from vertex k − 1 to vertex k;
 *   faces: the one where no edge lies left, plus 1 | the other one, plus 1, << 16;
 *   vertices: x << 16 | y & 0xffff, relative to the cell's lower left corner;
 *   toggles: heights in the cell from which on the faces are exchanged, because an edge ends west of the cell.
 */
export function ownerInCompactRecord(
  records: Int32Array,
  record: number,
  east: number,
  north: number,
): number {
  const header = records[record]!;
  const faces = records[record + 1]!;
  const mask = (1 << ((header >> 8) & 31)) - 1;
  const x = east & mask;
  const y = north & mask;
  const breaks = header >>> 16;
  const end = record + 2 + (header & 255);
  let vertex = records[record + 2]!;
  let ax = vertex >> 16;
  let ay = (vertex << 16) >> 16;
  let odd = 0;
  const point = (x << 16) | y;
  let isOnEdge = vertex === point;
  for (let place = record + 3, bit = 2; place < end; place++, bit <<= 1) {
    vertex = records[place]!;
    const bx = vertex >> 16;
    const by = (vertex << 16) >> 16;
    if (vertex === point) isOnEdge = true;
    if ((breaks & bit) === 0) {
      if (ay > y !== by > y) {
        const left = (bx - ax) * (y - ay);
        const right = (by - ay) * (x - ax);
        if (left === right) isOnEdge = true;
        if (right > left === by > ay) odd ^= 1;
      } else if (ay === y && by === y && ax < x !== bx < x) isOnEdge = true;
    }
    ax = bx;
    ay = by;
  }
  const first = (faces & 0xffff) - 1;
  const second = (faces >>> 16) - 1;
  if (isOnEdge) return first < 0 || (second >= 0 && second < first) ? second : first;
  for (let toggle = end + ((header >> 13) & 7) - 1; toggle >= end; toggle--) {
    if (y >= records[toggle]!) odd ^= 1;
  }
  return odd === 0 ? first : second;
}

export const EDGE_SIZE = 8;
const ON_NO_EDGE = -2;

/**
 * An ordered record serves any cell. The first edge on the way to the left says the owner; if there is none inside the
 * cell, the cell's west border does, whose owner changes only at known heights. Edges come from right to left, so the
 * first one that the point lies right of is the answer, and one that it lies on comes before that:
 *   number of edges; per edge EDGE_SIZE numbers: lowest and highest height at which it stands inside the cell,
 *   ax, ay, bx, by (upward), left face, right face; per stretch of the west border, from the top: lowest height, owner.
 */
export function ownerInOrderedRecord(
  records: Int32Array,
  record: number,
  east: number,
  north: number,
): number {
  let edge = record + 1;
  const end = edge + records[record]! * EDGE_SIZE;
  for (; edge < end; edge += EDGE_SIZE) {
    const top = records[edge + 1]!;
    if (north < records[edge]! || north > top) continue;
    const ax = records[edge + 2]!;
    const ay = records[edge + 3]!;
    const left = (records[edge + 4]! - ax) * (north - ay);
    const right = (records[edge + 5]! - ay) * (east - ax);
    if (right > left) {
      if (north < top) return records[edge + 7]!;
    } else if (right === left) {
      const lowest = lowestFaceAround(records, record, east, north);
      if (lowest !== ON_NO_EDGE) return lowest;
    }
  }
  while (north < records[edge]!) edge += 2;
  return records[edge + 1]!;
}

/** The lowest face beside the edges that the point lies on: those are the faces whose closure contains it. */
function lowestFaceAround(records: Int32Array, record: number, east: number, north: number): number {
  let lowest = ON_NO_EDGE;
  const end = record + 1 + records[record]! * EDGE_SIZE;
  for (let edge = record + 1; edge < end; edge += EDGE_SIZE) {
    const ax = records[edge + 2]!;
    const ay = records[edge + 3]!;
    const bx = records[edge + 4]!;
    const by = records[edge + 5]!;
    if (north < ay || north > by || (bx - ax) * (north - ay) !== (by - ay) * (east - ax)) continue;
    if (ay === by && (east < ax || east > bx)) continue;
    lowest = lowerFace(lowest, lowerFace(records[edge + 6]!, records[edge + 7]!));
  }
  return lowest;
}

function lowerFace(a: number, b: number): number {
  return a < 0 ? b : b < 0 ? a : Math.min(a, b);
}
