// What became of each grid between two boundary versions: read out of the crosswalk, which says where the land of every old
// grid went.
import type { CrosswalkRow } from '../../../server/crosswalk/schemas.ts';

export interface GridChange {
  code: string;
  change: 'added' | 'changed' | 'retired';
  /** Part of the old land that it still has; 0 where there is no old or no new grid. */
  keptShare: number;
  /** To whom, largest first; null: to no grid. */
  gives: { to: string | null; areaShare: number; households: number }[];
  /** From whom, largest first. */
  takes: { from: string; areaM2: number; households: number }[];
}

/** Less than this of a grid, without a household, is an edge drawn again and no land that changes hands. */
const smallestShare = 1e-6;

/** In order of code; grids that keep their land are not among them. */
export function gridChanges(rows: readonly CrosswalkRow[]): GridChange[] {
  const parts = rows.filter(({ areaShare, households }) => areaShare >= smallestShare || households > 0);
  const moved = parts.filter(({ from, to }) => from !== to);
  const before = new Set(rows.map(({ from }) => from));
  const after = new Set(rows.map(({ to }) => to));
  const codes = new Set(moved.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
  return [...codes].sort().map((code) => ({
    code,
    change: !before.has(code) ? 'added' : after.has(code) ? 'changed' : 'retired',
    keptShare: parts.find(({ from, to }) => from === code && to === code)?.areaShare ?? 0,
    gives: moved
      .filter(({ from }) => from === code)
      .sort((a, b) => b.areaM2 - a.areaM2)
      .map(({ to, areaShare, households }) => ({ to, areaShare, households })),
    takes: moved
      .filter(({ to }) => to === code)
      .sort((a, b) => b.areaM2 - a.areaM2)
      .map(({ from, areaM2, households }) => ({ from, areaM2, households })),
  }));
}
