import type { ImportKind } from '../kinds.ts';
import { moveAreas } from './areas.ts';
import { moveBlocks, moveRoads, moveWater } from './context.ts';
import type { Move } from './move.ts';
import { moveHouseholds, moveIncidents } from './points.ts';
import { moveWorkers } from './workers.ts';

/** Grids do not move row by row: they are published as a whole. */
export function moveOfKind(kind: Exclude<ImportKind, 'grids'>): Move {
  return moves[kind];
}

const moves = {
  areas: moveAreas,
  households: moveHouseholds,
  incidents: moveIncidents,
  workers: moveWorkers,
  blocks: moveBlocks,
  roads: moveRoads,
  water: moveWater,
};
