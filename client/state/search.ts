import type { GridWorkload } from '../../server/analysis/schemas.ts';

/** Grids whose code ends with or contains the typed digits, or one of whose names contains the text; best first. */
export function searchGrids(grids: readonly GridWorkload[], text: string, limit = 8): GridWorkload[] {
  const wanted = text.trim().toLowerCase().replace(/^…/, '');
  if (wanted === '') return [];
  const digits = wanted.replace(/\s+/g, '');
  const scored = grids
    .map((grid) => ({ grid, score: score(grid, wanted, digits) }))
    .filter(({ score }) => score > 0);
  return scored
    .sort((a, b) => b.score - a.score || (a.grid.code < b.grid.code ? -1 : 1))
    .slice(0, limit)
    .map(({ grid }) => grid);
}

function score(grid: GridWorkload, wanted: string, digits: string): number {
  const code = grid.code.toLowerCase();
  if (code === digits) return 5;
  const names = [grid.name, grid.nameEn].map((name) => name.toLowerCase());
  if (names.some((name) => name !== '' && name.startsWith(wanted))) return 4;
  if (/^\d+$/.test(digits) && code.endsWith(digits)) return 3;
  const places = [grid.community.name, grid.community.nameEn, grid.street.name, grid.street.nameEn];
  if ([...names, ...places.map((name) => name.toLowerCase())].some((name) => name.includes(wanted))) return 2;
  return code.includes(digits) ? 1 : 0;
}
