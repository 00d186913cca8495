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
 * All of it lies within 2^15 units, so that products fit 31 bits.
 *
 * Whether a point lies beside one edge or another is a coin toss that a processor cannot predict, and a wrong guess costs
 * as much as three edges. So edges are decided without a branch: a number stands for a truth by its sign, negative for true.
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
  const end = record + 2 + (header & 255);
  let breaks = header >> 17;
  let vertex = records[record + 2]!;
  let toEast = x - (vertex >> 16);
  let toNorth = y - ((vertex << 16) >> 16);
  let isOffEdges = -1;
  let isExchanged = 0;
  for (let place = record + 3; place < end; place++) {
    vertex = records[place]!;
    const nextEast = x - (vertex >> 16);
    const nextNorth = y - ((vertex << 16) >> 16);
    // 1 where there is no edge
    const isBroken = breaks & 1;
    // positive left of the edge, negative right of it
    const side = (Math.imul(toEast - nextEast, toNorth) - Math.imul(toNorth - nextNorth, toEast)) | 0;
    const reachesHeight = toNorth ^ nextNorth;
    const liesEast = ~(side ^ nextNorth);
    isExchanged ^= reachesHeight & liesEast & (isBroken - 1);
    // on the edge: on its line, and not beyond either end
    const alongEnds = (Math.imul(toEast, nextEast) + Math.imul(toNorth, nextNorth)) | 0;
    const distance = side | ~((alongEnds - 1) >> 31) | isBroken;
    isOffEdges &= distance | -distance;
    toEast = nextEast;
    toNorth = nextNorth;
    breaks >>= 1;
  }
  const first = (faces & 0xffff) - 1;
  const second = (faces >>> 16) - 1;
  if (isOffEdges >= 0) return lowerFace(first, second);
  for (let toggle = end + ((header >> 13) & 7) - 1; toggle >= end; toggle--) {
    isExchanged ^= records[toggle]! - y - 1;
  }
  return first ^ ((first ^ second) & (isExchanged >> 31));
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
