// The grids as the list and the map show them: their value in the current measure, and their order.
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Measure } from './workloadView.ts';

export type SortKey = 'code' | 'index' | 'households' | 'incidents' | 'workers';

export interface Sorting {
  key: SortKey;
  descending: boolean;
}

export const highestWorkloadFirst: Sorting = { key: 'index', descending: true };

/** Null: the grid has no worker, so no workload per worker. */
export function measureOf(measure: Measure, grid: GridWorkload): number | null {
  return measure === 'workload' ? grid.indexPerWorker : grid[measure];
}

/** A new array; ties, and grids without a value, stand in the order of their codes, the latter always last. */
export function sortGrids(grids: readonly GridWorkload[], { key, descending }: Sorting): GridWorkload[] {
  const direction = descending ? -1 : 1;
  const byCode = (a: GridWorkload, b: GridWorkload) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
  if (key === 'code') return [...grids].sort((a, b) => direction * byCode(a, b));
  return [...grids].sort((a, b) => {
    const [left, right] = [sortValue(a, key), sortValue(b, key)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byCode(a, b);
    return direction * (left - right) || byCode(a, b);
  });
}

/** From which zoom on a grid is at least `pixels` wide on the map (tiles of 512 px). */
export function zoomWhereWide([west, , east]: readonly number[], pixels = 44): number {
  const degrees = Math.max(east! - west!, 1e-9);
  return Math.log2((pixels * 360) / (512 * degrees));
}

function sortValue(grid: GridWorkload, key: Exclude<SortKey, 'code'>): number | null {
  if (key === 'index') return grid.indexPerWorker;
  return key === 'workers' ? grid.workers.length : grid[key];
}
