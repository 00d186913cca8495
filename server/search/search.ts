// A search asks for whole matches, then for beginnings, then for parts, and stops as soon as it has enough.
import type { Scope } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import { findMatches, searchKeyOf, sortsOfShortParts } from './queries.ts';
import type { SearchResult } from './schemas.ts';

/** How a text that was found lies to what was typed, best first. */
const ranks = ['whole', 'beginning', 'part'] as const;

const charactersOfPart = 3;

/** @throws ProblemError 400 when nothing but blanks was typed */
export async function searchRegion(
  db: Queryable,
  scope: Scope,
  regionId: number,
  typed: string,
  limit: number,
): Promise<SearchResult[]> {
  const key = await searchKeyOf(db, typed);
  if (key === '') throw badRequest('q', typed, 'is blank');
  const isShort = [...key].length < charactersOfPart;
  const results = new Map<string, SearchResult>();
  for (const rank of ranks) {
    const search = { scope, regionId, text: { key, rank }, limit };
    const sorts = rank === 'part' && isShort ? sortsOfShortParts : undefined;
    const found = await findMatches(db, search, sorts);
    // what fits by another of its texts as well is there already
    const others = found.map((sort) => sort.filter((result) => !results.has(identityOf(result))));
    for (const result of sharedOut(others, limit - results.size)) results.set(identityOf(result), result);
    if (results.size >= limit) break;
  }
  return [...results.values()];
}

function identityOf({ kind, id, title, subtitle }: SearchResult): string {
  return JSON.stringify([kind, id ?? [title, subtitle]]);
}

/** Of each sort as many as of any other while there are, so that forty buildings of a road do not hide the road; in order of sort. */
function sharedOut<Item>(sorts: readonly Item[][], count: number): Item[] {
  const taken = sorts.map(() => 0);
  for (let left = count, before = -1; left > 0 && left !== before; ) {
    before = left;
    sorts.forEach((items, sort) => {
      if (left === 0 || taken[sort]! >= items.length) return;
      taken[sort]! += 1;
      left -= 1;
    });
  }
  return sorts.flatMap((items, sort) => items.slice(0, taken[sort]));
}
