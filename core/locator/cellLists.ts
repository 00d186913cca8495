// Which segments touch which cells of a raster. Lists lie on one stack: a cell may be divided while its list is in use.
import { Int32List } from './int32List.ts';
import type { SegmentTable } from './segmentTable.ts';

/** A raster of square cells, 2^shift units wide; x and y are its lower left corner. */
export interface Raster {
  x: number;
  y: number;
  shift: number;
  columns: number;
  rows: number;
}

export class CellLists {
  readonly #table: SegmentTable;
  readonly #pairs: Int32List;
  readonly #stack: Int32List;

  constructor(table: SegmentTable) {
    this.#table = table;
    this.#pairs = new Int32List(3 * table.count);
    this.#stack = new Int32List(6 * table.count);
  }

  /** The numbers that the places given by `push` refer to; another array after each `push`. */
  get array(): Int32Array {
    return this.#stack.array;
  }

  /** Where a list of all segments lies. */
  pushEverySegment(): { start: number; end: number } {
    const { count } = this.#table;
    const start = this.#stack.extend(count);
    for (let s = 0; s < count; s++) this.#stack.array[start + s] = s;
    return { start, end: start + count };
  }

  /**
   * Lists the segments at start … end − 1 in every cell that they touch, and in some that they only come near. Cell c's
   * list then lies at array[place + c] … array[place + c + 1] − 1, each list in the given order.
   */
  push(raster: Raster, start: number, end: number): number {
    const pairs = this.#pairs;
    pairs.length = 0;
    for (let i = start; i < end; i++) this.#pairWithCells(raster, this.#stack.array[i]!);
    const cellCount = raster.columns * raster.rows;
    const place = this.#stack.extend(cellCount + 1 + pairs.length / 2);
    const stack = this.#stack.array;
    stack.fill(0, place, place + cellCount + 1);
    for (let pair = 0; pair < pairs.length; pair += 2) stack[place + pairs.array[pair]!]!++;
    let total = place + cellCount + 1;
    for (let at = place; at <= place + cellCount; at++) {
      total += stack[at]!;
      stack[at] = total;
    }
    // from the last to the first: each list's end becomes its start
    for (let pair = pairs.length - 2; pair >= 0; pair -= 2) {
      const cell = place + pairs.array[pair]!;
      const at = stack[cell]! - 1;
      stack[at] = pairs.array[pair + 1]!;
      stack[cell] = at;
    }
    return place;
  }

  /** Forgets what was pushed at this place and later. */
  pop(place: number): void {
    this.#stack.length = place;
  }

  #pairWithCells(raster: Raster, s: number): void {
    const { x, y, shift, columns, rows } = raster;
    const ax = this.#table.ax[s]! - x;
    const ay = this.#table.ay[s]! - y;
    const bx = this.#table.bx[s]! - x;
    const by = this.#table.by[s]! - y;
    const firstRow = Math.max(ay >> shift, 0);
    const lastRow = Math.min(by >> shift, rows - 1);
    const west = Math.min(ax, bx);
    const east = Math.max(ax, bx);
    const slope = (bx - ax) / (by - ay);
    for (let row = firstRow; row <= lastRow; row++) {
      let partWest = west;
      let partEast = east;
      if (firstRow !== lastRow) {
        // the part of the segment in this row of cells, a little longer than it is, for the rounding
        const fromX = ax + (Math.max(ay, row << shift) - ay) * slope;
        const toX = ax + (Math.min(by, (row + 1) << shift) - ay) * slope;
        partWest = Math.max(west, Math.floor(Math.min(fromX, toX) - 0.01));
        partEast = Math.min(east, Math.ceil(Math.max(fromX, toX) + 0.01));
      }
      const firstColumn = Math.max(partWest >> shift, 0);
      const lastColumn = Math.min(partEast >> shift, columns - 1);
      for (let column = firstColumn; column <= lastColumn; column++) {
        this.#pairs.push(row * columns + column);
        this.#pairs.push(s);
      }
    }
  }
}
