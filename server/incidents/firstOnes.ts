// The first of very many in an order, without sorting them all.

/** Where something stands in the order: by rank, then by key, then by id, the smaller one first. */
export interface Position {
  rank: number;
  key: number;
  id: number;
}

/** Keeps the first `count` of all that are offered. */
export class FirstOnes {
  readonly #count: number;
  readonly #after: Position | undefined;
  readonly #capacity: number;
  #kept: Position[] = [];
  /** The last that can still be among the first. */
  #last: Position | undefined;

  /** @param after what comes no later than this is left out */
  constructor(count: number, after?: Position) {
    this.#count = count;
    this.#after = after;
    this.#capacity = 2 * count + 100;
  }

  /** Whether anything with this rank and key could still be among the first: asked before a key is worked out exactly. */
  accepts(rank: number, key: number): boolean {
    const last = this.#last;
    return last === undefined || rank < last.rank || (rank === last.rank && key <= last.key);
  }

  offer(rank: number, key: number, id: number): void {
    if (this.#after && compare(rank, key, id, this.#after) <= 0) return;
    if (this.#last && compare(rank, key, id, this.#last) > 0) return;
    this.#kept.push({ rank, key, id });
    if (this.#kept.length === this.#capacity) this.#cut();
  }

  /** In order. */
  take(): Position[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept.sort((a, b) => compare(a.rank, a.key, a.id, b));
    if (this.#kept.length < this.#count) return;
    this.#kept.length = this.#count;
    this.#last = this.#kept.at(-1);
  }
}

function compare(rank: number, key: number, id: number, other: Position): number {
  return rank - other.rank || key - other.key || id - other.id;
}
