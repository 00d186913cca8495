// What is said about grids beside their boundaries: where they belong, and who works them now.
import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import type { LocatedGrid } from '../locate/schemas.ts';
import type { Place } from '../regions/schemas.ts';
import type { Boundaries, GridVersion } from './boundaries.ts';

export interface Area extends Place {
  areaId: string;
  kind: 'region' | 'street' | 'community';
  parentAreaId: string | null;
}

export interface GridWorker {
  workerId: string;
  number: number;
}

/** A grid, ready to be shown: the parts that answers are made of are made once, not per request. */
export interface GridInfo extends GridVersion {
  index: number;
  located: LocatedGrid;
  street: Place;
  community: Place;
  /** region, street, community, grid */
  path: readonly Place[];
  /** Those who work it now, by number. */
  workers: readonly GridWorker[];
}

export interface Details {
  areas: readonly Area[];
  workersOfGridId: ReadonlyMap<string, readonly GridWorker[]>;
  /** All workers of the region who have not ended, also those without a grid now. */
  workerCount: number;
  /** Epoch milliseconds by the database's clock: when a worker next begins or ends; Infinity if nobody does. */
  holdsUntil: number;
}

export async function readDetails(db: Queryable, regionId: number): Promise<Details> {
  const areas = await db.query<Area>(sql`
    select area_id as "areaId", kind, code, name, name_en as "nameEn", parent_area_id as "parentAreaId"
    from area
    where region_id = ${regionId}
    order by code`);
  const { rows } = await db.query<{ workerCount: number; holdsUntil: number | null }>(sql`
    select (select count(*)::int from worker where region_id = ${regionId} and ended_at is null) as "workerCount",
      (select (extract(epoch from min(turn)) * 1000)::float8
        from grid_worker, unnest(array[valid_from, valid_to]) as turn
        where region_id = ${regionId} and turn > now() and turn < 'infinity') as "holdsUntil"`);
  return {
    areas: areas.rows,
    workersOfGridId: await workersOfGrids(db, regionId),
    workerCount: rows[0]!.workerCount,
    holdsUntil: rows[0]!.holdsUntil ?? Infinity,
  };
}

/** Who works each grid now, or worked it at an instant (RFC 3339). */
export async function workersOfGrids(
  db: Queryable,
  regionId: number,
  at?: string,
): Promise<Map<string, GridWorker[]>> {
  const instant = at === undefined ? sql`now()` : sql`${at}::timestamptz`;
  const { rows } = await db.query<GridWorker & { gridId: string }>(sql`
    select gw.grid_id as "gridId", gw.worker_id as "workerId", w.number
    from grid_worker gw
    join worker w on w.region_id = ${regionId} and w.worker_id = gw.worker_id
    where gw.region_id = ${regionId} and gw.valid_from <= ${instant} and gw.valid_to > ${instant}
    order by w.number`);
  const byGrid = new Map<string, GridWorker[]>();
  for (const { gridId, ...worker } of rows) {
    const workers = byGrid.get(gridId);
    if (workers) workers.push(worker);
    else byGrid.set(gridId, [worker]);
  }
  return byGrid;
}

/** Who worked a grid at an instant (RFC 3339). */
export async function workersAt(
  db: Queryable,
  regionId: number,
  gridId: string,
  at: string,
): Promise<GridWorker[]> {
  const { rows } = await db.query<GridWorker>(sql`
    select gw.worker_id as "workerId", w.number
    from grid_worker gw
    join worker w on w.region_id = ${regionId} and w.worker_id = gw.worker_id
    where gw.region_id = ${regionId} and gw.grid_id = ${gridId} and gw.valid_from <= ${at} and gw.valid_to > ${at}
    order by w.number`);
  return rows;
}

/** The grids in the order of `boundaries.grids`. */
export function describeGrids(boundaries: Boundaries, details: Details): GridInfo[] {
  const areas = new Map(details.areas.map((area) => [area.areaId, area]));
  const region = placeOf(details.areas.find((area) => area.kind === 'region')!);
  return boundaries.grids.map((grid, index) => {
    const communityArea = areas.get(grid.communityAreaId)!;
    const community = placeOf(communityArea);
    const street = placeOf(areas.get(communityArea.parentAreaId!)!);
    const { gridId, gridVersionId, code, name, nameEn, kind } = grid;
    return {
      ...grid,
      index,
      located: { gridId, gridVersionId, code, name, nameEn, kind },
      street,
      community,
      path: [region, street, community, { code, name, nameEn }],
      workers: details.workersOfGridId.get(gridId) ?? [],
    };
  });
}

function placeOf({ code, name, nameEn }: Area): Place {
  return { code, name, nameEn };
}
