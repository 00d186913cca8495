import type { Queryable } from '../database.ts';
import { listCategories } from './categories.ts';

/** The codes of incident categories, in order; asked again only for one that was not there before: a tile costs no query. */
export class KnownCategories {
  readonly #database: Queryable;
  #known: readonly string[] = [];

  constructor(database: Queryable) {
    this.#database = database;
  }

  async all(): Promise<readonly string[]> {
    if (this.#known.length === 0) this.#known = await listCategories(this.#database);
    return this.#known;
  }

  /** Which of the codes there are not, and which there are in all. */
  async check(codes: readonly string[]): Promise<{ unknown: string[]; known: readonly string[] }> {
    const isUnknown = (code: string) => !this.#known.includes(code);
    if (codes.some(isUnknown)) this.#known = await listCategories(this.#database);
    return { unknown: codes.filter(isUnknown), known: this.#known };
  }
}
