// Points that would crowd, counted in the cells of a tile: cells of neighbouring tiles line up, and each point lies in exactly
// one. Counted anew for each tile, from buckets that hold their points' number and sum wherever those are enough.
import { type Bucket, bucketZoom, type PointIndex } from './pointIndex.ts';
import type { TileCoordinate } from './tileCoordinate.ts';
import { tileOrigin, worldBits } from './world.ts';

/** Whether the point of that row is to be seen. */
export type RowTest = (row: number) => boolean;

const cellBits = 5;
/** Cells across a tile. */
export const cellsAcross = 2 ** cellBits;

export class CountedCells {
  readonly #tile: TileCoordinate;
  readonly #left: number;
  readonly #top: number;
  readonly #shift: number;
  readonly #counts = new Uint32Array(cellsAcross ** 2);
  /** Sums of world units from the tile's north-west corner. */
  readonly #sumsX = new Float64Array(cellsAcross ** 2);
  readonly #sumsY = new Float64Array(cellsAcross ** 2);

  constructor(tile: TileCoordinate) {
    this.#tile = tile;
    const { left, top } = tileOrigin(tile);
    [this.#left, this.#top] = [left, top];
    this.#shift = worldBits - tile.z - cellBits;
  }

  /** Counts the points in the tile that pass the test; without a test, all. */
  count(index: PointIndex, test: RowTest | undefined): void {
    const width = 2 ** (worldBits - this.#tile.z);
    const isBucketInCell = this.#tile.z + cellBits <= bucketZoom;
    for (const bucket of index.within(this.#left, this.#top, this.#left + width - 1, this.#top + width - 1)) {
      if (isBucketInCell && !test) this.#addBucket(bucket);
      else this.#addPoints(bucket, index, width, test);
    }
  }

  /** Each cell that has any: how many, and the place in the middle of them in tile units. */
  *cells(): Generator<{ count: number; x: number; y: number }> {
    const { unit } = tileOrigin(this.#tile);
    for (let cell = 0; cell < this.#counts.length; cell += 1) {
      const count = this.#counts[cell]!;
      if (count === 0) continue;
      // rounded down, so that the place stays in its cell
      const x = Math.floor(this.#sumsX[cell]! / count / unit);
      const y = Math.floor(this.#sumsY[cell]! / count / unit);
      yield { count, x, y };
    }
  }

  #addBucket({ x, y, rows, sumX, sumY }: Bucket): void {
    const width = 2 ** (worldBits - bucketZoom);
    const fromLeft = x * width - this.#left;
    const fromTop = y * width - this.#top;
    const cell = this.#cellAt(fromLeft, fromTop);
    this.#counts[cell]! += rows.length;
    this.#sumsX[cell]! += rows.length * fromLeft + sumX;
    this.#sumsY[cell]! += rows.length * fromTop + sumY;
  }

  #addPoints({ rows }: Bucket, { x, y }: PointIndex, width: number, test: RowTest | undefined): void {
    for (const row of rows) {
      const fromLeft = x[row]! - this.#left;
      const fromTop = y[row]! - this.#top;
      // a bucket can be as large as the tile, or larger
      if (fromLeft < 0 || fromTop < 0 || fromLeft >= width || fromTop >= width) continue;
      if (test && !test(row)) continue;
      const cell = this.#cellAt(fromLeft, fromTop);
      this.#counts[cell]! += 1;
      this.#sumsX[cell]! += fromLeft;
      this.#sumsY[cell]! += fromTop;
    }
  }

  #cellAt(fromLeft: number, fromTop: number): number {
    return (fromTop >>> this.#shift) * cellsAcross + (fromLeft >>> this.#shift);
  }
}
