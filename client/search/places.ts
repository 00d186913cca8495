// Grids, communities and streets by what a person types: a code or its end, a name in either language, or the initials or
// syllables of its Chinese name. Pure, over what the page holds already, so it answers without the server.
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Bounds } from '../state/view.svelte.ts';

/** How a Chinese name sounds: all syllables, and their first letters. */
export interface Spelling {
  syllables: string;
  initials: string;
}

/** Undefined while it is not loaded: then nothing is found by sound. */
export type Spell = (name: string) => Spelling;

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
  isLatin: boolean;
}

/** Undefined: nothing was typed. */
export function readTyped(input: string): Typed | undefined {
  const text = input.normalize('NFKC').trim().toLowerCase().replace(/^(…|\.{3})/, '');
  const compact = text.replace(/\s+/g, '');
  if (compact === '') return undefined;
  return { text, compact, isDigits: /^[0-9]+$/.test(compact), isLatin: /^[a-z']+$/.test(compact) };
}

/** Best first, at most `limit`. */
export function findGrids(grids: readonly GridWorkload[], typed: Typed, limit: number, spell?: Spell): GridWorkload[] {
  return best(
    grids,
    (grid) => {
      const own = scoreOf(grid, typed, spell);
      if (own > 0 || typed.isDigits) return own;
      // the grids of a community that is meant, after the community itself
      return nameScore(grid.community, typed, spell) > 0 || nameScore(grid.street, typed, spell) > 0 ? 5 : 0;
    },
    limit,
  );
}

export function findAreas(areas: readonly Area[], typed: Typed, limit: number, spell?: Spell): Area[] {
  return best(areas, (area) => (typed.isDigits ? codeScore(area, typed) : nameScore(area, typed, spell)), limit);
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

function scoreOf(place: Named, typed: Typed, spell?: Spell): number {
  return Math.max(codeScore(place, typed), nameScore(place, typed, spell));
}

function codeScore({ code }: Named, { compact, isDigits }: Typed): number {
  const own = code.toLowerCase();
  if (own === compact) return 100;
  // the end is what people say; the beginning is what they paste
  if (isDigits && own.endsWith(compact)) return 80;
  if (own.startsWith(compact)) return 40;
  return isDigits && compact.length >= 3 && own.includes(compact) ? 10 : 0;
}

function nameScore({ name, nameEn }: Named, { text, compact, isLatin }: Typed, spell?: Spell): number {
  const names = [name.toLowerCase(), nameEn.toLowerCase()].filter((own) => own !== '');
  if (names.some((own) => own === text)) return 95;
  if (names.some((own) => own.startsWith(text))) return 90;
  if (names.some((own) => own.includes(` ${text}`))) return 70;
  if (isLatin && spell !== undefined && name !== '') {
    const { syllables, initials } = spell(name);
    const sound = compact.replaceAll("'", '');
    if (initials === sound || syllables === sound) return 85;
    if (initials.startsWith(sound) || syllables.startsWith(sound)) return 60;
    if (sound.length >= 2 && initials.includes(sound)) return 30;
  }
  return names.some((own) => own.includes(text)) ? 50 : 0;
}
