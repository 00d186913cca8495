import { type CoordinateSystem, type Fixed, toDegrees, toFixed, toWgs84 } from '../../core/coordinates.ts';
import { newLocatorResult } from '../../core/locator.ts';
import type { Scope } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { Moment } from '../regions/moment.ts';
import { type GridWorker, workersAt } from '../snapshot/details.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type FoundPoint, findPoint, findPointAt } from './findGrids.ts';
import type { Location } from './schemas.ts';

/** Degrees in some system to units, rounded once. */
export function fixedPoint(lon: number, lat: number, crs: CoordinateSystem = 'wgs84'): [Fixed, Fixed] {
  const [east, north] = toWgs84(lon, lat, crs);
  return [toFixed(east), toFixed(north)];
}

export interface LocateInput {
  x: Fixed;
  y: Fixed;
  /** Default: now. */
  moment?: Moment;
  accuracyM?: number;
}

/** Which grid a point lies in, over all regions in scope, and how near it is to another. */
export async function locatePoint(
  database: Queryable,
  snapshots: Snapshots,
  scope: Scope,
  { x, y, moment, accuracyM }: LocateInput,
): Promise<Location> {
  const found = moment
    ? await findPointAt(database, snapshots, scope, x, y, moment)
    : await findPoint(snapshots, scope, x, y);
  if (!found) return inNoRegion(x, y);
  return locationOf(x, y, found, accuracyM, await workersOf(database, found));
}

const result = newLocatorResult();

function locationOf(
  x: Fixed,
  y: Fixed,
  { region, snapshot, base, dedicated }: FoundPoint,
  accuracyM: number | undefined,
  workers: readonly GridWorker[],
): Location {
  const { boundaries, grids } = snapshot;
  const responsible = dedicated ?? base;
  boundaries.locator.nearest(x, y, result);
  const runnerUp =
    result.runnerUpFace < 0
      ? undefined
      : grids[result.runnerUpFace + (result.runnerUpLayer === 'dedicated' ? boundaries.baseCount : 0)];
  return {
    lon: toDegrees(x),
    lat: toDegrees(y),
    region: { code: region.code, name: region.name, nameEn: region.nameEn },
    boundaryVersion: boundaries.version,
    grid: responsible?.located ?? null,
    baseGrid: base?.located ?? null,
    dedicatedGrid: dedicated?.located ?? null,
    path: [...(responsible?.path ?? [])],
    distanceToEdgeM: result.edgeM,
    nearestEdgePoint: [toDegrees(result.edgeX), toDegrees(result.edgeY)],
    runnerUp: runnerUp ? { grid: runnerUp.located, distanceM: result.runnerUpM } : null,
    // a dedicated grid that is nearer than any base edge would take over too
    ambiguous: accuracyM !== undefined && accuracyM > Math.min(result.edgeM, result.runnerUpM),
    workers: [...workers],
  };
}

async function workersOf(database: Queryable, { base, dedicated, region, at }: FoundPoint) {
  const responsible = (dedicated ?? base)!;
  return at === undefined
    ? responsible.workers
    : workersAt(database, region.regionId, responsible.gridId, at);
}

function inNoRegion(x: Fixed, y: Fixed): Location {
  return {
    lon: toDegrees(x),
    lat: toDegrees(y),
    region: null,
    boundaryVersion: null,
    grid: null,
    baseGrid: null,
    dedicatedGrid: null,
    path: [],
    distanceToEdgeM: null,
    nearestEdgePoint: null,
    runnerUp: null,
    ambiguous: false,
    workers: [],
  };
}
