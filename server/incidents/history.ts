// What happened to an incident and who did it: the differences between its rows, and the changes that recorded them.
//
// A publication moves points in place, so a grid that the boundaries alone gave it is told with the next row that differs.
import sql, { type Sql } from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { canonicalInstant } from '../regions/instants.ts';
import type { HistoryChange, HistoryEntry } from './historySchemas.ts';
import { incidents } from './subject.ts';

/** What is told of a row, by the field's name in the history. */
interface Facts {
  status: string;
  worker: number | null;
  location: [number, number];
  grid: string | null;
  pin: { grid: string; reason: string } | null;
  category: string;
  severity: number;
  accuracyM: number | null;
  reportedAt: string;
  closedAt: string | null;
}

interface Version {
  from: string;
  /** 'infinity': the current row. */
  to: string;
  /** The change that touched the row last: that ended it, where it has ended. */
  touchedBy: string;
  /** The change that was recorded first since the row began. */
  begunBy: string | null;
  facts: Facts;
}

interface RecordedChange {
  sequence: string;
  kind: string;
  actor: string;
  recordedAt: string;
  detail: { fields?: unknown };
}

/** Oldest first; also of one that was deleted. Empty where there never was such an incident. */
export async function incidentHistory(
  db: Queryable,
  scope: Scope,
  regionId: number,
  id: string,
): Promise<HistoryEntry[]> {
  const versions = await readVersions(db, scope, regionId, id);
  const sequences = versions.flatMap(({ touchedBy, begunBy }) => [touchedBy, begunBy ?? touchedBy]);
  const changes = await readChangesBySequence(db, regionId, [...new Set(sequences)]);
  const present = await presentPersonalFields(db, regionId, id);
  return versions.flatMap((version, index) => [
    ...entryOf(version, versions[index - 1], changes),
    ...personalAlone(version, versions[index - 1], changes, present),
    ...deletionOf(version, versions[index + 1], changes),
  ]);
}

/** A row's beginning. The end of the row before says exactly which change it was. */
function beginningOf(version: Version, before: Version | undefined): string {
  return before?.to === version.from ? before.touchedBy : (version.begunBy ?? version.touchedBy);
}

function entryOf(
  version: Version,
  before: Version | undefined,
  changes: ReadonlyMap<string, RecordedChange>,
): HistoryEntry[] {
  const sequence = beginningOf(version, before);
  const change = changes.get(sequence);
  const isCreated = before?.to !== version.from;
  const told = isCreated ? creation(version.facts) : differences(before.facts, version.facts);
  const personal = personalOf(change);
  if (personal.length > 0) told.push({ field: 'personal', before: null, after: personal });
  return told.length === 0 ? [] : [entry(version.from, sequence, change, told)];
}

function creation({ worker, pin }: Facts): HistoryChange[] {
  return [
    { field: 'created', before: null, after: null },
    ...(worker === null ? [] : [{ field: 'worker' as const, before: null, after: worker }]),
    ...(pin === null ? [] : [{ field: 'pin' as const, before: null, after: pin }]),
  ];
}

function differences(before: Facts, after: Facts): HistoryChange[] {
  const fields = Object.keys(after) as (keyof Facts)[];
  return fields.flatMap((field) =>
    JSON.stringify(before[field]) === JSON.stringify(after[field])
      ? []
      : { field, before: before[field], after: after[field] },
  );
}

/** Which personal fields a write named; imports and bulk upserts count rows and name none. */
function personalOf(change: RecordedChange | undefined): string[] {
  const fields = Array.isArray(change?.detail.fields) ? change.detail.fields : [];
  return incidents.personalFields.filter((name) => fields.includes(name));
}

/** An import that brought other personal values and nothing else has touched the row in place. */
function personalAlone(
  version: Version,
  before: Version | undefined,
  changes: ReadonlyMap<string, RecordedChange>,
  present: readonly string[],
): HistoryEntry[] {
  const change = changes.get(version.touchedBy);
  const isTouched = version.to === 'infinity' && version.touchedBy !== beginningOf(version, before);
  if (!isTouched || change?.kind !== 'import') return [];
  return [
    entry(change.recordedAt, version.touchedBy, change, [
      { field: 'personal', before: null, after: [...present] },
    ]),
  ];
}

function deletionOf(
  version: Version,
  next: Version | undefined,
  changes: ReadonlyMap<string, RecordedChange>,
): HistoryEntry[] {
  if (version.to === 'infinity' || next?.from === version.to) return [];
  const change = changes.get(version.touchedBy);
  return [entry(version.to, version.touchedBy, change, [{ field: 'deleted', before: null, after: null }])];
}

function entry(
  at: string,
  changeSequence: string,
  change: RecordedChange | undefined,
  changes: HistoryChange[],
): HistoryEntry {
  return { at: canonicalInstant(at), actor: change?.actor ?? null, changeSequence, changes };
}

async function readVersions(db: Queryable, scope: Scope, regionId: number, id: string): Promise<Version[]> {
  const latestCode = (gridId: Sql) => sql`(
    select v.code from grid_version v
    where v.region_id = ${regionId} and v.grid_id = ${gridId}
    order by v.from_version desc
    limit 1)`;
  const { rows } = await db.query<Omit<Version, 'facts'> & Facts & Pinned & { lon: number; lat: number }>(sql`
    select i.valid_from as from, i.valid_to as to, i.change_sequence as "touchedBy",
      (select c.sequence from change c
        where c.region_id = ${regionId} and c.recorded_at >= i.valid_from
        order by c.recorded_at, c.sequence
        limit 1) as "begunBy",
      i.status, w.number as worker, st_x(i.geom) as lon, st_y(i.geom) as lat, ${latestCode(sql`i.grid_id`)} as grid,
      ${latestCode(sql`i.pinned_grid_id`)} as "pinnedGrid", i.pin_reason as "pinReason", i.category, i.severity,
      i.accuracy_m as "accuracyM", i.reported_at as "reportedAt", i.closed_at as "closedAt"
    from incident i
    left join worker w on w.region_id = ${regionId} and w.worker_id = i.worker_id
    where i.region_id = ${regionId} and i.incident_id = ${id}::bigint ${scopeFilter(scope, sql`i.region_id`)}
    order by i.valid_from`);
  return rows.map(({ from, to, touchedBy, begunBy, lon, lat, pinnedGrid, pinReason, ...row }) => ({
    from,
    to,
    touchedBy,
    begunBy,
    facts: {
      status: row.status,
      worker: row.worker,
      location: [lon, lat],
      grid: row.grid,
      pin: pinnedGrid === null ? null : { grid: pinnedGrid, reason: pinReason ?? '' },
      category: row.category,
      severity: row.severity,
      accuracyM: row.accuracyM,
      reportedAt: row.reportedAt,
      closedAt: row.closedAt,
    },
  }));
}

interface Pinned {
  pinnedGrid: string | null;
  pinReason: string | null;
}

async function readChangesBySequence(
  db: Queryable,
  regionId: number,
  sequences: readonly string[],
): Promise<Map<string, RecordedChange>> {
  const { rows } = await db.query<RecordedChange>(sql`
    select sequence, kind, actor, recorded_at as "recordedAt", detail
    from change
    where region_id = ${regionId} and sequence = any(${sequences}::bigint[])`);
  return new Map(rows.map((row) => [row.sequence, row]));
}

/** Which of them are kept now. */
async function presentPersonalFields(db: Queryable, regionId: number, id: string): Promise<string[]> {
  const { rows } = await db.query<Record<string, boolean>>(sql`
    select address is not null as address, description is not null as description, reporter is not null as reporter,
      phone is not null as phone
    from incident_personal
    where region_id = ${regionId} and incident_id = ${id}::bigint`);
  return incidents.personalFields.filter((name) => rows[0]?.[name]);
}
