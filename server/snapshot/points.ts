// The region's current households and incidents, read once and then kept up with what is written.
import sql, { type RawValue, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import type { Boundaries } from './boundaries.ts';
import { PointTable } from './pointTable.ts';

export type PointSubject = 'household' | 'incident';

/** Position is the number in the status column. */
export const incidentStatuses = ['received', 'dispatched', 'in_hand', 'checked', 'closed'] as const;
export const closedStatus = incidentStatuses.indexOf('closed');

export interface RegionPoints {
  households: PointTable<{ people: Int16Array; keyPersons: Int16Array }>;
  incidents: PointTable<{
    /** Position in `categories`. */
    category: Uint8Array;
    severity: Int8Array;
    /** Position in `incidentStatuses`. */
    status: Uint8Array;
    /** Epoch milliseconds. */
    reportedAt: Float64Array;
    /** Id of who handles it; 0: nobody. */
    worker: Float64Array;
  }>;
  /** Codes; a new one is appended. */
  categories: string[];
}

interface Row {
  id: number;
  /** All the rest is null where the point was deleted. */
  x: number | null;
  y: number;
  gridId: string | null;
}
interface HouseholdRow extends Row {
  people: number;
  keyPersons: number;
}
interface IncidentRow extends Row {
  category: string;
  severity: number;
  status: (typeof incidentStatuses)[number];
  reportedAt: number;
  worker: number;
}

/** Points that were written since some change, in their newest state. */
export interface TouchedPoints {
  households: HouseholdRow[];
  incidents: IncidentRow[];
}

/** With more than this, reading everything anew costs less than a long list of differences held in memory. */
const MOST_TOUCHED = 50_000;

export async function readAllPoints(
  db: Queryable,
  regionId: number,
  boundaries: Boundaries,
): Promise<RegionPoints> {
  const points: RegionPoints = {
    households: new PointTable({ people: new Int16Array(), keyPersons: new Int16Array() }),
    incidents: new PointTable({
      category: new Uint8Array(),
      severity: new Int8Array(),
      status: new Uint8Array(),
      reportedAt: new Float64Array(),
      worker: new Float64Array(),
    }),
    categories: [],
  };
  for await (const rows of batches((after) => readCurrent<HouseholdRow>(db, 'household', regionId, after))) {
    putHouseholds(points, boundaries, rows);
  }
  for await (const rows of batches((after) => readCurrent<IncidentRow>(db, 'incident', regionId, after))) {
    putIncidents(points, boundaries, rows);
  }
  return points;
}

/** @returns undefined when there are so many that it is better to read all */
export async function readTouchedPoints(
  db: Queryable,
  regionId: number,
  since: number,
): Promise<TouchedPoints | undefined> {
  const touched: TouchedPoints = { households: [], incidents: [] };
  for await (const rows of batches((after) =>
    readTouched<HouseholdRow>(db, 'household', regionId, since, after),
  )) {
    touched.households.push(...rows);
    if (touched.households.length > MOST_TOUCHED) return undefined;
  }
  for await (const rows of batches((after) =>
    readTouched<IncidentRow>(db, 'incident', regionId, since, after),
  )) {
    touched.incidents.push(...rows);
    if (touched.incidents.length > MOST_TOUCHED) return undefined;
  }
  return touched;
}

export function applyTouched(points: RegionPoints, boundaries: Boundaries, touched: TouchedPoints): void {
  putHouseholds(points, boundaries, touched.households);
  putIncidents(points, boundaries, touched.incidents);
}

/** For boundaries of another version; the points that moved with it come as touched ones. */
export function replaceBoundaries(points: RegionPoints, before: Boundaries, after: Boundaries): void {
  const newIndex = before.grids.map((grid) => after.indexOfGridId.get(grid.gridId) ?? -1);
  points.households.replaceGrids((index) => newIndex[index]!);
  points.incidents.replaceGrids((index) => newIndex[index]!);
}

function putHouseholds({ households }: RegionPoints, boundaries: Boundaries, rows: HouseholdRow[]): void {
  for (const { id, x, y, gridId, people, keyPersons } of rows) {
    if (x === null) households.remove(id);
    else households.put({ id, x, y, grid: gridIndex(boundaries, gridId), people, keyPersons });
  }
}

function putIncidents(points: RegionPoints, boundaries: Boundaries, rows: IncidentRow[]): void {
  for (const { id, x, y, gridId, category, severity, status, reportedAt, worker } of rows) {
    if (x === null) {
      points.incidents.remove(id);
      continue;
    }
    points.incidents.put({
      id,
      x,
      y,
      grid: gridIndex(boundaries, gridId),
      category: positionOf(points.categories, category),
      severity,
      status: incidentStatuses.indexOf(status),
      reportedAt,
      worker,
    });
  }
}

function gridIndex(boundaries: Boundaries, gridId: string | null): number {
  return gridId === null ? -1 : (boundaries.indexOfGridId.get(gridId) ?? -1);
}

function positionOf(categories: string[], code: string): number {
  const position = categories.indexOf(code);
  return position >= 0 ? position : categories.push(code) - 1;
}

/** Walks by id: `read` gets the last id of the batch before. */
async function* batches<R extends Row>(read: (after: number) => Promise<R[]>): AsyncGenerator<R[]> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    yield rows;
    if (rows.length < limits.batchRows) return;
    after = rows.at(-1)!.id;
  }
}

/** float8 holds every id, which stays below 2^53, and arrives as a number. */
const subjects: Record<PointSubject, { table: RawValue | Sql; key: RawValue | Sql; columns: Sql }> = {
  household: {
    table: raw('household'),
    key: raw('household_id'),
    columns: sql`p.people, p.key_persons as "keyPersons"`,
  },
  incident: {
    table: raw('incident'),
    key: raw('incident_id'),
    columns: sql`p.category, p.severity, p.status,
      (extract(epoch from p.reported_at) * 1000)::float8 as "reportedAt",
      coalesce(p.worker_id, 0)::float8 as worker`,
  },
};

const position = sql`round(st_x(p.geom) * 1e7)::int as x, round(st_y(p.geom) * 1e7)::int as y`;

async function readCurrent<R extends Row>(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  after: number,
): Promise<R[]> {
  const { table, key, columns } = subjects[subject];
  const { rows } = await db.query<R>(sql`
    select p.${key}::float8 as id, ${position}, p.grid_id as "gridId", ${columns}
    from ${table} p
    where p.region_id = ${regionId} and p.valid_to = 'infinity' and p.${key} > ${after}::bigint
    order by p.${key}
    limit ${limits.batchRows}`);
  return rows;
}

/** A deleted point has rows that were touched, but no current one. */
async function readTouched<R extends Row>(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  since: number,
  after: number,
): Promise<R[]> {
  const { table, key, columns } = subjects[subject];
  const { rows } = await db.query<R>(sql`
    with touched as (
      select distinct t.${key} as id
      from ${table} t
      where t.region_id = ${regionId} and t.change_sequence > ${since}::bigint and t.${key} > ${after}::bigint
      order by id
      limit ${limits.batchRows}
    )
    select touched.id::float8 as id, ${position}, p.grid_id as "gridId", ${columns}
    from touched
    left join ${table} p
      on p.region_id = ${regionId} and p.${key} = touched.id and p.valid_to = 'infinity'
    order by touched.id`);
  return rows;
}
