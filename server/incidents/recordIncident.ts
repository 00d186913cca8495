// Records an incident wherever it lies: in the region that is given, else in the one that holds the point.
import type { Fixed } from '../../core/coordinates.ts';
import type { Scope } from '../access/scope.ts';
import { unprocessable } from '../errors.ts';
import { findPoint } from '../locate/findGrids.ts';
import { fixedPoint } from '../locate/queries.ts';
import type { ShownPoint } from '../points/stored.ts';
import { createPoint } from '../points/write.ts';
import type { Writer } from '../regions/writeRegion.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import type { NewIncident } from './schemas.ts';
import { incidents } from './subject.ts';

/**
 * Stores the incident once, however often it is sent.
 *
 * @throws ProblemError 422 for an unknown region, category, worker or grid, or a point in no region when none is given;
 *   409 when its source has another incident by this reference
 */
export async function recordIncident(
  writer: Writer,
  incident: NewIncident,
): Promise<{ region: string; point: ShownPoint; isNew: boolean }> {
  const [x, y] = fixedPoint(incident.lon, incident.lat, incident.crs);
  const region = await chooseRegion(writer.snapshots, writer.scope, incident, x, y);
  const { pin, ...body } = incident;
  return { region, ...(await createPoint(writer, incidents, region, body, pin)) };
}

/** The one that is given, else the one that the point lies in. */
async function chooseRegion(
  snapshots: Snapshots,
  scope: Scope,
  { region: code, lon, lat }: NewIncident,
  x: Fixed,
  y: Fixed,
): Promise<string> {
  if (code === undefined) {
    const found = await findPoint(snapshots, scope, x, y);
    if (found) return found.region.code;
    throw unprocessable(`The point ${lon}, ${lat} lies in no region; say which one it belongs to`, {
      parameter: 'region',
      value: null,
    });
  }
  if ((await snapshots.regions(scope)).some((entry) => entry.code === code)) return code;
  throw unprocessable(`region=${code}: there is no such region`, { parameter: 'region', value: code });
}
