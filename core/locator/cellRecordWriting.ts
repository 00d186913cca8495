// Writes the records that `cellRecord.ts` reads.
import type { CellContents } from './cellContents.ts';
import { EDGE_SIZE } from './cellRecord.ts';
import type { Int32List } from './int32List.ts';
import { sideOf } from './segmentTable.ts';

const MOST_VERTICES = 16;
const MOST_TOGGLES = 7;
const MOST_FACES = 65_534;
const INT32_MIN = -(2 ** 31);
/** All coordinates of a compact record lie in a window of 2^15 units around its cell. */
const WINDOW_BITS = 15;

/** Appends an ordered record and returns its place. */
export function writeOrderedRecord(contents: CellContents, records: Int32List): number {
  const { ax, ay, bx, by, left, right, minX, minY } = contents.table;
  contents.sortFromRightToLeft();
  const { count, segments, bottoms, tops, stretchCount, stretchHeights, stretchFaces } = contents;
  const record = records.extend(1 + count * EDGE_SIZE + 2 * stretchCount);
  const { array } = records;
  let place = record;
  array[place++] = count;
  for (let i = 0; i < count; i++) {
    const segment = segments[i]!;
    array[place] = bottoms[i]! - minY;
    array[place + 1] = tops[i]! - minY;
    array[place + 2] = ax[segment]! - minX;
    array[place + 3] = ay[segment]! - minY;
    array[place + 4] = bx[segment]! - minX;
    array[place + 5] = by[segment]! - minY;
    array[place + 6] = left[segment]!;
    array[place + 7] = right[segment]!;
    place += EDGE_SIZE;
  }
  for (let i = 0; i < stretchCount; i++) {
    const reachesBottom = i === stretchCount - 1;
    array[place++] = reachesBottom ? INT32_MIN : stretchHeights[i]! - minY;
    array[place++] = stretchFaces[i]!;
  }
  return record;
}

/**
 * Appends a compact record and returns its place; undefined, and nothing appended, when the cell has more than two faces, or
 * too many vertices, or one too far away.
 */
export function writeCompactRecord(contents: CellContents, records: Int32List): number | undefined {
  if (!hasTwoFaces(contents) || contents.shift > WINDOW_BITS) return undefined;
  const record = records.length;
  records.extend(2);
  const breaks = writeVertices(contents, records);
  if (breaks === undefined) {
    records.length = record;
    return undefined;
  }
  const vertexCount = records.length - record - 2;
  const { table, segments, y } = contents;
  const a = table.left[segments[0]!]!;
  const b = table.right[segments[0]!]!;
  const startsWithA = ownerWithoutEdges(contents, y, a, b) === a;
  if (!writeToggles(contents, a, b, records)) {
    records.length = record;
    return undefined;
  }
  const toggleCount = records.length - record - 2 - vertexCount;
  records.array[record] = vertexCount | (contents.shift << 8) | (toggleCount << 13) | (breaks << 16);
  records.array[record + 1] = startsWithA ? (a + 1) | ((b + 1) << 16) : (b + 1) | ((a + 1) << 16);
  return record;
}

function hasTwoFaces({ table, count, segments, stretchCount, stretchFaces }: CellContents): boolean {
  if (count === 0) return false;
  const { left, right } = table;
  const a = left[segments[0]!]!;
  const b = right[segments[0]!]!;
  if (a > MOST_FACES || b > MOST_FACES) return false;
  for (let i = 1; i < count; i++) {
    const l = left[segments[i]!]!;
    const r = right[segments[i]!]!;
    if ((l !== a || r !== b) && (l !== b || r !== a)) return false;
  }
  for (let i = 0; i < stretchCount; i++) if (stretchFaces[i] !== a && stretchFaces[i] !== b) return false;
  return true;
}

/** Appends the edges' vertices, where segments next to each other mostly share one; returns the breaks between chains. */
function writeVertices(contents: CellContents, records: Int32List): number | undefined {
  const { x, y, count, segments } = contents;
  const { ax, ay, bx, by } = contents.table;
  const lowest = -((2 ** WINDOW_BITS - 2 ** contents.shift) >> 1);
  const first = records.length;
  let breaks = 0;
  let chain = first;
  for (let i = 0; i < count; i++) {
    const segment = segments[i]!;
    const fromX = ax[segment]! - x;
    const fromY = ay[segment]! - y;
    const toX = bx[segment]! - x;
    const toY = by[segment]! - y;
    const farWest = Math.min(fromX, toX, fromY) - lowest;
    const farEast = Math.max(fromX, toX, toY) - lowest;
    if (farWest < 0 || farEast >= 2 ** WINDOW_BITS) return undefined;
    const from = (fromX << 16) | (fromY & 0xffff);
    const to = (toX << 16) | (toY & 0xffff);
    const { array, length } = records;
    if (length - chain === 2 && (array[chain] === from || array[chain] === to)) {
      // the chain's first segment has to be turned so that the second one continues it
      const held = array[chain]!;
      array[chain] = array[chain + 1]!;
      array[chain + 1] = held;
    }
    const last = length > first ? array[length - 1] : undefined;
    if (last === from) records.push(to);
    else if (last === to) records.push(from);
    else {
      chain = length;
      if (chain > first) breaks |= 1 << (chain - first);
      records.push(from);
      records.push(to);
    }
    if (records.length - first > MOST_VERTICES) return undefined;
  }
  return breaks;
}

/**
 * Appends the heights at which `ownerWithoutEdges` changes; false when there are too many. That happens only where an
 * edge ends west of the cell.
 */
function writeToggles(contents: CellContents, a: number, b: number, records: Int32List): boolean {
  const { table, count, segments, x, y, shift } = contents;
  const { ax, ay, bx, by } = table;
  const highest = y + 2 ** shift - 1;
  const first = records.length;
  let owner = ownerWithoutEdges(contents, y, a, b);
  let height = y;
  for (;;) {
    let next = highest + 1;
    for (let i = 0; i < count; i++) {
      const segment = segments[i]!;
      if (ax[segment]! < x && ay[segment]! > height) next = Math.min(next, ay[segment]!);
      if (bx[segment]! < x && by[segment]! > height) next = Math.min(next, by[segment]!);
    }
    if (next > highest) return true;
    height = next;
    const ownerHere = ownerWithoutEdges(contents, height, a, b);
    if (ownerHere === owner) continue;
    if (records.length - first === MOST_TOGGLES) return false;
    owner = ownerHere;
    records.push(height - y);
  }
}

/** The owner of a point of the cell at this height if none of the cell's edges, however far they reach, lies left of it. */
function ownerWithoutEdges(contents: CellContents, height: number, a: number, b: number): number {
  const { table, count, segments, x } = contents;
  let owner = contents.ownerWest(height);
  for (let i = 0; i < count; i++) {
    const segment = segments[i]!;
    if (table.ay[segment]! > height || table.by[segment]! <= height) continue;
    if (sideOf(table, segment, x, height) < 0) owner = owner === a ? b : a;
  }
  return owner;
}
