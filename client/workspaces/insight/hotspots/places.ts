// What a place on the map is called: it lies near the grid whose label is nearest.
import { type Hexagon, hexagonGrid } from '../../../../core/hexagons.ts';
import type { IncidentCells } from '../../../../server/analysis/insightSchemas.ts';
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Wording } from '../../../map/labelsAndMarks.ts';
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

/** What the selected hexagon is called. */
export function cellTitle(
  answer: IncidentCells | undefined,
  cell: Hexagon,
  grids: readonly GridWorkload[],
  wording: Wording,
): string {
  const text = wording.words.hotspots;
  if (answer === undefined) return text.cell;
  const [lon, lat] = hexagonGrid(answer.origin as [number, number], answer.cellM).centre(cell);
  const place = placeInWords(grids, lon, lat, wording);
  return place === '' ? text.cell : text.cellNear(place);
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
