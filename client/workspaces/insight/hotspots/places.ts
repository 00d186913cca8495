// What a place on the map is called: it lies near the grid whose label is nearest.
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Wording } from '../../../map/mapInputs.ts';
import { shortCode } from '../../../state/gridCodes.ts';

export function nearestGrid(
  grids: readonly GridWorkload[],
  lon: number,
  lat: number,
): GridWorkload | undefined {
  const narrowing = Math.cos((lat * Math.PI) / 180);
  let nearest: GridWorkload | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const grid of grids) {
    const distance = Math.hypot((grid.labelPoint[0] - lon) * narrowing, grid.labelPoint[1] - lat);
    if (distance < least) [nearest, least] = [grid, distance];
  }
  return nearest;
}

/** "near …003 003 Wharf"; empty where there are no grids. */
export function placeInWords(
  grids: readonly GridWorkload[],
  lon: number,
  lat: number,
  { words, nameOf }: Wording,
): string {
  const grid = nearestGrid(grids, lon, lat);
  return grid === undefined ? '' : words.hotspots.near(shortCode(grid.code), nameOf(grid));
}
