// Grids, communities and streets by what a person types: a code or its end, a name in either language, or its pinyin. Pure,
// over what the page holds already, so it answers without the server.
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import { matchesName, type Readings } from '../state/pinyin.ts';
import type { Bounds } from '../state/view.svelte.ts';

export interface Area {
  level: 'street' | 'community';
  code: string;
  name: string;
  nameEn: string;
  bbox: Bounds;
  grids: number;
}

interface Named {
  code: string;
  name: string;
  nameEn: string;
}

/** What was typed, in the forms in which it is compared. */
export interface Typed {
  text: string;
  /** Without blanks; a code may be written in threes. */
  compact: string;
  isDigits: boolean;
}

/** Undefined: nothing was typed. */
export function readTyped(input: string): Typed | undefined {
  const text = input
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(…|\.{3})/, '');
  const compact = text.replace(/\s+/g, '');
  if (compact === '') return undefined;
  return { text, compact, isDigits: /^[0-9]+$/.test(compact) };
}

/** By their own code or name; best first, at most `limit`. */
export function findGrids(
  grids: readonly GridWorkload[],
  typed: Typed,
  limit: number,
  readings?: Readings,
): GridWorkload[] {
  return best(grids, (grid) => scoreOf(grid, typed, readings), limit);
}

export function findAreas(areas: readonly Area[], typed: Typed, limit: number, readings?: Readings): Area[] {
  return best(
    areas,
    (area) => (typed.isDigits ? codeScore(area, typed) : nameScore(area, typed, readings)),
    limit,
  );
}

/** Streets and communities, with the bounds of their grids. */
export function areasOf(grids: readonly GridWorkload[]): Area[] {
  const areas = new Map<string, Area>();
  for (const grid of grids) {
    for (const level of ['street', 'community'] as const) {
      const place = grid[level];
      const known = areas.get(place.code);
      areas.set(place.code, {
        level,
        ...place,
        bbox: known === undefined ? grid.bbox : union(known.bbox, grid.bbox),
        grids: (known?.grids ?? 0) + 1,
      });
    }
  }
  return [...areas.values()];
}

function union(a: Bounds, b: Bounds): Bounds {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function best<Place extends Named>(
  places: readonly Place[],
  score: (place: Place) => number,
  limit: number,
): Place[] {
  return places
    .map((place) => ({ place, score: score(place) }))
    .filter((item) => item.score > 0)
    .sort((a, b) => b.score - a.score || (a.place.code < b.place.code ? -1 : 1))
    .slice(0, limit)
    .map(({ place }) => place);
}

function scoreOf(place: Named, typed: Typed, readings?: Readings): number {
  return Math.max(codeScore(place, typed), nameScore(place, typed, readings));
}

function codeScore({ code }: Named, { compact, isDigits }: Typed): number {
  const own = code.toLowerCase();
  if (own === compact) return 100;
  // the end is what people say; the beginning is what they paste
  if (isDigits && own.endsWith(compact)) return 80;
  if (own.startsWith(compact)) return 40;
  return isDigits && compact.length >= 3 && own.includes(compact) ? 10 : 0;
}

function nameScore({ name, nameEn }: Named, { text }: Typed, readings?: Readings): number {
  const rank = matchesName(name, nameEn, text, readings);
  return rank === undefined ? 0 : 95 - 10 * rank;
}
