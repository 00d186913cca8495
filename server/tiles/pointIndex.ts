// Where a region's points lie, for tiles: in buckets, each a tile of zoom 16, kept up with every point that is put or taken out.
import type { Located, PointTable, RowWatcher } from '../snapshot/pointTable.ts';
import { worldBits, worldX, worldY } from './world.ts';

/** Buckets are tiles of this zoom, about 500 m at 36° N. A bucket lies wholly in one tile of any lower zoom. */
export const bucketZoom = 16;
const bucketBits = worldBits - bucketZoom;
const bucketsAcross = 2 ** bucketZoom;

export interface Bucket {
  /** Column and row of the tile that it is. */
  readonly x: number;
  readonly y: number;
  /** Rows of the table, in no order. */
  readonly rows: number[];
  /** Of the points' positions, from the bucket's north-west corner. */
  sumX: number;
  sumY: number;
}

/** Two positions, a bucket, a place in it, and the row there. */
const bytesPerRow = 28;
const bytesPerBucket = 200;

type AnyPointTable = PointTable<Record<never, never>>;

const indexes = new WeakMap<object, PointIndex>();

/** Of all the table's points; made when it is first asked for, 400,000 points in about 0.1 s, and kept up from then on. */
export function indexOf(table: AnyPointTable): PointIndex {
  let index = indexes.get(table);
  if (!index) {
    index = new PointIndex(table);
    indexes.set(table, index);
    table.watch(index);
  }
  return index;
}

export class PointIndex implements RowWatcher {
  /** By row of the table, in world units. */
  x = new Uint32Array();
  y = new Uint32Array();
  #bucketOfRow: Bucket[] = [];
  #placeOfRow = new Int32Array();
  readonly #buckets = new Map<number, Bucket>();
  readonly #table: AnyPointTable;

  constructor(table: AnyPointTable) {
    this.#table = table;
    for (let row = 0; row < table.length; row += 1) this.added(row);
  }

  get bytes(): number {
    return this.x.length * bytesPerRow + this.#buckets.size * bytesPerBucket;
  }

  added(row: number): void {
    this.#reserve();
    const { x, y }: Located = this.#table.columns;
    const atX = worldX(x[row]!);
    const atY = worldY(y[row]!);
    this.x[row] = atX;
    this.y[row] = atY;
    const bucket = this.#bucketAt(atX >>> bucketBits, atY >>> bucketBits);
    this.#bucketOfRow[row] = bucket;
    this.#placeOfRow[row] = bucket.rows.push(row) - 1;
    bucket.sumX += atX & (2 ** bucketBits - 1);
    bucket.sumY += atY & (2 ** bucketBits - 1);
  }

  /** Told before the row changes. */
  removed(row: number): void {
    const bucket = this.#bucketOfRow[row]!;
    const last = bucket.rows.pop()!;
    if (last !== row) {
      const place = this.#placeOfRow[row]!;
      bucket.rows[place] = last;
      this.#placeOfRow[last] = place;
    }
    bucket.sumX -= this.x[row]! & (2 ** bucketBits - 1);
    bucket.sumY -= this.y[row]! & (2 ** bucketBits - 1);
    if (bucket.rows.length === 0) this.#buckets.delete(keyOf(bucket.x, bucket.y));
  }

  /** The buckets that touch a box in world units, edges included. */
  *within(left: number, top: number, right: number, bottom: number): Generator<Bucket> {
    const [firstX, lastX] = [Math.max(0, bucketAt(left)), Math.min(bucketsAcross - 1, bucketAt(right))];
    const [firstY, lastY] = [Math.max(0, bucketAt(top)), Math.min(bucketsAcross - 1, bucketAt(bottom))];
    if ((lastX - firstX + 1) * (lastY - firstY + 1) > this.#buckets.size) {
      for (const bucket of this.#buckets.values()) {
        const { x, y } = bucket;
        if (x >= firstX && x <= lastX && y >= firstY && y <= lastY) yield bucket;
      }
      return;
    }
    for (let x = firstX; x <= lastX; x += 1) {
      for (let y = firstY; y <= lastY; y += 1) {
        const bucket = this.#buckets.get(keyOf(x, y));
        if (bucket) yield bucket;
      }
    }
  }

  #bucketAt(x: number, y: number): Bucket {
    const key = keyOf(x, y);
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { x, y, rows: [], sumX: 0, sumY: 0 };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  /** As long as the table's own columns. */
  #reserve(): void {
    const capacity = this.#table.columns.id.length;
    if (capacity <= this.x.length) return;
    const [x, y, place] = [new Uint32Array(capacity), new Uint32Array(capacity), new Int32Array(capacity)];
    x.set(this.x);
    y.set(this.y);
    place.set(this.#placeOfRow);
    [this.x, this.y, this.#placeOfRow] = [x, y, place];
  }
}

function bucketAt(position: number): number {
  return Math.floor(position / 2 ** bucketBits);
}

function keyOf(x: number, y: number): number {
  return x * bucketsAcross + y;
}
