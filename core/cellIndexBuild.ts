// Builds the cell index: distributes the segments over the cells, then goes through each row of cells from west to
// east, carrying the face along. It starts outside, so no other lookup is needed to know any cell's owner.
import { type CellIndex, cellKind, cellValue, DIVISION, DIVISION_BITS, OUTSIDE } from './cellIndex.ts';
import { CellLists, type Raster } from './cellLists.ts';
import { EDGE_SIZE } from './cellRecord.ts';
import { compactRecord, type Edge, ownerOnBorder } from './compactRecord.ts';
import type { Coverage } from './coverage.ts';
import { Int32List } from './int32List.ts';
import {
  crossingHeight,
  faceAbove,
  isAbove,
  isRightOf,
  type SegmentTable,
  segmentTable,
  sideOf,
} from './segmentTable.ts';

export interface CellIndexOptions {
  /** At most so many undivided cells; 65,536 of them are 256 kB. */
  cellCount?: number;
  /** A cell with more edges is divided, as long as its cells can be a unit wide. */
  edgesPerCell?: number;
}

const INT32_MIN = -(2 ** 31);

/** @throws RangeError when the coverage is wider than exact predicates allow */
export function buildCellIndex(coverage: Coverage, options: CellIndexOptions = {}): CellIndex {
  const segments = segmentTable(coverage);
  const { minX, minY, maxX, maxY } = segments;
  if (segments.count === 0) return emptyIndex;
  const { cellCount = Math.min(65_536, segments.count), edgesPerCell = 2 } = options;
  const shift = cellShift(maxX - minX, maxY - minY, cellCount);
  const columns = ((maxX - minX) >> shift) + 1;
  const rows = ((maxY - minY) >> shift) + 1;
  const builder = new Builder(segments, edgesPerCell);
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
  while (((width >> shift) + 1) * ((height >> shift) + 1) > cellCount && (width + height) >> shift > 0)
    shift++;
  return shift;
}

class Builder {
  private readonly segments: SegmentTable;
  private readonly edgesPerCell: number;
  private readonly lists: CellLists;
  private readonly cells = new Int32List();
  private readonly records = new Int32List();

  constructor(segments: SegmentTable, edgesPerCell: number) {
    this.segments = segments;
    this.edgesPerCell = edgesPerCell;
    this.lists = new CellLists(segments);
  }

  build(raster: Raster): { cells: Int32Array; records: Int32Array } {
    const everySegment = Int32Array.from({ length: this.segments.count }, (_, s) => s);
    this.fill(raster, everySegment, new Array<number>(raster.rows).fill(OUTSIDE));
    return { cells: this.cells.trimmed(), records: this.records.trimmed() };
  }

  /** Appends the raster's cells. `westFaces`: for each row the face just west of it, just above its lowest height. */
  private fill(raster: Raster, candidates: Int32Array, westFaces: readonly number[]): number {
    const { columns, rows, shift } = raster;
    const size = 1 << shift;
    const { segments, ends } = this.lists.distribute(raster, candidates);
    const first = this.cells.extend(columns * rows);
    let start = 0;
    for (let row = 0; row < rows; row++) {
      const y = raster.y + row * size;
      let face = westFaces[row]!;
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        const end = ends[cell]!;
        let value = face;
        if (start < end) {
          const x = raster.x + column * size;
          const listed = segments.subarray(start, end);
          value = this.cellValue(x, y, shift, listed, face);
          face = this.faceBefore(x + size, x, y, listed, face);
          start = end;
        }
        this.cells.array[first + cell] = value;
      }
    }
    return first;
  }

  private cellValue(x: number, y: number, shift: number, listed: Int32Array, face: number): number {
    const edges = this.edgesInside(x, y, shift, listed);
    const border = this.westBorder(x, y, shift, listed, face);
    if (edges.length === 0 && border.length === 2) return face;
    if (edges.length <= this.edgesPerCell || shift < DIVISION_BITS) {
      const compact = compactRecord(this.segments, { x, y, shift }, edges, border);
      if (compact) return cellValue(cellKind.compact, this.append(compact));
      return cellValue(cellKind.ordered, this.writeRecord(edges, border));
    }
    const divided = { x, y, shift: shift - DIVISION_BITS, columns: DIVISION, rows: DIVISION };
    const westFaces = Array.from({ length: DIVISION }, (_, row) =>
      ownerOnBorder(border, y + (row << divided.shift)),
    );
    return cellValue(cellKind.division, this.fill(divided, listed, westFaces));
  }

  private append(record: readonly number[]): number {
    const place = this.records.extend(record.length);
    for (let i = 0; i < record.length; i++) this.records.array[place + i] = record[i]!;
    return place;
  }

  /** The edges that stand inside the cell. */
  private edgesInside(x: number, y: number, shift: number, listed: Int32Array): Edge[] {
    const { ax, ay, bx, by } = this.segments;
    const highest = y + (1 << shift) - 1;
    const edges: Edge[] = [];
    for (let i = 0; i < listed.length; i++) {
      const segment = listed[i]!;
      let bottom = ay[segment]!;
      let top = by[segment]!;
      const startsInside = ax[segment]! >= x;
      const endsInside = bx[segment]! >= x;
      if (!startsInside && !endsInside) continue;
      if (bottom !== top && startsInside !== endsInside) {
        const height = crossingHeight(this.segments, segment, x);
        if (startsInside) top = Math.min(top, height);
        else bottom = height;
      }
      if (bottom <= top && top >= y && bottom <= highest) edges.push({ segment, bottom, top });
    }
    return edges;
  }

  /**
   * The owners along the cell's west border as pairs (lowest height, face), from the top; the last pair holds down to
   * the bottom, where `face` is the owner.
   */
  private westBorder(x: number, y: number, shift: number, listed: Int32Array, face: number): number[] {
    const { ax, bx } = this.segments;
    const highest = y + (1 << shift) - 1;
    const crossings: { segment: number; height: number }[] = [];
    for (let i = 0; i < listed.length; i++) {
      const segment = listed[i]!;
      if (ax[segment]! < x === bx[segment]! < x) continue;
      const height = crossingHeight(this.segments, segment, x);
      if (height > y && height <= highest) crossings.push({ segment, height });
    }
    if (crossings.length > 1)
      crossings.sort((f, e) => (isAbove(this.segments, f.segment, e.segment) ? -1 : 1));
    const border: number[] = [];
    for (const { segment, height } of crossings) {
      // of two crossings below one height the upper one counts
      if (border.at(-2) !== height) border.push(height, faceAbove(this.segments, segment));
    }
    border.push(INT32_MIN, face);
    return border;
  }

  private writeRecord(edges: Edge[], border: readonly number[]): number {
    const { ax, ay, bx, by, left, right, minX, minY } = this.segments;
    sortFromRightToLeft(this.segments, edges);
    const record = this.records.extend(1 + edges.length * EDGE_SIZE + border.length);
    const records = this.records.array;
    let place = record;
    records[place++] = edges.length;
    for (const { segment, bottom, top } of edges) {
      records[place] = bottom - minY;
      records[place + 1] = top - minY;
      records[place + 2] = ax[segment]! - minX;
      records[place + 3] = ay[segment]! - minY;
      records[place + 4] = bx[segment]! - minX;
      records[place + 5] = by[segment]! - minY;
      records[place + 6] = left[segment]!;
      records[place + 7] = right[segment]!;
      place += EDGE_SIZE;
    }
    for (let i = 0; i < border.length; i += 2) {
      records[place++] = Math.max(border[i]! - minY, INT32_MIN);
      records[place++] = border[i + 1]!;
    }
    return record;
  }

  /**
   * The face just west of `east` and just above the height y, where `face` is the one just west of `west`: what lies
   * right of the last segment on the way.
   */
  private faceBefore(east: number, west: number, y: number, listed: Int32Array, face: number): number {
    const { ay, by, right } = this.segments;
    let last = -1;
    for (let i = 0; i < listed.length; i++) {
      const s = listed[i]!;
      if (ay[s]! > y || by[s]! <= y) continue;
      if (sideOf(this.segments, s, east, y) >= 0 || sideOf(this.segments, s, west, y) < 0) continue;
      if (last === -1 || isRightOf(this.segments, s, last)) last = s;
    }
    return last === -1 ? face : right[last]!;
  }
}

/** Puts first, again and again, an edge that no other remaining edge lies right of. */
function sortFromRightToLeft(segments: SegmentTable, edges: Edge[]): void {
  for (let place = 0; place < edges.length - 1; place++) {
    let rightmost = place;
    for (let i = place + 1; i < edges.length; i++) {
      if (i === rightmost || !isRightOf(segments, edges[i]!.segment, edges[rightmost]!.segment)) continue;
      rightmost = i;
      i = place - 1;
    }
    const edge = edges[rightmost]!;
    edges[rightmost] = edges[place]!;
    edges[place] = edge;
  }
}
