// Builds the cell index: distributes the segments over the cells, then goes through each row of cells from west to
// east, carrying the face along. It starts outside, so no other lookup is needed to know any cell's owner.

import type { Coverage } from '../coverage.ts';
import { CellContents, faceBefore } from './cellContents.ts';
import { type CellIndex, cellKind, cellValue, DIVISION, DIVISION_BITS, OUTSIDE } from './cellIndex.ts';
import { CellLists, type Raster } from './cellLists.ts';
import { writeCompactRecord, writeOrderedRecord } from './cellRecordWriting.ts';
import { Int32List } from './int32List.ts';
import { type SegmentTable, segmentTable } from './segmentTable.ts';

export interface CellIndexOptions {
  /** At most so many undivided cells; 65,536 of them are 256 kB. */
  cellCount?: number;
  /** A cell with more edges is divided, as long as its cells can be a unit wide. */
  edgesPerCell?: number;
}

/** @throws RangeError when the coverage is wider than exact predicates allow */
export function buildCellIndex(coverage: Coverage, options: CellIndexOptions = {}): CellIndex {
  const table = segmentTable(coverage);
  if (table.count === 0) return emptyIndex;
  const { cellCount = Math.min(65_536, table.count), edgesPerCell = 14 } = options;
  const { minX, minY, maxX, maxY } = table;
  const shift = cellShift(maxX - minX, maxY - minY, cellCount);
  const columns = ((maxX - minX) >> shift) + 1;
  const rows = ((maxY - minY) >> shift) + 1;
  const builder = new Builder(table, edgesPerCell);
  const { cells, records } = builder.build({ x: minX, y: minY, shift, columns, rows });
  return { minX, minY, maxX, maxY, shift, columns, rows, cells, records };
}

const emptyIndex: CellIndex = {
  minX: 1,
  minY: 1,
  maxX: 0,
  maxY: 0,
  shift: 0,
  columns: 0,
  rows: 0,
  cells: new Int32Array(0),
  records: new Int32Array(0),
};

/** The finest shift that needs at most `cellCount` cells, or a single one. */
function cellShift(width: number, height: number, cellCount: number): number {
  let shift = 0;
  while (((width >> shift) + 1) * ((height >> shift) + 1) > Math.max(cellCount, 1)) shift++;
  return shift;
}

class Builder {
  readonly #table: SegmentTable;
  readonly #edgesPerCell: number;
  readonly #lists: CellLists;
  readonly #contents: CellContents;
  readonly #cells = new Int32List();
  readonly #records = new Int32List();

  constructor(table: SegmentTable, edgesPerCell: number) {
    this.#table = table;
    this.#edgesPerCell = edgesPerCell;
    this.#lists = new CellLists(table);
    this.#contents = new CellContents(table);
  }

  build(raster: Raster): { cells: Int32Array; records: Int32Array } {
    const { start, end } = this.#lists.pushEverySegment();
    this.#fill(raster, start, end, new Int32Array(raster.rows).fill(OUTSIDE));
    return { cells: this.#cells.trimmed(), records: this.#records.trimmed() };
  }

  /**
   * Appends the raster's cells, whose segments are listed at start … end − 1, and returns the place of the first.
   * `westFaces`: for each row the face just west of it, just above its lowest height.
   */
  #fill(raster: Raster, start: number, end: number, westFaces: Int32Array): number {
    const { columns, rows, shift } = raster;
    const size = 2 ** shift;
    const lists = this.#lists;
    const place = lists.push(raster, start, end);
    const first = this.#cells.extend(columns * rows);
    for (let row = 0; row < rows; row++) {
      const y = raster.y + row * size;
      let face = westFaces[row]!;
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        const from = lists.array[place + cell]!;
        const to = lists.array[place + cell + 1]!;
        let value = face;
        if (from < to) {
          const x = raster.x + column * size;
          value = this.#cellValue(x, y, shift, from, to, face);
          face = faceBefore(this.#table, lists, from, to, x, x + size, y, face);
        }
        this.#cells.array[first + cell] = value;
      }
    }
    lists.pop(place);
    return first;
  }

  #cellValue(x: number, y: number, shift: number, start: number, end: number, face: number): number {
    const contents = this.#contents;
    contents.gather(x, y, shift, this.#lists, start, end, face);
    if (contents.isEmpty) return face;
    if (contents.count > this.#edgesPerCell && shift >= DIVISION_BITS) {
      return cellValue(cellKind.division, this.#divide(x, y, shift, start, end));
    }
    const compact = writeCompactRecord(contents, this.#records);
    return compact === undefined
      ? cellValue(cellKind.ordered, writeOrderedRecord(contents, this.#records))
      : cellValue(cellKind.compact, compact);
  }

  #divide(x: number, y: number, shift: number, start: number, end: number): number {
    const finer = shift - DIVISION_BITS;
    const westFaces = new Int32Array(DIVISION);
    for (let row = 0; row < DIVISION; row++) westFaces[row] = this.#contents.ownerWest(y + row * 2 ** finer);
    return this.#fill({ x, y, shift: finer, columns: DIVISION, rows: DIVISION }, start, end, westFaces);
  }
}
