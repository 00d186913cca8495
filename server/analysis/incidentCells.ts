// Incidents counted in hexagons, of one period and of another to compare with.
import sql from 'sql-template-tag';
import { toDegrees } from '../../core/coordinates.ts';
import { hexagonGrid } from '../../core/hexagons.ts';
import type { Queryable } from '../database.ts';
import { timelessTest } from '../incidents/rowFilter.ts';
import { boundsOf } from '../regions/extent.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { InsightRequest } from './insightRequest.ts';
import type { IncidentCells } from './insightSchemas.ts';

type Cell = [q: number, r: number, count: number, before: number];

/** More than there are rows of the narrowest cells from pole to pole. */
const rowsAcross = 2 ** 21;

/** Those that hold any, in order of row and column. */
export function incidentCells(
  { points }: RegionSnapshot,
  { filter, timeZone, span, compare }: InsightRequest,
  origin: readonly [number, number],
  cellM: number,
): IncidentCells {
  const passes = timelessTest(points, filter, timeZone);
  const { cellAt } = hexagonGrid(origin, cellM);
  const { x, y, reportedAt } = points.incidents.columns;
  const cells = new Map<number, Cell>();
  for (let row = 0; row < points.incidents.length; row += 1) {
    const at = reportedAt[row]!;
    const isCounted = at >= span.from && at < span.to;
    const isCompared = compare !== undefined && at >= compare.from && at < compare.to;
    if (!(isCounted || isCompared) || !passes(row)) continue;
    const [q, r] = cellAt(toDegrees(x[row]!), toDegrees(y[row]!));
    const key = q * rowsAcross + r;
    let cell = cells.get(key);
    if (!cell) {
      cell = [q, r, 0, 0];
      cells.set(key, cell);
    }
    if (isCounted) cell[2] += 1;
    if (isCompared) cell[3] += 1;
  }
  const inOrder = [...cells.values()].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return {
    cellM,
    origin: [origin[0], origin[1]],
    cells: inOrder,
    maximum: inOrder.reduce((most, [, , count]) => Math.max(most, count), 0),
  };
}

/** Where each region's cells begin: asked once, because it never changes. */
export class CellOrigins {
  readonly #database: Queryable;
  readonly #known = new Map<number, readonly [number, number]>();

  constructor(database: Queryable) {
    this.#database = database;
  }

  /**
   * The middle of the region's first boundaries, which no later version moves. Undefined before there are any.
   */
  async of(regionId: number): Promise<readonly [number, number] | undefined> {
    const known = this.#known.get(regionId);
    if (known) return known;
    const { rows } = await this.#database.query<{ bounds: [number, number, number, number] | null }>(
      boundsOf(sql`
        select st_extent(g.label_point) as extent
        from grid_version g
        where g.region_id = ${regionId} and g.from_version = 1`),
    );
    const bounds = rows[0]?.bounds;
    if (!bounds) return undefined;
    const origin = [
      thousandth((bounds[0] + bounds[2]) / 2),
      thousandth((bounds[1] + bounds[3]) / 2),
    ] as const;
    this.#known.set(regionId, origin);
    return origin;
  }
}

/** Where no boundaries are: the incident that was recorded first. */
export function firstIncidentAt({ points: { incidents } }: RegionSnapshot): [number, number] {
  const { id, x, y } = incidents.columns;
  let first = 0;
  for (let row = 1; row < incidents.length; row += 1) if (id[row]! < id[first]!) first = row;
  return [thousandth(toDegrees(x[first] ?? 0)), thousandth(toDegrees(y[first] ?? 0))];
}

function thousandth(degrees: number): number {
  return Math.round(degrees * 1000) / 1000;
}
