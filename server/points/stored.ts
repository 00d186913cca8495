// Points as they are stored: reading the current row, closing it, and recording the next one under the same id.
import sql, { empty, join, type RawValue, raw, type Sql } from 'sql-template-tag';
import { toDegrees } from '../../core/coordinates.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import type { LocatedGrid } from '../locate/schemas.ts';
import { inBatches } from '../publication/rows.ts';
import { canonicalInstant } from '../regions/instants.ts';
import type { PointField, PointGridIds, PointState, PointSubject, StoredPoint } from './subject.ts';

/** A stored point with what is shown of its grids. */
export interface ShownPoint extends StoredPoint {
  grid: LocatedGrid | null;
  baseGrid: LocatedGrid | null;
  dedicatedGrid: LocatedGrid | null;
}

/** Our own identifiers: never from a request. */
function names({ name }: PointSubject): {
  table: RawValue | Sql;
  key: RawValue | Sql;
  personal: RawValue | Sql;
} {
  return { table: raw(name), key: raw(`${name}_id`), personal: raw(`${name}_personal`) };
}

function columnsOf(subject: PointSubject): Sql {
  const { key } = names(subject);
  const isWorker = workerFieldOf(subject) !== undefined;
  const values = subject.fields
    .map(({ name, type, column }) => `'${name}', ${type === 'worker' ? 'w.number' : `p.${column}`}`)
    .join(', ');
  const personal = subject.personalFields.map((field) => `'${field}', q.${field}`).join(', ');
  return sql`
    p.${key} as id, p.source, p.reference, p.valid_from as "recordedAt", p.change_sequence as "changeSequence",
    ${raw(isWorker ? 'w.worker_id' : 'null::bigint')} as "workerId", p.corrected_by_hand as "correctedByHand", p.body_hash as "bodyHash",
    round(st_x(p.geom) * 1e7)::int as x, round(st_y(p.geom) * 1e7)::int as y,
    p.base_grid_id as "baseGridId", p.dedicated_grid_id as "dedicatedGridId",
    p.pinned_grid_id as "pinnedGridId", p.pin_reason as "pinReason",
    jsonb_build_object(${raw(values)}) as values, jsonb_build_object(${raw(personal)}) as personal`;
}

function workerFieldOf({ fields }: PointSubject): PointField | undefined {
  return fields.find(({ type }) => type === 'worker');
}

/** Who handles it. */
function workerJoin(subject: PointSubject, regionId: number): Sql {
  const field = workerFieldOf(subject);
  if (!field) return empty;
  return sql`left join worker w on w.region_id = ${regionId} and w.worker_id = p.${raw(field.column)}`;
}

/** A grid as it is shown. */
function gridColumns(alias: string, name: string): Sql {
  const g = raw(alias);
  return sql`
    case when ${g}.grid_id is not null then jsonb_build_object(
      'gridId', ${g}.grid_id::text, 'gridVersionId', ${g}.grid_version_id::text, 'code', ${g}.code,
      'name', ${g}.name, 'nameEn', ${g}.name_en, 'kind', ${g}.kind) end as ${raw(`"${name}"`)}`;
}

/** By version, not by time: this transaction's `now()` may lie before a publication that it waited for. */
function gridInForce(alias: string, column: string, regionId: number): Sql {
  const g = raw(alias);
  return sql`
    left join grid_version ${g} on ${g}.region_id = ${regionId} and ${g}.grid_id = p.${raw(column)}
      and ${g}.to_version is null`;
}

/** The current point with this id, or undefined where there is none (any more). */
export async function findPoint(
  db: Queryable,
  scope: Scope,
  subject: PointSubject,
  regionId: number,
  id: string,
): Promise<ShownPoint | undefined> {
  const [point] = await findPoints(db, scope, subject, regionId, [id]);
  return point;
}

/** Those of the current points with these ids that there are, in no order. */
export async function findPoints(
  db: Queryable,
  scope: Scope,
  subject: PointSubject,
  regionId: number,
  ids: readonly string[],
): Promise<ShownPoint[]> {
  const { table, key, personal } = names(subject);
  const { rows } = await db.query<ShownPoint>(sql`
    select ${columnsOf(subject)}, ${gridColumns('g', 'grid')}, ${gridColumns('b', 'baseGrid')},
      ${gridColumns('d', 'dedicatedGrid')}
    from ${table} p
    left join ${personal} q on q.region_id = ${regionId} and q.${key} = p.${key}
    ${workerJoin(subject, regionId)}
    ${gridInForce('g', 'grid_id', regionId)}
    ${gridInForce('b', 'base_grid_id', regionId)}
    ${gridInForce('d', 'dedicated_grid_id', regionId)}
    where p.region_id = ${regionId} and p.${key} = any(${ids}::bigint[]) and p.valid_to = 'infinity'
      ${scopeFilter(scope, sql`p.region_id`)}`);
  return rows.map((row) => read(subject, row));
}

/** Which things of the region sources call by these references. */
export async function findByReferences(
  db: Queryable,
  scope: Scope,
  subject: PointSubject,
  regionId: number,
  references: readonly { source: string; reference: string }[],
): Promise<StoredPoint[]> {
  const { table, key, personal } = names(subject);
  const found: StoredPoint[] = [];
  for (const batch of inBatches(references, limits.batchRows)) {
    const { rows } = await db.query<StoredPoint>(sql`
      select ${columnsOf(subject)}
      from unnest(${batch.map((row) => row.source)}::text[], ${batch.map((row) => row.reference)}::text[])
        as wanted (source, reference)
      join ${table} p on p.region_id = ${regionId} and p.source = wanted.source and p.reference = wanted.reference
        and p.valid_to = 'infinity'
      left join ${personal} q on q.region_id = ${regionId} and q.${key} = p.${key}
      ${workerJoin(subject, regionId)}
      where true ${scopeFilter(scope, sql`p.region_id`)}`);
    found.push(...rows.map((row) => read(subject, row)));
  }
  return found;
}

/** The ids of things that were deleted and are recorded again: who comes back is who he was. */
export async function findFormerIds(
  db: Queryable,
  subject: PointSubject,
  regionId: number,
  references: readonly { source: string; reference: string }[],
): Promise<Map<string, string>> {
  const { table, key } = names(subject);
  const ids = new Map<string, string>();
  for (const batch of inBatches(references, limits.batchRows)) {
    const { rows } = await db.query<{ source: string; reference: string; id: string }>(sql`
      select distinct on (p.source, p.reference) p.source, p.reference, p.${key} as id
      from unnest(${batch.map((row) => row.source)}::text[], ${batch.map((row) => row.reference)}::text[])
        as wanted (source, reference)
      join ${table} p on p.region_id = ${regionId} and p.source = wanted.source and p.reference = wanted.reference
      where p.valid_to < 'infinity'
      order by p.source, p.reference, p.valid_to desc`);
    for (const row of rows) ids.set(keyOf(row), row.id);
  }
  return ids;
}

/** Identifies a thing within a region; a source may contain any character, so its length goes first. */
export function keyOf({ source, reference }: { source: string; reference: string }): string {
  return `${source.length}:${source}${reference}`;
}

/**
 * When the rows are written: after every row that they follow, also where the clock stood still or went back, and as
 * the lock orders the writes, not as they began.
 */
export async function readMoment(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  ids: readonly string[],
): Promise<string> {
  const { table, key } = names(subject);
  const { rows } = await tx.query<{ moment: string }>(sql`
    select greatest(clock_timestamp(), max(
      case when p.valid_to = 'infinity' then p.valid_from + interval '1 microsecond' else p.valid_to end)) as moment
    from ${table} p
    where p.region_id = ${regionId} and p.${key} = any(${ids}::bigint[])`);
  return rows[0]!.moment;
}

/** What a write leaves of a point: its row from the moment on. */
export interface NewRow extends PointState, PointGridIds {
  id: string;
  source: string;
  reference: string;
  correctedByHand: boolean;
  bodyHash: string | null;
}

export interface Recording {
  regionId: number;
  moment: string;
  changeSequence: string;
}

/** Ends the current rows. */
export async function closeRows(
  tx: Queryable,
  subject: PointSubject,
  { regionId, moment, changeSequence }: Recording,
  ids: readonly string[],
): Promise<void> {
  const { table, key } = names(subject);
  for (const batch of inBatches(ids, limits.batchRows)) {
    await tx.query(sql`
      update ${table} p set valid_to = ${moment}::timestamptz, change_sequence = ${changeSequence}::bigint
      where p.region_id = ${regionId} and p.${key} = any(${batch}::bigint[]) and p.valid_to = 'infinity'`);
  }
}

/** Records the rows, whose predecessors are closed, and keeps their personal fields as given: none, none kept. */
export async function insertRows(
  tx: Queryable,
  subject: PointSubject,
  recording: Recording,
  rows: readonly NewRow[],
): Promise<void> {
  for (const batch of inBatches(rows, limits.batchRows)) {
    await insertBatch(tx, subject, recording, batch);
    const [empty, present] = [true, false].map((isEmpty) =>
      batch.filter(({ personal }) => Object.values(personal).every((value) => value === null) === isEmpty),
    ) as [NewRow[], NewRow[]];
    await erasePersonal(
      tx,
      subject,
      recording.regionId,
      empty.map((row) => row.id),
    );
    await writePersonal(tx, subject, recording.regionId, present);
  }
}

async function insertBatch(
  tx: Queryable,
  subject: PointSubject,
  { regionId, moment, changeSequence }: Recording,
  rows: readonly NewRow[],
): Promise<void> {
  const { table, key } = names(subject);
  const columns = raw(subject.fields.map((field) => field.column).join(', '));
  const given = raw(subject.fields.map(({ name }) => `"${name}"`).join(', '));
  const stored = raw(
    subject.fields.map(({ type, name }) => (type === 'worker' ? 'w.worker_id' : `n."${name}"`)).join(', '),
  );
  const values = join(
    subject.fields.map(
      ({ name, type }) =>
        sql`${rows.map((row) => row.values[name])}::${raw(type === 'worker' ? 'int' : type)}[]`,
    ),
  );
  const workerField = workerFieldOf(subject);
  const workers = workerField
    ? sql`left join worker w on w.region_id = ${regionId} and w.number = n.${raw(`"${workerField.name}"`)}`
    : empty;
  await tx.query(sql`
    insert into ${table} (region_id, ${key}, valid_from, source, reference, geom, base_grid_id, dedicated_grid_id,
      pinned_grid_id, pin_reason, corrected_by_hand, body_hash, change_sequence, ${columns})
    select ${regionId}::int, n.id, ${moment}::timestamptz, n.source, n.reference,
      st_setsrid(st_makepoint(n.lon, n.lat), 4326), n.base_grid_id, n.dedicated_grid_id, n.pinned_grid_id,
      n.pin_reason, n.corrected_by_hand, n.body_hash, ${changeSequence}::bigint, ${stored}
    from unnest(
      ${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.source)}::text[],
      ${rows.map((row) => row.reference)}::text[], ${rows.map((row) => toDegrees(row.x))}::float8[],
      ${rows.map((row) => toDegrees(row.y))}::float8[], ${rows.map((row) => row.baseGridId)}::bigint[],
      ${rows.map((row) => row.dedicatedGridId)}::bigint[], ${rows.map((row) => row.pinnedGridId)}::bigint[],
      ${rows.map((row) => row.pinReason)}::text[], ${rows.map((row) => row.correctedByHand)}::boolean[],
      ${rows.map((row) => row.bodyHash)}::text[], ${values})
      as n (id, source, reference, lon, lat, base_grid_id, dedicated_grid_id, pinned_grid_id, pin_reason,
        corrected_by_hand, body_hash, ${given})
      ${workers}`);
}

async function writePersonal(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  rows: readonly NewRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { key, personal } = names(subject);
  const columns = raw(subject.personalFields.join(', '));
  const values = join(
    subject.personalFields.map((field) => sql`${rows.map((row) => row.personal[field])}::text[]`),
  );
  const updates = raw(subject.personalFields.map((field) => `${field} = excluded.${field}`).join(', '));
  await tx.query(sql`
    insert into ${personal} (region_id, ${key}, ${columns})
    select ${regionId}::int, n.id, ${columns}
    from unnest(${rows.map((row) => row.id)}::bigint[], ${values}) as n (id, ${columns})
    on conflict (region_id, ${key}) do update set ${updates}`);
}

/** Nothing personal is kept of these. */
export async function erasePersonal(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { key, personal } = names(subject);
  await tx.query(sql`
    delete from ${personal} q where q.region_id = ${regionId} and q.${key} = any(${ids}::bigint[])`);
}

/** Instants inside of JSON come as PostgreSQL prints them there. */
function read<Row extends StoredPoint>(subject: PointSubject, row: Row): Row {
  const values = { ...row.values };
  for (const { name, type } of subject.fields) {
    const value = values[name];
    if (type === 'timestamptz' && typeof value === 'string') values[name] = canonicalInstant(value);
  }
  return { ...row, values };
}
