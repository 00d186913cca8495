// The grids as the map shows them: their value in the current measure, and from where on they are wide enough for it.
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Measure } from './workloadView.ts';

/** Null: the grid has no worker, so no workload per worker. */
export function measureOf(measure: Measure, grid: GridWorkload): number | null {
  return measure === 'workload' ? grid.indexPerWorker : grid[measure];
}

/** From which zoom on a grid is at least `pixels` wide on the map (tiles of 512 px). */
export function zoomWhereWide([west, , east]: readonly number[], pixels = 44): number {
  const degrees = Math.max(east! - west!, 1e-9);
  return Math.log2((pixels * 360) / (512 * degrees));
}
