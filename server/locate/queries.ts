import { type CoordinateSystem, type Fixed, toFixed, toWgs84 } from '../../core/coordinates.ts';
import { newLocatorResult } from '../../core/locator.ts';
import type { Scope } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { Moment } from '../regions/moment.ts';
import { workersAt } from '../snapshot/details.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type FoundPoint, findPoint, findPointAt } from './findGrids.ts';
import { inNoRegionJson, locationJson } from './locationJson.ts';

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

/** Which grid a point lies in, over all regions in scope, and how near it is to another: a `Location` as JSON. */
export async function locatePoint(
  database: Queryable,
  snapshots: Snapshots,
  scope: Scope,
  { x, y, moment, accuracyM }: LocateInput,
): Promise<string> {
  const found = moment
    ? await findPointAt(database, snapshots, scope, x, y, moment)
    : await findPoint(snapshots, scope, x, y);
  if (!found) return inNoRegionJson(x, y);
  const workers = await workersThen(database, found);
  found.snapshot.boundaries.locator.nearest(x, y, nearest);
  return locationJson(x, y, { ...found, nearest, accuracyM, workers });
}

const nearest = newLocatorResult();

/** Undefined: those of now. */
async function workersThen(database: Queryable, { base, dedicated, region, at }: FoundPoint) {
  const responsible = (dedicated ?? base)!;
  return at === undefined ? undefined : workersAt(database, region.regionId, responsible.gridId, at);
}
