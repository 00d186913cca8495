// Records an incident where it lies: located first, then written in one transaction that checks that the boundaries
// it was located by are still in force.
import { createHash } from 'node:crypto';
import type { Fixed } from '../../core/coordinates.ts';
import type { Scope } from '../access/scope.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database, Queryable } from '../database.ts';
import { conflict, unprocessable } from '../errors.ts';
import { findPoint, gridsAt, type PointGrids } from '../locate/findGrids.ts';
import { fixedPoint } from '../locate/queries.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import {
  findIncidentByReference,
  insertIncident,
  listCategories,
  lockRegion,
  type StoredIncident,
  takeIncidentId,
} from './queries.ts';
import type { NewIncident } from './schemas.ts';

export interface RecordedIncident {
  incident: StoredIncident;
  /** The region as the incident was located in it. */
  snapshot: RegionSnapshot;
  /** False: the same incident was recorded before, and nothing was written now. */
  isNew: boolean;
}

/**
 * Stores the incident once, however often it is sent.
 *
 * @throws ProblemError 422 for an unknown region or category, or a point in no region when none is given;
 *   409 when its source has another incident by this reference
 */
export async function recordIncident(
  database: Database,
  snapshots: Snapshots,
  scope: Scope,
  incident: NewIncident,
): Promise<RecordedIncident> {
  await checkCategory(database, incident.category);
  const [x, y] = fixedPoint(incident.lon, incident.lat, incident.crs);
  const region = await chooseRegion(snapshots, scope, incident, x, y);
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const snapshot = await snapshots.region(region.code, scope);
    const placed: PlacedIncident = { incident, snapshot, x, y, ...gridsAt(snapshot, x, y) };
    const recorded = await database.transaction((tx) => store(tx, scope, placed));
    snapshots.invalidate();
    if (recorded !== 'boundaries moved') return recorded;
  }
  throw conflict(
    `The boundaries of region ${region.code} moved ${mostAttempts} times meanwhile; send it again`,
  );
}

const mostAttempts = 5;

interface PlacedIncident extends PointGrids {
  incident: NewIncident;
  snapshot: RegionSnapshot;
  x: Fixed;
  y: Fixed;
}

async function store(
  tx: Queryable,
  scope: Scope,
  { incident, snapshot, x, y, base, dedicated }: PlacedIncident,
): Promise<RecordedIncident | 'boundaries moved'> {
  const { regionId } = snapshot;
  // from here on nobody else writes to the region, so what is not there cannot come in between
  const { boundaryVersion, now } = await lockRegion(tx, scope, regionId);
  if (boundaryVersion !== snapshot.boundaryVersion) return 'boundaries moved';

  const bodyHash = hashOf(incident);
  const { source, reference } = incident;
  const known = await findIncidentByReference(tx, scope, regionId, source, reference);
  if (known?.bodyHash === bodyHash) return { incident: known, snapshot, isNew: false };
  if (known) {
    throw conflict(
      `Source ${source} has sent another incident by the reference ${reference}; give this one its own`,
      { parameter: 'reference', value: reference },
    );
  }

  const incidentId = await takeIncidentId(tx);
  const changeSequence = await appendChange(tx, regionId, 'incident', 'api', {
    created: incidentId,
    fields: Object.keys(incident).sort(),
  });
  const stored = await insertIncident(tx, incident, {
    regionId,
    incidentId,
    x,
    y,
    baseGridId: base?.gridId ?? null,
    dedicatedGridId: dedicated?.gridId ?? null,
    bodyHash,
    changeSequence,
    recordedAt: now,
  });
  return { incident: stored, snapshot, isNew: true };
}

async function checkCategory(database: Database, category: string): Promise<void> {
  const known = await listCategories(database);
  if (known.includes(category)) return;
  throw unprocessable(`category=${category}: is not a known category; known are ${known.join(', ')}`, {
    parameter: 'category',
    value: category,
    known,
  });
}

/** The one that is given, else the one that the point lies in. */
async function chooseRegion(
  snapshots: Snapshots,
  scope: Scope,
  { region: code, lon, lat }: NewIncident,
  x: Fixed,
  y: Fixed,
): Promise<DirectoryEntry> {
  if (code === undefined) {
    const found = await findPoint(snapshots, scope, x, y);
    if (found) return found.region;
    throw unprocessable(`The point ${lon}, ${lat} lies in no region; say which one it belongs to`, {
      parameter: 'region',
      value: null,
    });
  }
  const region = (await snapshots.regions(scope)).find((entry) => entry.code === code);
  if (region) return region;
  throw unprocessable(`region=${code}: there is no such region`, { parameter: 'region', value: code });
}

/** Equal for bodies that mean the same: in any order of fields, with defaults written out or left out. */
function hashOf(incident: NewIncident): string {
  const { region: _, ...fields } = { severity: 2, status: 'received', crs: 'wgs84', ...incident };
  const ordered = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('base64url');
}
