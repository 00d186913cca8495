// Whose place it is: of the grid that it lies in, or of the other one when a person chose that.
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Location } from '../../../../server/locate/schemas.ts';

interface Named {
  code: string;
  name: string;
  nameEn: string;
}

export interface Responsible {
  /** Null: nobody's. */
  grid: Named | null;
  /** Street, community, grid: as far as it is known. */
  path: readonly Named[];
  workers: readonly number[];
}

export function responsibleFor(
  location: Location,
  choice: string | null,
  grids: readonly GridWorkload[],
): Responsible {
  const { grid, runnerUp } = location;
  if (choice === null || choice === grid?.code || choice !== runnerUp?.grid.code) {
    return {
      grid,
      path: location.path.slice(1),
      workers: location.workers.map(({ number }) => number),
    };
  }
  const known = grids.find(({ code }) => code === choice);
  return {
    grid: runnerUp.grid,
    path: known === undefined ? [runnerUp.grid] : [known.street, known.community, known],
    workers: known?.workers ?? [],
  };
}
