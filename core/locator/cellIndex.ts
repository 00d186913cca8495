// Which face of a coverage is a point in? A raster of square cells answers: a cell without edges holds its owner, a
// crowded one is divided into smaller cells, and one with a few edges holds a record that decides exactly, in integers.
//
// What a lookup costs is what it misses in the processor's caches, so everything is small: the coarse raster fits the
// second-level cache and answers most points, and a record is rarely longer than a cache line. A flat raster of
// 2048 × 2048 cells whose records name their edges one by one took twice as long.
import { ownerInCompactRecord, ownerInOrderedRecord } from './cellRecord.ts';

/**
 * A cell holds a face, −1 for outside, or −2 − code, where code & 3 says the kind and code >> 2 the place:
 * 0, a division: DIVISION × DIVISION cells from cells[place], row by row;
 * 1, a compact record, and 2, an ordered record, from records[place] (`cellRecord.ts`).
 */
export interface CellIndex {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  /** A cell is 2^shift units wide and high, a divided one's cells 2^(shift − DIVISION_BITS), and so on. */
  readonly shift: number;
  readonly columns: number;
  readonly rows: number;
  readonly cells: Int32Array;
  readonly records: Int32Array;
}

export const OUTSIDE = -1;
export const DIVISION_BITS = 2;
export const DIVISION = 1 << DIVISION_BITS;
const LAST_IN_DIVISION = DIVISION - 1;

export const cellKind = { division: 0, compact: 1, ordered: 2 } as const;

export function cellValue(kind: number, place: number): number {
  return -2 - 4 * place - kind;
}

function kindOf(cell: number): number {
  return (-2 - cell) & 3;
}

function placeOf(cell: number): number {
  return (-2 - cell) >> 2;
}

/** The face that owns the point, the lowest one where several meet, or −1. */
export function ownerOf(index: CellIndex, x: number, y: number): number {
  if (x < index.minX || x > index.maxX || y < index.minY || y > index.maxY) return OUTSIDE;
  const east = x - index.minX;
  const north = y - index.minY;
  let shift = index.shift;
  let cell = index.cells[(north >> shift) * index.columns + (east >> shift)]!;
  while (cell < OUTSIDE && kindOf(cell) === cellKind.division) {
    shift -= DIVISION_BITS;
    cell = index.cells[placeInDivision(cell, east >> shift, north >> shift)]!;
  }
  return cell >= OUTSIDE ? cell : ownerInRecord(index.records, cell, east, north);
}

function placeInDivision(cell: number, column: number, row: number): number {
  return placeOf(cell) + ((row & LAST_IN_DIVISION) << DIVISION_BITS) + (column & LAST_IN_DIVISION);
}

function ownerInRecord(records: Int32Array, cell: number, east: number, north: number): number {
  const place = placeOf(cell);
  return kindOf(cell) === cellKind.compact
    ? ownerInCompactRecord(records, place, east, north)
    : ownerInOrderedRecord(records, place, east, north);
}

/** Points that are not decided yet wait here until their batch has been looked up. */
const BATCH = 2048;
const waiting = new Int32Array(BATCH);
const headers = new Int32Array(BATCH);

/**
 * The owners of many points. A batch goes through one level of the index after the other: each pass only reads cells and
 * has no branch to mispredict, so that the processor fetches many of them at once.
 */
export function ownersOf(index: CellIndex, xs: Int32Array, ys: Int32Array, owners: Int32Array): void {
  const { minX, minY, maxX, maxY, columns, cells, records } = index;
  const count = xs.length;
  for (let start = 0; start < count; start += BATCH) {
    const end = Math.min(start + BATCH, count);
    let shift = index.shift;
    let waitingCount = 0;
    for (let i = start; i < end; i++) {
      const x = xs[i]!;
      const y = ys[i]!;
      if (x < minX || x > maxX || y < minY || y > maxY) {
        owners[i] = OUTSIDE;
        continue;
      }
      const cell = cells[((y - minY) >> shift) * columns + ((x - minX) >> shift)]!;
      owners[i] = cell;
      waiting[waitingCount] = i;
      // 1 where the cell has no owner
      waitingCount += (cell + 1) >>> 31;
    }
    let divisions = waitingCount;
    while (divisions > 0) {
      divisions = 0;
      shift -= DIVISION_BITS;
      const undecided = waitingCount;
      waitingCount = 0;
      for (let w = 0; w < undecided; w++) {
        const i = waiting[w]!;
        let cell = owners[i]!;
        if (kindOf(cell) === cellKind.division) {
          cell = cells[placeInDivision(cell, (xs[i]! - minX) >> shift, (ys[i]! - minY) >> shift)]!;
          owners[i] = cell;
          divisions += ((cell + 1) & (kindOf(cell) - 1)) >>> 31;
        }
        waiting[waitingCount] = i;
        waitingCount += (cell + 1) >>> 31;
      }
    }
    // reads that depend on nothing, so that the records are in the cache when they are decided
    for (let w = 0; w < waitingCount; w++) headers[w] = records[placeOf(owners[waiting[w]!]!)]!;
    for (let w = 0; w < waitingCount; w++) {
      const i = waiting[w]!;
      owners[i] = ownerInRecord(records, owners[i]!, xs[i]! - minX, ys[i]! - minY);
    }
  }
}
