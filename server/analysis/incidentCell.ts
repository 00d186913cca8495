// One hexagon in detail: what its incidents are about, and whose they are.
import { toDegrees } from '../../core/coordinates.ts';
import { type Hexagon, hexagonGrid } from '../../core/hexagons.ts';
import { timelessTest } from '../incidents/rowFilter.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { InsightRequest } from './insightRequest.ts';
import type { IncidentCell } from './insightSchemas.ts';

export function incidentCell(
  { points, grids }: RegionSnapshot,
  { filter, timeZone, span, compare }: InsightRequest,
  origin: readonly [number, number],
  cellM: number,
  [askedQ, askedR]: Hexagon,
): IncidentCell {
  const passes = timelessTest(points, filter, timeZone);
  const { cellAt } = hexagonGrid(origin, cellM);
  const { x, y, reportedAt, category, grid } = points.incidents.columns;
  const categories = points.categories.map((code) => ({ code, count: 0, before: 0 }));
  const counts = new Map<number, { count: number; before: number }>();
  for (let row = 0; row < points.incidents.length; row += 1) {
    const at = reportedAt[row]!;
    const isCounted = at >= span.from && at < span.to;
    const isCompared = compare !== undefined && at >= compare.from && at < compare.to;
    if (!(isCounted || isCompared) || !passes(row)) continue;
    const [q, r] = cellAt(toDegrees(x[row]!), toDegrees(y[row]!));
    if (q !== askedQ || r !== askedR) continue;
    const inGrid = counts.get(grid[row]!) ?? { count: 0, before: 0 };
    counts.set(grid[row]!, inGrid);
    for (const counted of [categories[category[row]!]!, inGrid]) {
      if (isCounted) counted.count += 1;
      if (isCompared) counted.before += 1;
    }
  }
  const mostFirst = (a: { count: number; before: number }, b: { count: number; before: number }) =>
    b.count - a.count || b.before - a.before;
  return {
    cell: [askedQ, askedR],
    count: categories.reduce((sum, { count }) => sum + count, 0),
    before: categories.reduce((sum, { before }) => sum + before, 0),
    categories: categories.filter(({ count, before }) => count + before > 0).sort(mostFirst),
    grids: [...counts]
      .map(([index, counted]) => ({ grid: placeOf(grids[index]), ...counted }))
      .sort(mostFirst),
  };
}

function placeOf(grid: RegionSnapshot['grids'][number] | undefined): IncidentCell['grids'][number]['grid'] {
  return grid === undefined ? null : { code: grid.code, name: grid.name, nameEn: grid.nameEn };
}
