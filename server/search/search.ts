// A search asks for whole matches, then for beginnings, then for parts, and stops as soon as it has enough.
import type { Scope } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import {
  findAddresses,
  findBuildings,
  findHouseholds,
  findIncidents,
  findIncidentsByAddress,
  findRoads,
  type SearchText,
  searchKeyOf,
} from './queries.ts';
import type { SearchResult } from './schemas.ts';

/** How a text that was found lies to what was typed, best first. */
const ranks = ['whole', 'beginning', 'part'] as const;

/** In the order of results of one rank. */
const finders = [
  findHouseholds,
  findIncidents,
  findRoads,
  findBuildings,
  findAddresses,
  findIncidentsByAddress,
];

/** Fewer characters make no trigram: as a part they are looked for in the names of roads alone, which are few. */
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
  const results = new Map<string, SearchResult>();
  for (const rank of ranks) {
    const text: SearchText = { key, rank };
    const found: SearchResult[][] = [];
    const isShort = rank === 'part' && [...key].length < charactersOfPart;
    for (const find of isShort ? [findRoads] : finders) {
      const rows = await find(db, scope, regionId, text, limit);
      // what fits by another of its texts as well
      found.push(rows.filter((row) => !results.has(identityOf(row))));
    }
    for (const row of sharedOut(found, limit - results.size)) results.set(identityOf(row), row);
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
