// Which regions there are, where they lie and how far their facts have moved: what a lookup asks first.
import sql, { empty, type Sql } from 'sql-template-tag';
import { type Fixed, toFixed } from '../../core/coordinates.ts';
import type { Queryable } from '../database.ts';
import { boundsOf } from '../regions/extent.ts';

/** west, south, east, north in fixed-point units */
export type FixedBox = readonly [Fixed, Fixed, Fixed, Fixed];

export interface RegionState {
  regionId: number;
  code: string;
  name: string;
  nameEn: string;
  timeZone: string;
  isDemo: boolean;
  /** What a writer compares under the lock. */
  boundaryVersion: number;
  /** Newest version whose time has come; 0: none. */
  versionInForce: number;
  /** RFC 3339, '-infinity', or null where no version is in force. */
  effectiveFrom: string | null;
  changeSequence: number;
  /** The database's clock when this was read, in epoch milliseconds. */
  readAt: number;
}

/** Newest changes of what tiles show, by subject, and of all. */
export interface SubjectSequences {
  householdSequence: number;
  incidentSequence: number;
  /** Of the areas and grids outside of publications, such as their names. */
  areaSequence: number;
  /** Of blocks, roads and water. */
  contextSequence: number;
  /** When the newest change was recorded, in epoch milliseconds by the database's clock. */
  changedAt: number;
}

export interface DirectoryEntry extends RegionState, SubjectSequences {
  /** Of the boundaries in force; null where there are none. */
  box: FixedBox | null;
  /** By `performance.now()`: what was written before then is in it. */
  askedAt: number;
}

/** In order of code. */
export async function readRegionStates(db: Queryable, regionId?: number): Promise<RegionState[]> {
  const { rows } = await db.query<RegionState>(sql`
    select ${stateColumns}
    from ${states}
    ${regionId === undefined ? empty : sql`where r.region_id = ${regionId}`}
    order by r.code`);
  return rows;
}

const stateColumns = sql`r.region_id as "regionId", r.code, r.name, r.name_en as "nameEn", r.time_zone as "timeZone",
      r.is_demo as "isDemo", s.boundary_version as "boundaryVersion",
      coalesce(in_force.version, 0) as "versionInForce", in_force.effective_from as "effectiveFrom",
      s.change_sequence::float8 as "changeSequence",
      (extract(epoch from now()) * 1000)::float8 as "readAt"`;

const states = sql`region r
    join region_state s on s.region_id = r.region_id
    left join lateral (
      select p.version, p.effective_from
      from publication p
      where p.region_id = r.region_id and p.effective_from <= now()
      order by p.version desc
      limit 1
    ) as in_force on true`;

/** Null where nothing has changed since what is known. */
type ChangedSequences = { [Name in keyof SubjectSequences]: number | null };

/**
 * The states and the sequences of the subjects in one statement, so that they belong together. Looks at what changed since
 * `previous` alone: while nothing is written, a region costs no look at its tables.
 */
async function readChanged(
  db: Queryable,
  previous: Directory | undefined,
): Promise<(RegionState & ChangedSequences)[]> {
  const known = previous?.entries ?? [];
  const ids = known.map(({ regionId }) => regionId);
  const sequences = known.map(({ changeSequence }) => changeSequence);
  const newest = (table: Sql) => sql`(
    select max(p.change_sequence)::float8 from ${table} p where p.region_id = r.region_id)`;
  const newestChange = (condition: Sql) => sql`(
    select max(c.sequence)::float8 from change c
    where c.region_id = r.region_id and c.sequence > coalesce(known.sequence, 0) and ${condition})`;
  const ifChanged = (value: Sql) =>
    sql`case when s.change_sequence is distinct from known.sequence then ${value} end`;
  const { rows } = await db.query<RegionState & ChangedSequences>(sql`
    select ${stateColumns},
      ${ifChanged(newest(sql`household`))} as "householdSequence",
      ${ifChanged(newest(sql`incident`))} as "incidentSequence",
      ${ifChanged(newestChange(isAreaChange))} as "areaSequence",
      ${ifChanged(newestChange(isContextChange))} as "contextSequence",
      ${ifChanged(newestChangeTime)} as "changedAt"
    from ${states}
    left join unnest(${ids}::int[], ${sequences}::bigint[]) as known (region_id, sequence)
      on known.region_id = r.region_id
    order by r.code`);
  return rows;
}

const newestChangeTime = sql`(
  select (extract(epoch from c.recorded_at) * 1000)::float8 from change c
  where c.region_id = r.region_id and c.sequence = s.change_sequence)`;
const isAreaChange = sql`(c.kind = 'import' and c.detail ->> 'kind' = 'areas' or c.kind in ('grid', 'area'))`;
const isContextChange = sql`c.kind = 'import' and c.detail ->> 'kind' in ('blocks', 'roads', 'water')`;

export class Directory {
  readonly entries: readonly DirectoryEntry[];
  readonly byCode: ReadonlyMap<string, DirectoryEntry>;

  constructor(entries: readonly DirectoryEntry[]) {
    this.entries = entries;
    this.byCode = new Map(entries.map((entry) => [entry.code, entry]));
  }
}

/** Reads all regions; the boxes only of those whose boundaries moved since `previous`. */
export async function readDirectory(
  db: Queryable,
  previous: Directory | undefined,
  askedAt: number,
): Promise<Directory> {
  const states = await readChanged(db, previous);
  const entries: DirectoryEntry[] = [];
  for (const state of states) {
    const before = previous?.byCode.get(state.code);
    const isSame = before?.regionId === state.regionId && before.versionInForce === state.versionInForce;
    entries.push({
      ...state,
      askedAt,
      householdSequence: state.householdSequence ?? before?.householdSequence ?? 0,
      incidentSequence: state.incidentSequence ?? before?.incidentSequence ?? 0,
      areaSequence: state.areaSequence ?? before?.areaSequence ?? 0,
      contextSequence: state.contextSequence ?? before?.contextSequence ?? 0,
      changedAt: state.changedAt ?? before?.changedAt ?? state.readAt,
      box: isSame ? before.box : await readBox(db, state),
    });
  }
  return new Directory(entries);
}

async function readBox(db: Queryable, { regionId, versionInForce }: RegionState): Promise<FixedBox | null> {
  if (versionInForce === 0) return null;
  const { rows } = await db.query<{ bounds: [number, number, number, number] | null }>(
    boundsOf(sql`
      select st_extent(g.geom) as extent
      from grid_version g
      where g.region_id = ${regionId} and g.from_version <= ${versionInForce}
        and (g.to_version is null or g.to_version > ${versionInForce})`),
  );
  const bounds = rows[0]?.bounds;
  return bounds ? [toFixed(bounds[0]), toFixed(bounds[1]), toFixed(bounds[2]), toFixed(bounds[3])] : null;
}
