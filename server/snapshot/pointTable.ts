// Points as columns of typed arrays: a household takes about 40 bytes, and a pass over 400,000 of them a millisecond.

type Column = Int8Array | Uint8Array | Int16Array | Int32Array | Float64Array;
type Columns = Readonly<Record<string, Column>>;

/** One row as plain numbers, by column. */
export type Values<Table extends Columns> = { readonly [Name in keyof Table]: number };

/** The columns that every located point has. */
export interface Located {
  readonly id: Float64Array;
  /** Units of 1e-7 degree. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Index of the responsible grid in the snapshot's `grids`; −1: unassigned. */
  readonly grid: Int32Array;
}

/** Told of every row that comes, goes or changes, so that what it keeps beside the table stays true. */
export interface RowWatcher {
  readonly bytes: number;
  /** The row holds a point that it did not hold before. */
  added(row: number): void;
  /** The row is about to lose its point. */
  removed(row: number): void;
}

/** Ids are kept as numbers: the database's sequence stays below 2^53. */
export class PointTable<Extra extends Columns> {
  /** Rows in use; the arrays may be longer, and are other arrays after a `put`. */
  length = 0;
  columns: Located & Extra;
  readonly #rowOfId = new Map<number, number>();
  #watcher: RowWatcher | undefined;

  constructor(extra: Extra) {
    this.columns = {
      id: new Float64Array(),
      x: new Int32Array(),
      y: new Int32Array(),
      grid: new Int32Array(),
      ...extra,
    };
  }

  get bytes(): number {
    const ofColumns = Object.values(this.columns).reduce((sum, column) => sum + column.byteLength, 0);
    return ofColumns + this.#rowOfId.size * bytesPerMapEntry + (this.#watcher?.bytes ?? 0);
  }

  /** From now on; the watcher has seen what the table holds already. */
  watch(watcher: RowWatcher): void {
    this.#watcher = watcher;
  }

  /** Adds the point, or replaces the one with the same id. */
  put(point: Values<Located & Extra>): void {
    let row = this.#rowOfId.get(point.id);
    if (row === undefined) {
      row = this.length;
      this.length += 1;
      this.#rowOfId.set(point.id, row);
      this.#reserve(this.length);
    } else {
      this.#watcher?.removed(row);
    }
    const values: Readonly<Record<string, number>> = point;
    for (const name in this.columns) (this.columns[name] as Column)[row] = values[name]!;
    this.#watcher?.added(row);
  }

  /** Takes the point out, if it is there; the last one moves into its row. */
  remove(id: number): void {
    const row = this.#rowOfId.get(id);
    if (row === undefined) return;
    const last = this.length - 1;
    this.#watcher?.removed(row);
    if (row !== last) this.#watcher?.removed(last);
    for (const name in this.columns) {
      const column = this.columns[name] as Column;
      column[row] = column[last]!;
    }
    this.#rowOfId.set(this.columns.id[row]!, row);
    this.#rowOfId.delete(id);
    this.length = last;
    if (row !== last) this.#watcher?.added(row);
  }

  /** Rewrites the grid column for another list of grids. */
  replaceGrids(newIndexOf: (index: number) => number): void {
    const { grid } = this.columns;
    for (let row = 0; row < this.length; row += 1) {
      if (grid[row]! >= 0) grid[row] = newIndexOf(grid[row]!);
    }
  }

  #reserve(rows: number): void {
    if (rows <= this.columns.id.length) return;
    const capacity = Math.max(1024, Math.ceil(this.columns.id.length * 1.5));
    const grown = Object.entries(this.columns).map(([name, column]) => [name, resized(column, capacity)]);
    this.columns = Object.fromEntries(grown) as Located & Extra;
  }
}

const bytesPerMapEntry = 40;

function resized(column: Column, capacity: number): Column {
  const grown = new (column.constructor as new (length: number) => Column)(capacity);
  grown.set(column);
  return grown;
}
