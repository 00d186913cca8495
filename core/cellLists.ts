// Which segments touch which cells of a raster.

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

/** Cell c has segments[ends[c − 1]] up to segments[ends[c]], exclusively. */
export interface CellSegments {
  segments: Int32Array;
  ends: Int32Array;
}

export class CellLists {
  private readonly table: SegmentTable;
  private readonly pairs = new Int32List();

  constructor(table: SegmentTable) {
    this.table = table;
  }

  /** Lists the candidates in every cell that they touch, and in some that they only come near. */
  distribute(raster: Raster, candidates: Int32Array): CellSegments {
    this.pairs.length = 0;
    for (let i = 0; i < candidates.length; i++) this.pairWithCells(raster, candidates[i]!);
    const { array, length } = this.pairs;
    const ends = new Int32Array(raster.columns * raster.rows);
    for (let pair = 0; pair < length; pair += 2) ends[array[pair]!]!++;
    let total = 0;
    for (let cell = 0; cell < ends.length; cell++) {
      const count = ends[cell]!;
      ends[cell] = total;
      total += count;
    }
    const segments = new Int32Array(total);
    for (let pair = 0; pair < length; pair += 2) segments[ends[array[pair]!]!++] = array[pair + 1]!;
    return { segments, ends };
  }

  private pairWithCells(raster: Raster, s: number): void {
    const { x, y, shift, columns, rows } = raster;
    const ax = this.table.ax[s]! - x;
    const ay = this.table.ay[s]! - y;
    const bx = this.table.bx[s]! - x;
    const by = this.table.by[s]! - y;
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
        const place = this.pairs.extend(2);
        this.pairs.array[place] = row * columns + column;
        this.pairs.array[place + 1] = s;
      }
    }
  }
}
