// The nearest edge of a coverage to a point: a raster of segment lists, searched outward ring by ring.

import type { Coverage } from '../coverage.ts';
import { metresPerUnit, pointToSegmentM } from '../geodesy.ts';
import { CellLists, type Raster } from './cellLists.ts';
import { type SegmentTable, segmentTable } from './segmentTable.ts';

/** Any face may lie beside the edge that is looked for. */
const ANY = -2;

export class NearestEdges {
  /** What the last search found. */
  foundSegment = -1;
  foundFace = -1;
  foundX = 0;
  foundY = 0;
  /** What `findWithOther` found beside: the nearest edge of another face. */
  otherM = Infinity;
  otherFace = -1;
  readonly #table: SegmentTable;
  readonly #raster: Raster;
  readonly #segments: Int32Array;
  /** Cell c has segments[starts[c]] … segments[starts[c + 1] − 1]. */
  readonly #starts: Int32Array;
  #metresEast = 1;
  #metresNorth = 1;
  /** Of the point on the segment that was looked at last: 0 at its beginning, 1 at its end. */
  #along = 0;
  /** Square of the distance to the nearest edge of any face, whatever the search is for. */
  #nearest = Infinity;
  #nearestSegment = -1;
  /** Square of the distance of what was found so far, in local metres. */
  #best = Infinity;

  constructor(coverage: Coverage) {
    this.#table = segmentTable(coverage);
    const { minX, minY, maxX, maxY, count } = this.#table;
    let shift = 0;
    while (count > 0 && ((maxX - minX) >> shift) * ((maxY - minY) >> shift) > count) shift++;
    this.#raster = {
      x: minX,
      y: minY,
      shift,
      columns: count === 0 ? 0 : ((maxX - minX) >> shift) + 1,
      rows: count === 0 ? 0 : ((maxY - minY) >> shift) + 1,
    };
    const lists = new CellLists(this.#table);
    const { start, end } = lists.pushEverySegment();
    const place = lists.push(this.#raster, start, end);
    const cellCount = this.#raster.columns * this.#raster.rows;
    const first = place + cellCount + 1;
    this.#starts = lists.array.slice(place, first).map((at) => at - first);
    this.#segments = lists.array.slice(first, first + this.#starts[cellCount]!);
  }

  get bytes(): number {
    const { ax, ay, bx, by, left, right } = this.#table;
    const arrays = [ax, ay, bx, by, left, right, this.#segments, this.#starts];
    return arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }

  /** Metres to the nearest edge; Infinity where there is none. */
  find(x: number, y: number): number {
    return this.#search(x, y, ANY, Infinity);
  }

  /**
   * Metres to the nearest edge of a face other than the given one; `foundFace` says which, the lowest of two. What is
   * farther than `mostM` need not be found.
   */
  findOther(x: number, y: number, face: number, mostM = Infinity): number {
    return this.#search(x, y, face, mostM);
  }

  /**
   * Both in one search: metres to the nearest edge of any face, as `find`, and what `findOther` finds in `otherM` and
   * `otherFace`.
   */
  findWithOther(x: number, y: number, face: number): number {
    this.#nearest = Infinity;
    this.#nearestSegment = -1;
    this.otherM = this.#search(x, y, face, Infinity);
    this.otherFace = this.foundFace;
    this.foundSegment = this.#nearestSegment;
    this.foundFace = -1;
    if (this.foundSegment < 0) return Infinity;
    this.#writePoint(x, y, this.foundSegment);
    return this.#metresTo(x, y, this.foundSegment);
  }

  /** The face on the other side of a segment; −1 is the outside. */
  beyond(segment: number, face: number): number {
    const { left, right } = this.#table;
    return segment < 0 ? -1 : left[segment] === face ? right[segment]! : left[segment]!;
  }

  #search(x: number, y: number, exceptFace: number, mostM: number): number {
    const { x: minX, y: minY, shift, columns, rows } = this.#raster;
    // local metres differ from those of the ellipsoid by less than a thousandth
    this.#best = (mostM * 1.001) ** 2;
    this.foundSegment = -1;
    this.foundFace = -1;
    if (columns === 0) return Infinity;
    const scale = metresPerUnit(y);
    this.#metresEast = scale.x;
    this.#metresNorth = scale.y;
    const column = Math.max(0, Math.min(columns - 1, Math.floor((x - minX) / 2 ** shift)));
    const row = Math.max(0, Math.min(rows - 1, Math.floor((y - minY) / 2 ** shift)));
    for (let ring = 0; ring < Math.max(columns, rows); ring++) {
      this.#searchRing(x, y, column, row, ring, exceptFace);
      const beyond = this.#distanceBeyond(x, y, column, row, ring);
      if (this.#best <= beyond * beyond) break;
    }
    if (this.foundSegment < 0) return Infinity;
    this.#writePoint(x, y, this.foundSegment);
    return this.#metresTo(x, y, this.foundSegment);
  }

  #searchRing(x: number, y: number, column: number, row: number, ring: number, exceptFace: number): void {
    const { columns, rows } = this.#raster;
    const lowest = Math.max(0, row - ring);
    const highest = Math.min(rows - 1, row + ring);
    for (let r = lowest; r <= highest; r++) {
      const isWholeRow = r === row - ring || r === row + ring;
      const step = isWholeRow || ring === 0 ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += step) {
        if (c >= 0 && c < columns) this.#searchCell(x, y, r * columns + c, exceptFace);
      }
    }
  }

  #searchCell(x: number, y: number, cell: number, exceptFace: number): void {
    const { left, right } = this.#table;
    const end = this.#starts[cell + 1]!;
    for (let i = this.#starts[cell]!; i < end; i++) {
      const segment = this.#segments[i]!;
      let face = -1;
      if (exceptFace !== ANY) {
        const a = left[segment] === exceptFace ? -1 : left[segment]!;
        const b = right[segment] === exceptFace ? -1 : right[segment]!;
        face = a < 0 ? b : b < 0 ? a : Math.min(a, b);
      }
      this.#consider(x, y, segment, face, exceptFace);
    }
  }

  #consider(x: number, y: number, segment: number, face: number, exceptFace: number): void {
    const distance = this.#project(x, y, segment);
    if (distance < this.#nearest) {
      this.#nearest = distance;
      this.#nearestSegment = segment;
    }
    if (face < 0 && exceptFace !== ANY) return;
    if (distance > this.#best || (distance === this.#best && face >= this.foundFace)) return;
    this.#best = distance;
    this.foundSegment = segment;
    this.foundFace = face;
  }

  /** Square of the distance in local metres. */
  #project(x: number, y: number, segment: number): number {
    const { ax, ay, bx, by } = this.#table;
    const fromX = ax[segment]!;
    const fromY = ay[segment]!;
    const dx = (bx[segment]! - fromX) * this.#metresEast;
    const dy = (by[segment]! - fromY) * this.#metresNorth;
    const px = (x - fromX) * this.#metresEast;
    const py = (y - fromY) * this.#metresNorth;
    const along = (px * dx + py * dy) / (dx * dx + dy * dy);
    const t = along > 0 ? (along < 1 ? along : 1) : 0;
    this.#along = t;
    const east = px - t * dx;
    const north = py - t * dy;
    return east * east + north * north;
  }

  /** Writes the nearest point on the segment. */
  #writePoint(x: number, y: number, segment: number): void {
    const { ax, ay, bx, by } = this.#table;
    this.#project(x, y, segment);
    this.foundX = Math.round(ax[segment]! + this.#along * (bx[segment]! - ax[segment]!));
    this.foundY = Math.round(ay[segment]! + this.#along * (by[segment]! - ay[segment]!));
  }

  /** A lower bound, in local metres, of the distance to all that lies outside the cells searched so far. */
  #distanceBeyond(x: number, y: number, column: number, row: number, ring: number): number {
    const { x: minX, y: minY, shift, columns, rows } = this.#raster;
    const size = 2 ** shift;
    const west = column - ring > 0 ? (x - (minX + (column - ring) * size)) * this.#metresEast : Infinity;
    const east =
      column + ring < columns - 1 ? (minX + (column + ring + 1) * size - x) * this.#metresEast : Infinity;
    const south = row - ring > 0 ? (y - (minY + (row - ring) * size)) * this.#metresNorth : Infinity;
    const north = row + ring < rows - 1 ? (minY + (row + ring + 1) * size - y) * this.#metresNorth : Infinity;
    return Math.max(0, Math.min(west, east, south, north));
  }

  #metresTo(x: number, y: number, segment: number): number {
    const { ax, ay, bx, by } = this.#table;
    return pointToSegmentM(x, y, ax[segment]!, ay[segment]!, bx[segment]!, by[segment]!);
  }
}
