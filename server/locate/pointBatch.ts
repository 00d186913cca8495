// Points as they were read from a body or a file, column by column, before they are located.
import { type CoordinateSystem, type Fixed, toFixed, toWgs84 } from '../../core/coordinates.ts';

/** What the caller calls a point. */
export type PointId = string | number;

/** Rows in the order of the input; a bad one stays in its place and says why. */
export class PointBatch {
  length = 0;
  xs: Int32Array = new Int32Array(512);
  ys: Int32Array = new Int32Array(512);
  readonly ids: (PointId | undefined)[] = [];
  /** Undefined: the row is a point. */
  readonly errors: (string | undefined)[] = [];
  /** Number of the first row in the whole input, from 1. */
  firstRow = 1;
  readonly #crs: CoordinateSystem;

  constructor(crs: CoordinateSystem) {
    this.#crs = crs;
  }

  /** Degrees in the batch's coordinate system, rounded once. Out of range: the row becomes a bad one. */
  add(id: PointId | undefined, lon: number, lat: number): void {
    if (!(lon >= -180 && lon <= 180)) {
      this.addError(id, `lon=${lon}: must be between -180 and 180`);
      return;
    }
    if (!(lat >= -90 && lat <= 90)) {
      this.addError(id, `lat=${lat}: must be between -90 and 90`);
      return;
    }
    const row = this.#nextRow(id, undefined);
    if (this.#crs === 'wgs84' || this.#crs === 'cgcs2000') {
      this.xs[row] = toFixed(lon);
      this.ys[row] = toFixed(lat);
    } else {
      const [east, north] = toWgs84(lon, lat, this.#crs);
      this.xs[row] = toFixed(east);
      this.ys[row] = toFixed(north);
    }
  }

  addError(id: PointId | undefined, reason: string): void {
    this.#nextRow(id, reason);
  }

  x(row: number): Fixed {
    return this.xs[row] as Fixed;
  }

  y(row: number): Fixed {
    return this.ys[row] as Fixed;
  }

  /** Forgets the rows; what comes next is counted on. */
  clear(): void {
    this.firstRow += this.length;
    this.length = 0;
  }

  #nextRow(id: PointId | undefined, error: string | undefined): number {
    const row = this.length;
    this.length += 1;
    if (row === this.xs.length) {
      this.xs = doubled(this.xs);
      this.ys = doubled(this.ys);
    }
    this.xs[row] = 0;
    this.ys[row] = 0;
    this.ids[row] = id;
    this.errors[row] = error;
    return row;
  }
}

/** Reads one format from pieces of any size; what is incomplete waits for the next piece. */
export interface PointReader {
  /** Whether rows have ids of their own; else they are known by their number. Valid after the first `push`. */
  readonly hasIds: boolean;
  /** @throws ProblemError 400, 415 when the input as a whole cannot be read */
  push(piece: Buffer, batch: PointBatch): void;
  /** The input has ended. @throws ProblemError 400 when there was nothing */
  finish(batch: PointBatch): void;
}

const numberPattern = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** A number as CSV files write it; NaN for anything else, such as nothing, Infinity or 0x10. */
export function parseNumber(text: string): number {
  if (numberPattern.test(text)) return Number(text);
  const trimmed = text.trim();
  return trimmed !== text && numberPattern.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function doubled(column: Int32Array): Int32Array {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}
