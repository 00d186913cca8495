// Households and incidents: keyed by (region, source, reference), in recorded time. An unchanged row is not touched; a
// changed one is closed and recorded anew under the same id.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../../database.ts';
import type { ImportJob } from '../job.ts';
import { LISTED_KEPT, type Move, type MoveCounts, type MoveMoment } from './move.ts';

interface PointTable {
  table: string;
  key: string;
  /** Columns besides position, assignment and bookkeeping, with their types. */
  columns: Readonly<Record<string, string>>;
  /** Columns that files do not have: what a person set stays on the row's successor. */
  keptColumns: readonly string[];
  personalTable: string;
  personalColumns: readonly string[];
}

export const moveHouseholds = movePoints({
  table: 'household',
  key: 'household_id',
  columns: { people: 'smallint', key_persons: 'smallint', building: 'text' },
  keptColumns: ['pinned_grid_id', 'pin_reason'],
  personalTable: 'household_personal',
  personalColumns: ['address', 'contact', 'phone'],
});

export const moveIncidents = movePoints({
  table: 'incident',
  key: 'incident_id',
  columns: {
    category: 'text',
    severity: 'smallint',
    status: 'text',
    reported_at: 'timestamptz',
    closed_at: 'timestamptz',
    accuracy_m: 'real',
  },
  keptColumns: ['pinned_grid_id', 'pin_reason', 'worker_id'],
  personalTable: 'incident_personal',
  personalColumns: ['address', 'description', 'reporter', 'phone'],
});

function movePoints(spec: PointTable): Move {
  const table = raw(spec.table);
  const key = raw(spec.key);
  const personalTable = raw(spec.personalTable);
  const columns = Object.keys(spec.columns);
  const typedColumns = [
    ...Object.entries(spec.columns),
    ...spec.personalColumns.map((name) => [name, 'text']),
  ];
  const fieldList = raw(typedColumns.map(([name, type]) => `${name} ${type}`).join(', '));
  const list = (alias: string, names: readonly string[]) =>
    raw(names.map((name) => `${alias}.${name}`).join(', '));
  const recorded = ['geom', ...columns];
  const rowDiffers = sql`(${list('h', recorded)}) is distinct from (${list('s', recorded)})`;
  const personalDiffers = sql`(${list('p', spec.personalColumns)}) is distinct from (${list('s', spec.personalColumns)})`;

  const staged = (job: ImportJob): Sql => sql`
    staged as (
      select r.reference, r.geom, r.base_grid_id, r.dedicated_grid_id, f.*
      from import_row r, jsonb_to_record(r.fields) as f (${fieldList})
      where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId}
    )`;
  const currentOf = (job: ImportJob): Sql => sql`
    h.region_id = ${job.regionId} and h.source = ${job.source} and h.valid_to = 'infinity'`;
  const personalOf = (job: ImportJob): Sql => sql`p.region_id = ${job.regionId} and p.${key} = h.${key}`;
  const isAbsent = (job: ImportJob): Sql => sql`
    not exists (
      select 1 from import_row r
      where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId} and r.reference = h.reference)`;

  return {
    async count(tx, job): Promise<MoveCounts> {
      const { rows } = await tx.query<MoveCounts>(sql`
        with ${staged(job)},
        compared as (
          select s.reference, h.${key} is not null as is_stored, h.corrected_by_hand,
            h.${key} is not null and (${rowDiffers} or ${personalDiffers}) as differs
          from staged s
          left join ${table} h on ${currentOf(job)} and h.reference = s.reference
          left join ${personalTable} p on ${personalOf(job)}
        )
        select
          (count(*) filter (where not is_stored))::int as added,
          (count(*) filter (where differs and not corrected_by_hand))::int as changed,
          (count(*) filter (where is_stored and not differs))::int as unchanged,
          0 as closed,
          coalesce(array_agg(reference order by reference) filter (where differs and corrected_by_hand), '{}')
            as "keptByHand"
        from compared`);
      const counts = rows[0]!;
      if (job.mode === 'replace') {
        const absent = await countAbsent(tx, job);
        counts.closed = absent.closed;
        counts.keptByHand.push(...absent.keptByHand);
      }
      return { ...counts, keptByHand: counts.keptByHand.slice(0, LISTED_KEPT) };
    },

    async apply(tx, job, moment): Promise<void> {
      if (job.mode === 'replace') {
        await tx.query(sql`
          update ${table} h set valid_to = ${moment.now}::timestamptz, change_sequence = ${moment.sequence}
          where ${currentOf(job)} and not h.corrected_by_hand and ${isAbsent(job)}`);
      }
      await tx.query(sql`
        with ${staged(job)}
        update ${table} h set valid_to = ${moment.now}::timestamptz, change_sequence = ${moment.sequence}
        from staged s
        where ${currentOf(job)} and h.reference = s.reference and not h.corrected_by_hand and ${rowDiffers}`);
      await insertMissing(tx, job, moment);
      // a first load of 400,000 rows went into a table that the planner still took for empty: a nested loop for ever
      await tx.query(sql`analyze ${table}`);
      await writePersonal(tx, job, moment);
    },

    firstLoad: { isFirst, apply: insertAll },
  };

  async function isFirst(tx: Queryable, job: ImportJob): Promise<boolean> {
    const { rows } = await tx.query<{ isFirst: boolean }>(sql`
      select not exists (
        select 1 from ${table} h where h.region_id = ${job.regionId} and h.source = ${job.source}) as "isFirst"`);
    return rows[0]!.isFirst;
  }

  /** One pass over the staged rows: a row gets its id there, so that no join has to find it again. */
  async function insertAll(tx: Queryable, job: ImportJob, { now, sequence }: MoveMoment): Promise<void> {
    const personalNames = raw(spec.personalColumns.join(', '));
    await tx.query(sql`
      with ${staged(job)},
      numbered as materialized (select nextval('feature_id') as id, s.* from staged s),
      inserted as (
        insert into ${table} (region_id, ${key}, valid_from, source, reference, geom, ${raw(columns.join(', '))},
          base_grid_id, dedicated_grid_id, change_sequence)
        select ${job.regionId}::int, n.id, ${now}::timestamptz, ${job.source}::text, n.reference,
          ${list('n', recorded)}, n.base_grid_id, n.dedicated_grid_id, ${sequence}::bigint
        from numbered n
      )
      insert into ${personalTable} (region_id, ${key}, ${personalNames})
      select ${job.regionId}::int, n.id, ${list('n', spec.personalColumns)}
      from numbered n
      where num_nonnulls(${list('n', spec.personalColumns)}) > 0`);
  }

  async function countAbsent(
    tx: Queryable,
    job: ImportJob,
  ): Promise<{ closed: number; keptByHand: string[] }> {
    const { rows } = await tx.query<{ closed: number; keptByHand: string[] }>(sql`
      select (count(*) filter (where not h.corrected_by_hand))::int as closed,
        coalesce(array_agg(h.reference order by h.reference) filter (where h.corrected_by_hand), '{}') as "keptByHand"
      from ${table} h
      where ${currentOf(job)} and ${isAbsent(job)}`);
    return rows[0]!;
  }

  /** New rows, and the successors of those just closed: the same id, and what a person set. */
  async function insertMissing(tx: Queryable, job: ImportJob, { now, sequence }: MoveMoment): Promise<void> {
    const copied = raw(columns.join(', '));
    const kept = raw(spec.keptColumns.join(', '));
    const keptOfLast = raw(
      spec.keptColumns.map((name) => `case when last.is_succeeded then last.${name} end`).join(', '),
    );
    await tx.query(sql`
      with ${staged(job)},
      last as (
        select distinct on (h.reference) h.reference, h.${key} as id, ${list('h', spec.keptColumns)},
          h.valid_to = ${now}::timestamptz as is_succeeded
        from ${table} h
        where h.region_id = ${job.regionId} and h.source = ${job.source}
        order by h.reference, h.valid_to desc
      )
      insert into ${table} (region_id, ${key}, valid_from, source, reference, geom, ${copied}, base_grid_id,
        dedicated_grid_id, ${kept}, change_sequence)
      select ${job.regionId}::int, coalesce(last.id, nextval('feature_id')), ${now}::timestamptz, ${job.source}::text,
        s.reference, ${list('s', recorded)}, s.base_grid_id, s.dedicated_grid_id,
        ${keptOfLast}, ${sequence}::bigint
      from staged s
      left join last on last.reference = s.reference
      where not exists (select 1 from ${table} h where ${currentOf(job)} and h.reference = s.reference)`);
  }

  async function writePersonal(tx: Queryable, job: ImportJob, { sequence }: MoveMoment): Promise<void> {
    const names = raw(spec.personalColumns.join(', '));
    const updates = join(spec.personalColumns.map((name) => sql`${raw(name)} = excluded.${raw(name)}`));
    const differing = sql`
      from staged s
      join ${table} h on ${currentOf(job)} and h.reference = s.reference and not h.corrected_by_hand
      left join ${personalTable} p on ${personalOf(job)}
      where ${personalDiffers}`;
    // first, while the old values still differ: a row whose personal fields alone changed carries the sequence too
    await tx.query(sql`
      with ${staged(job)}, touched as (select h.${key} as id ${differing})
      update ${table} h set change_sequence = ${sequence}
      from touched
      where ${currentOf(job)} and h.${key} = touched.id and h.change_sequence <> ${sequence}`);
    await tx.query(sql`
      with ${staged(job)}
      insert into ${personalTable} (region_id, ${key}, ${names})
      select ${job.regionId}::int, h.${key}, ${list('s', spec.personalColumns)} ${differing}
      on conflict (region_id, ${key}) do update set ${updates}`);
  }
}
