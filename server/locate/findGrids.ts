// Which grids hold a point, over all regions in scope.
import sql from 'sql-template-tag';
import { type Fixed, toDegrees } from '../../core/coordinates.ts';
import { compareCodes } from '../../core/gridCode.ts';
import { newLocatorResult } from '../../core/locator.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { instantOf, type Moment } from '../regions/moment.ts';
import type { GridInfo } from '../snapshot/details.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { PastSnapshot, Snapshots } from '../snapshot/snapshots.ts';

/** The grids that hold a point; each undefined where there is none. */
export interface PointGrids {
  base: GridInfo | undefined;
  dedicated: GridInfo | undefined;
}

/** Where in a region a point lies. */
export interface FoundPoint extends PointGrids {
  region: DirectoryEntry;
  snapshot: PastSnapshot;
  /** The instant asked for, RFC 3339; undefined means now. */
  at: string | undefined;
}

const result = newLocatorResult();

export function gridsAt({ boundaries, grids }: PastSnapshot, x: Fixed, y: Fixed): PointGrids {
  boundaries.locator.locate(x, y, result);
  return {
    base: result.base < 0 ? undefined : grids[result.base],
    dedicated: result.dedicated < 0 ? undefined : grids[boundaries.baseCount + result.dedicated],
  };
}

/** The region that holds the point now; where regions meet, the one with the lowest grid code. */
export async function findPoint(
  snapshots: Snapshots,
  scope: Scope,
  x: Fixed,
  y: Fixed,
): Promise<FoundPoint | undefined> {
  let found: FoundPoint | undefined;
  for (const region of await snapshots.regions(scope)) {
    if (!isInBox(region, x, y)) continue;
    const snapshot = await snapshots.boundariesOf(region);
    found = lower(found, { region, snapshot, at: undefined, ...gridsAt(snapshot, x, y) });
  }
  return found;
}

/** The same by the boundaries of some other moment. */
export async function findPointAt(
  database: Queryable,
  snapshots: Snapshots,
  scope: Scope,
  x: Fixed,
  y: Fixed,
  moment: Moment,
): Promise<FoundPoint | undefined> {
  const regionIds = await regionsEverAround(database, scope, x, y);
  let found: FoundPoint | undefined;
  for (const region of await snapshots.regions(scope)) {
    if (!regionIds.has(region.regionId)) continue;
    const at = instantOf(moment, region.timeZone);
    const snapshot = await snapshots.at(region, at);
    if (snapshot) found = lower(found, { region, snapshot, at, ...gridsAt(snapshot, x, y) });
  }
  return found;
}

function isInBox({ box }: DirectoryEntry, x: Fixed, y: Fixed): boolean {
  return box !== null && x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];
}

function lower(found: FoundPoint | undefined, candidate: FoundPoint): FoundPoint | undefined {
  const code = (candidate.base ?? candidate.dedicated)?.code;
  if (code === undefined) return found;
  const foundCode = (found?.base ?? found?.dedicated)?.code;
  return foundCode === undefined || compareCodes(code, foundCode) < 0 ? candidate : found;
}

/** By bounding boxes: of any version, because a box costs less than asking which one it was. */
async function regionsEverAround(
  database: Queryable,
  scope: Scope,
  x: Fixed,
  y: Fixed,
): Promise<Set<number>> {
  const { rows } = await database.query<{ regionId: number }>(sql`
    select distinct region_id as "regionId"
    from area_version
    where geom && st_setsrid(st_makepoint(${toDegrees(x)}, ${toDegrees(y)}), 4326)
      ${scopeFilter(scope, sql`region_id`)}`);
  return new Set(rows.map((row) => row.regionId));
}
