// What one cell of the index has to know: the edges inside it, and who owns its west border. One object serves all
// cells, one after the other, so that building allocates nothing per cell.
import type { CellLists } from './cellLists.ts';
import { crossingHeight, faceAbove, isAbove, isRightOf, type SegmentTable, sideOf } from './segmentTable.ts';

const INT32_MIN = -(2 ** 31);

export class CellContents {
  readonly table: SegmentTable;
  x = 0;
  y = 0;
  shift = 0;
  /** Edges inside the cell: the segment, and the lowest and the highest height at which it stands there. */
  count = 0;
  segments: Int32Array = new Int32Array(64);
  bottoms: Int32Array = new Int32Array(64);
  tops: Int32Array = new Int32Array(64);
  /** Stretches of the west border, from the top: lowest height and owner. The last one reaches down to the bottom. */
  stretchCount = 0;
  stretchHeights: Int32Array = new Int32Array(64);
  stretchFaces: Int32Array = new Int32Array(64);

  constructor(table: SegmentTable) {
    this.table = table;
  }

  /**
   * Fills in the cell at (x, y) from its list at start … end − 1. `face` is the one just west of the lower left corner and
   * just above it.
   */
  gather(
    x: number,
    y: number,
    shift: number,
    lists: CellLists,
    start: number,
    end: number,
    face: number,
  ): void {
    this.x = x;
    this.y = y;
    this.shift = shift;
    this.count = 0;
    this.stretchCount = 0;
    if (end - start >= this.segments.length) this.#enlarge(2 * (end - start));
    const { ax, ay, bx, by } = this.table;
    const listed = lists.array;
    const highest = y + (1 << shift) - 1;
    for (let i = start; i < end; i++) {
      const segment = listed[i]!;
      let bottom = ay[segment]!;
      let top = by[segment]!;
      const startsWest = ax[segment]! < x;
      const endsWest = bx[segment]! < x;
      if (startsWest && endsWest) continue;
      if (startsWest !== endsWest) {
        const height = crossingHeight(this.table, segment, x);
        if (height > y && height <= highest) this.#addStretch(segment, height);
        if (bottom === top) {
          // a horizontal edge stands at one height
        } else if (endsWest) top = Math.min(top, height);
        else bottom = height;
      }
      if (bottom > top || top < y || bottom > highest) continue;
      this.segments[this.count] = segment;
      this.bottoms[this.count] = bottom;
      this.tops[this.count++] = top;
    }
    this.#finishBorder(face);
  }

  get isEmpty(): boolean {
    return this.count === 0 && this.stretchCount === 1;
  }

  /** Who owns the point just west of the cell at this height. */
  ownerWest(y: number): number {
    let stretch = 0;
    while (y < this.stretchHeights[stretch]!) stretch++;
    return this.stretchFaces[stretch]!;
  }

  /** Puts first, again and again, an edge that no other remaining edge lies right of. */
  sortFromRightToLeft(): void {
    const { segments, bottoms, tops, count } = this;
    for (let place = 0; place < count - 1; place++) {
      let rightmost = place;
      for (let i = place + 1; i < count; i++) {
        if (i === rightmost || !isRightOf(this.table, segments[i]!, segments[rightmost]!)) continue;
        rightmost = i;
        i = place - 1;
      }
      swap(segments, place, rightmost);
      swap(bottoms, place, rightmost);
      swap(tops, place, rightmost);
    }
  }

  /** Holds the crossing segment in `stretchFaces` until the border is finished; the highest comes first. */
  #addStretch(segment: number, height: number): void {
    const { stretchHeights: heights, stretchFaces: crossing } = this;
    let place = this.stretchCount++;
    while (place > 0 && isAbove(this.table, segment, crossing[place - 1]!)) {
      crossing[place] = crossing[place - 1]!;
      heights[place] = heights[place - 1]!;
      place--;
    }
    crossing[place] = segment;
    heights[place] = height;
  }

  #finishBorder(face: number): void {
    const { stretchHeights: heights, stretchFaces: faces, stretchCount } = this;
    let kept = 0;
    for (let i = 0; i < stretchCount; i++) {
      // of two crossings below one height the upper one counts
      if (kept > 0 && heights[kept - 1] === heights[i]) continue;
      heights[kept] = heights[i]!;
      faces[kept++] = faceAbove(this.table, faces[i]!);
    }
    heights[kept] = INT32_MIN;
    faces[kept] = face;
    this.stretchCount = kept + 1;
  }

  #enlarge(capacity: number): void {
    this.segments = new Int32Array(capacity);
    this.bottoms = new Int32Array(capacity);
    this.tops = new Int32Array(capacity);
    this.stretchHeights = new Int32Array(capacity + 1);
    this.stretchFaces = new Int32Array(capacity + 1);
  }
}

function swap(array: Int32Array, a: number, b: number): void {
  const held = array[a]!;
  array[a] = array[b]!;
  array[b] = held;
}

/**
 * The face just west of `east` and just above the height y, where `face` is the one just west of `west`: what lies right
 * of the last listed segment on the way.
 */
export function faceBefore(
  table: SegmentTable,
  lists: CellLists,
  start: number,
  end: number,
  west: number,
  east: number,
  y: number,
  face: number,
): number {
  const { ay, by, right } = table;
  const listed = lists.array;
  let last = -1;
  for (let i = start; i < end; i++) {
    const s = listed[i]!;
    if (ay[s]! > y || by[s]! <= y) continue;
    if (sideOf(table, s, east, y) >= 0 || sideOf(table, s, west, y) < 0) continue;
    if (last === -1 || isRightOf(table, s, last)) last = s;
  }
  return last === -1 ? face : right[last]!;
}
