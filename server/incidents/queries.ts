import sql from 'sql-template-tag';
import { type Fixed, toDegrees } from '../../core/coordinates.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { NewIncident } from './schemas.ts';

/** An incident as it is stored; its place in units of 1e-7 degree. */
export interface StoredIncident {
  incidentId: string;
  source: string;
  reference: string;
  category: string;
  severity: number;
  status: string;
  reportedAt: string;
  x: Fixed;
  y: Fixed;
  accuracyM: number | null;
  /** Null: unassigned. */
  gridId: string | null;
  bodyHash: string | null;
}

const columns = sql`
  incident_id as "incidentId", source, reference, category, severity, status, reported_at as "reportedAt",
  round(st_x(geom) * 1e7)::int as x, round(st_y(geom) * 1e7)::int as y, accuracy_m as "accuracyM",
  grid_id as "gridId", body_hash as "bodyHash"`;

/** The current incident that a source calls by this reference. */
export async function findIncidentByReference(
  db: Queryable,
  scope: Scope,
  regionId: number,
  source: string,
  reference: string,
): Promise<StoredIncident | undefined> {
  const { rows } = await db.query<StoredIncident>(sql`
    select ${columns}
    from incident
    where region_id = ${regionId} and source = ${source} and reference = ${reference} and valid_to = 'infinity'
      ${scopeFilter(scope, sql`region_id`)}`);
  return rows[0];
}

/** The codes that an incident's category can have. */
export async function listCategories(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ code: string }>(sql`select code from incident_category order by code`);
  return rows.map((row) => row.code);
}

/** Makes this transaction the region's only writer until it ends. @returns the boundary version, and the time, now */
export async function lockRegion(
  tx: Queryable,
  scope: Scope,
  regionId: number,
): Promise<{ boundaryVersion: number; now: string }> {
  const { rows } = await tx.query<{ boundaryVersion: number }>(sql`
    select boundary_version as "boundaryVersion"
    from region_state
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}
    for update`);
  if (rows[0] === undefined) throw new Error(`region ${regionId} has no region_state row`);
  // a statement of its own: the one that waits for the lock has read the clock before
  const clock = await tx.query<{ now: string }>(sql`select clock_timestamp() as now`);
  return { ...rows[0], now: clock.rows[0]!.now };
}

export async function takeIncidentId(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(sql`select nextval('feature_id') as id`);
  return rows[0]!.id;
}

/** What the server adds to what was sent. */
export interface Placement {
  regionId: number;
  incidentId: string;
  x: Fixed;
  y: Fixed;
  baseGridId: string | null;
  dedicatedGridId: string | null;
  bodyHash: string;
  changeSequence: string;
  /** By the clock, under the lock: see appendChange. */
  recordedAt: string;
}

export async function insertIncident(
  tx: Queryable,
  incident: NewIncident,
  placement: Placement,
): Promise<StoredIncident> {
  const { regionId, incidentId, x, y } = placement;
  const { address, description, reporter, phone } = incident;
  const { rows } = await tx.query<StoredIncident>(sql`
    insert into incident (region_id, incident_id, valid_from, source, reference, category, severity, status, reported_at,
      closed_at, geom, accuracy_m, base_grid_id, dedicated_grid_id, body_hash, change_sequence)
    values (${regionId}, ${incidentId}, ${placement.recordedAt}::timestamptz, ${incident.source}, ${incident.reference}, ${incident.category},
      ${incident.severity ?? 2}, ${incident.status ?? 'received'},
      coalesce(${incident.reportedAt ?? null}::timestamptz, now()),
      ${incident.status === 'closed' ? sql`now()` : null},
      st_setsrid(st_makepoint(${toDegrees(x)}, ${toDegrees(y)}), 4326), ${incident.accuracyM ?? null},
      ${placement.baseGridId}, ${placement.dedicatedGridId}, ${placement.bodyHash}, ${placement.changeSequence})
    returning ${columns}`);
  if ([address, description, reporter, phone].some((field) => field !== undefined)) {
    await tx.query(sql`
      insert into incident_personal (region_id, incident_id, address, description, reporter, phone)
      values (${regionId}, ${incidentId}, ${address ?? null}, ${description ?? null}, ${reporter ?? null},
        ${phone ?? null})`);
  }
  return rows[0]!;
}
