// Segments in a grid of square-ish cells, about two cells per three segments, to find those that come near each other.
import type { Segments } from './segments.ts';

export interface SegmentIndex {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  columns: number;
  rows: number;
  cellWidth: number;
  cellHeight: number;
  /** The segments of cell c: items[start[c]] … items[start[c + 1] − 1]. */
  start: Int32Array;
  items: Int32Array;
}

export function indexSegments(segments: Segments): SegmentIndex {
  const index = emptyIndex(segments);
  const { columns, start } = index;
  // most segments lie in one cell, which is remembered between the two passes: count, then fill from the back
  const onlyCell = new Int32Array(segments.count);
  const wide: number[] = [];
  for (let s = 0; s < segments.count; s++) {
    const cell = cellOfVertex(index, segments, segments.from[s]!);
    if (cell === cellOfVertex(index, segments, segments.to[s]!)) {
      onlyCell[s] = cell;
      start[cell]!++;
    } else {
      onlyCell[s] = -1;
      wide.push(s);
    }
  }
  for (const s of wide) {
    forEachRow(index, segments, s, (row, first, last) => {
      for (let cell = row * columns + first; cell <= row * columns + last; cell++) start[cell]!++;
    });
  }
  for (let cell = 1; cell < start.length; cell++) start[cell]! += start[cell - 1]!;
  const items = new Int32Array(start[start.length - 1]!);
  for (const s of wide) {
    forEachRow(index, segments, s, (row, first, last) => {
      for (let cell = row * columns + first; cell <= row * columns + last; cell++) items[--start[cell]!] = s;
    });
  }
  for (let s = 0; s < segments.count; s++) {
    const cell = onlyCell[s]!;
    if (cell !== -1) items[--start[cell]!] = s;
  }
  return { ...index, items };
}

function cellOfVertex(index: SegmentIndex, { x, y }: Segments, vertex: number): number {
  const column = ((x[vertex]! - index.minX) / index.cellWidth) | 0;
  const row = ((y[vertex]! - index.minY) / index.cellHeight) | 0;
  return row * index.columns + column;
}

export function columnOf(index: SegmentIndex, x: number): number {
  return Math.max(0, Math.min(index.columns - 1, Math.floor((x - index.minX) / index.cellWidth)));
}

export function rowOf(index: SegmentIndex, y: number): number {
  return Math.max(0, Math.min(index.rows - 1, Math.floor((y - index.minY) / index.cellHeight)));
}

function emptyIndex(segments: Segments): SegmentIndex {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = 0; v < segments.vertexCount; v++) {
    const x = segments.x[v]!;
    const y = segments.y[v]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  const width = Math.max(1, maxX - minX);
  const height = Math.max(1, maxY - minY);
  const cellCount = Math.max(1, (segments.count * 2) / 3);
  const columns = Math.max(1, Math.min(2048, Math.round(Math.sqrt((cellCount * width) / height))));
  const rows = Math.max(1, Math.min(2048, Math.round(cellCount / columns)));
  return {
    minX,
    minY,
    maxX,
    maxY,
    columns,
    rows,
    cellWidth: (width + 1) / columns,
    cellHeight: (height + 1) / rows,
    start: new Int32Array(columns * rows + 1),
    items: new Int32Array(0),
  };
}

/** Calls back with each row that the segment touches and the first and last column there. */
function forEachRow(
  index: SegmentIndex,
  { x, y, from, to }: Segments,
  segment: number,
  visit: (row: number, firstColumn: number, lastColumn: number) => void,
): void {
  const ax = x[from[segment]!]!;
  const ay = y[from[segment]!]!;
  const bx = x[to[segment]!]!;
  const by = y[to[segment]!]!;
  const firstColumn = columnOf(index, Math.min(ax, bx));
  const lastColumn = columnOf(index, Math.max(ax, bx));
  const firstRow = rowOf(index, Math.min(ay, by));
  const lastRow = rowOf(index, Math.max(ay, by));
  if (lastRow - firstRow < 2 || lastColumn - firstColumn < 2) {
    for (let row = firstRow; row <= lastRow; row++) visit(row, firstColumn, lastColumn);
    return;
  }
  // a long slanted segment: in each row only the columns between its entry and its exit, two units wider for rounding
  const slope = (bx - ax) / (by - ay);
  for (let row = firstRow; row <= lastRow; row++) {
    const low = Math.max(Math.min(ay, by), index.minY + row * index.cellHeight - 2);
    const high = Math.min(Math.max(ay, by), index.minY + (row + 1) * index.cellHeight + 2);
    const xLow = ax + (low - ay) * slope;
    const xHigh = ax + (high - ay) * slope;
    visit(
      row,
      Math.max(firstColumn, columnOf(index, Math.min(xLow, xHigh) - 2)),
      Math.min(lastColumn, columnOf(index, Math.max(xLow, xHigh) + 2)),
    );
  }
}
