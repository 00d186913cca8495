// Incidents per square kilometre, as a sum of Gaussian kernels over incidents that were counted in hexagons.
//
// A hexagon stands for the incidents in it with its centre. That spreads them by its own extent, a variance of 5/72 of the
// square of its width, which is taken off the kernel: the sum then has the bandwidth that was asked for.
import type { Hexagon } from './hexagons.ts';

export type CountedCell = readonly [q: number, r: number, count: number, ...rest: number[]];

/** Beyond three standard deviations a kernel has 1 % of its sum left. */
const reach = 3;

/** Narrow against the kernel, yet few: its lattice cannot be seen in the sum (less than 1e-9 of it). */
export function cellForBandwidthM(bandwidthM: number): number {
  return Math.max(50, Math.round(bandwidthM / 2));
}

/** Standard deviation of the kernel that stands at a cell's centre, in metres. */
export function kernelSigmaM(bandwidthM: number, cellM: number): number {
  return Math.sqrt(Math.max(bandwidthM ** 2 - (5 / 72) * cellM ** 2, bandwidthM ** 2 / 4));
}

/** Incidents per km² at the centre of the kernel of one incident. */
export function kernelPeakPerKm2(sigmaM: number): number {
  return 1e6 / (2 * Math.PI * sigmaM ** 2);
}

/** Incidents per km² at the centre of each of the cells, in their order. */
export function densitiesAtCells(
  cells: readonly CountedCell[],
  cellM: number,
  bandwidthM: number,
): Float64Array {
  const lattice = new Lattice(cells);
  const kernel = kernelOffsets(cellM, kernelSigmaM(bandwidthM, cellM));
  return Float64Array.from(cells, ([q, r]) => {
    let sum = 0;
    for (const [dq, dr, perKm2] of kernel) sum += lattice.count(q + dq, r + dr) * perKm2;
    return sum;
  });
}

/** Metres between the centres of two cells. */
export function cellDistanceM([q, r]: Hexagon, [otherQ, otherR]: Hexagon, cellM: number): number {
  const [dq, dr] = [otherQ - q, otherR - r];
  return cellM * Math.sqrt(dq * dq + dq * dr + dr * dr);
}

function kernelOffsets(cellM: number, sigmaM: number): [dq: number, dr: number, perKm2: number][] {
  const rings = Math.ceil((reach * sigmaM * 2) / (cellM * Math.sqrt(3)));
  const offsets: [number, number, number][] = [];
  for (let dq = -rings; dq <= rings; dq += 1) {
    for (let dr = -rings; dr <= rings; dr += 1) {
      const distanceM = cellDistanceM([0, 0], [dq, dr], cellM);
      if (distanceM > reach * sigmaM) continue;
      const perKm2 = kernelPeakPerKm2(sigmaM) * Math.exp(-0.5 * (distanceM / sigmaM) ** 2);
      offsets.push([dq, dr, perKm2]);
    }
  }
  return offsets;
}

/** Counts by place. Rows lean: every second one is pushed back by a cell, so that the block of memory is as wide as the region. */
class Lattice {
  readonly #counts: Float32Array;
  readonly #firstRow: number;
  readonly #firstColumn: number;
  readonly #rows: number;
  readonly #columns: number;

  constructor(cells: readonly CountedCell[]) {
    let [firstRow, lastRow, firstColumn, lastColumn] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [q, r] of cells) {
      const column = q + (r >> 1);
      if (r < firstRow) firstRow = r;
      if (r > lastRow) lastRow = r;
      if (column < firstColumn) firstColumn = column;
      if (column > lastColumn) lastColumn = column;
    }
    this.#firstRow = firstRow;
    this.#firstColumn = firstColumn;
    this.#rows = Math.max(0, lastRow - firstRow + 1);
    this.#columns = Math.max(0, lastColumn - firstColumn + 1);
    this.#counts = new Float32Array(this.#rows * this.#columns);
    for (const [q, r, count] of cells) this.#counts[this.#place(q, r)] = count;
  }

  count(q: number, r: number): number {
    const place = this.#place(q, r);
    return place < 0 ? 0 : this.#counts[place]!;
  }

  #place(q: number, r: number): number {
    const row = r - this.#firstRow;
    const column = q + (r >> 1) - this.#firstColumn;
    const isInside = row >= 0 && row < this.#rows && column >= 0 && column < this.#columns;
    return isInside ? row * this.#columns + column : -1;
  }
}
