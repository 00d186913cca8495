// Workers, and who works which grid from when. A worker is never deleted: past assignments name him.
import sql, { type Sql } from 'sql-template-tag';
import type { Queryable } from '../../database.ts';
import type { ImportJob } from '../job.ts';
import type { Move, MoveConflict, MoveCounts, MoveMoment } from './move.ts';

const staged = (job: ImportJob): Sql => sql`
  staged as (
    select r.row_number, r.reference, f.number, f.name, f.phone, f.grids, f.since
    from import_row r, jsonb_to_record(r.fields)
      as f (number integer, name text, phone text, grids jsonb, since timestamptz)
    where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId}
  )`;

/** Each staged worker's grids in force; a file without the column says nothing of a worker's grids. */
const wanted = (job: ImportJob): Sql => sql`
  wanted as (
    select s.reference, s.since, g.grid_id
    from staged s
    cross join lateral jsonb_array_elements_text(s.grids) as w (code)
    join grid_version g on g.region_id = ${job.regionId} and g.code = w.code and g.to_version is null
  )`;

/** Assignments in force of this source's workers. */
const assigned = (job: ImportJob): Sql => sql`
  assigned as (
    select w.worker_id, w.reference, a.grid_id, a.valid_from
    from worker w
    join grid_worker a on a.region_id = ${job.regionId} and a.worker_id = w.worker_id and a.valid_to = 'infinity'
    where w.region_id = ${job.regionId} and w.source = ${job.source}
  )`;

/** Those that the file no longer has. */
const ending = (job: ImportJob): Sql => sql`
  ending as (
    select a.worker_id, a.reference, a.grid_id, a.valid_from
    from assigned a
    left join staged s on s.reference = a.reference
    where case when s.reference is null then ${job.mode === 'replace'}
      else s.grids is not null
        and not exists (select 1 from wanted w where w.reference = a.reference and w.grid_id = a.grid_id) end
  )`;

const beginning = sql`
  beginning as (
    select w.reference, w.since, w.grid_id
    from wanted w
    where not exists (select 1 from assigned a where a.reference = w.reference and a.grid_id = w.grid_id)
  )`;

const all = (job: ImportJob): Sql =>
  sql`${staged(job)}, ${wanted(job)}, ${assigned(job)}, ${ending(job)}, ${beginning}`;

export const moveWorkers: Move = {
  async findConflicts(tx, job): Promise<MoveConflict[]> {
    const { rows } = await tx.query<MoveConflict>(sql`
      with ${staged(job)}
      select s.row_number as row, 'grids' as field, w.code as value, 'no grid in force has this code' as reason
      from staged s
      cross join lateral jsonb_array_elements_text(s.grids) as w (code)
      where not exists (
        select 1 from grid_version g where g.region_id = ${job.regionId} and g.code = w.code and g.to_version is null)
      union all
      select s.row_number, 'number', s.number::text, 'another row of the file has this number'
      from staged s
      where exists (select 1 from staged o where o.number = s.number and o.row_number < s.row_number)
      union all
      select s.row_number, 'number', s.number::text, 'worker ' || w.reference || ' of ' || w.source || ' has this number'
      from staged s
      join worker w on w.region_id = ${job.regionId} and w.number = s.number
        and (w.source, w.reference) <> (${job.source}, s.reference)
      order by 1`);
    return rows;
  },

  async count(tx, job): Promise<MoveCounts> {
    const { rows } = await tx.query<Omit<MoveCounts, 'keptByHand'>>(sql`
      with ${all(job)},
      compared as (
        select w.worker_id is not null as is_stored,
          coalesce(s.number, w.number) is distinct from w.number
            or w.ended_at is not null
            or (p.name, p.phone) is distinct from (s.name, s.phone)
            or exists (select 1 from ending e where e.reference = s.reference)
            or exists (select 1 from beginning b where b.reference = s.reference) as differs
        from staged s
        left join worker w
          on w.region_id = ${job.regionId} and w.source = ${job.source} and w.reference = s.reference
        left join worker_personal p on p.region_id = ${job.regionId} and p.worker_id = w.worker_id
      )
      select
        (count(*) filter (where not is_stored))::int as added,
        (count(*) filter (where is_stored and differs))::int as changed,
        (count(*) filter (where is_stored and not differs))::int as unchanged,
        (select count(distinct e.reference) from ending e
          where not exists (select 1 from staged s where s.reference = e.reference))::int as closed
      from compared`);
    return { ...rows[0]!, keptByHand: [] };
  },

  async apply(tx, job, moment): Promise<void> {
    await writeWorkers(tx, job, moment);
    await tx.query(sql`
      with ${all(job)}
      update grid_worker a set valid_to = ${moment.now}::timestamptz
      from ending e
      where a.region_id = ${job.regionId} and a.worker_id = e.worker_id and a.grid_id = e.grid_id
        and a.valid_from = e.valid_from and a.valid_from < ${moment.now}::timestamptz`);
    // what was to begin later, and now will not
    await tx.query(sql`
      with ${all(job)}
      delete from grid_worker a using ending e
      where a.region_id = ${job.regionId} and a.worker_id = e.worker_id and a.grid_id = e.grid_id
        and a.valid_from = e.valid_from and a.valid_to = 'infinity'`);
    await beginAssignments(tx, job, moment);
  },
};

async function writeWorkers(tx: Queryable, job: ImportJob, { sequence }: MoveMoment): Promise<void> {
  // first, while the old values still differ; one who ended comes back
  await tx.query(sql`
    with ${staged(job)},
    touched as (
      select w.worker_id, coalesce(s.number, w.number) as number
      from staged s
      join worker w on w.region_id = ${job.regionId} and w.source = ${job.source} and w.reference = s.reference
      left join worker_personal p on p.region_id = ${job.regionId} and p.worker_id = w.worker_id
      where coalesce(s.number, w.number) <> w.number or w.ended_at is not null
        or (p.name, p.phone) is distinct from (s.name, s.phone)
    )
    update worker w set number = t.number, ended_at = null, change_sequence = ${sequence}
    from touched t
    where w.region_id = ${job.regionId} and w.worker_id = t.worker_id`);
  // unnumbered workers go behind every number there is, in the file or stored
  await tx.query(sql`
    with ${staged(job)},
    highest as (
      select coalesce(max(number), 0) as number
      from (select number from worker where region_id = ${job.regionId} union all select number from staged) as n
    )
    insert into worker (region_id, number, source, reference, change_sequence)
    select ${job.regionId}::int,
      coalesce(s.number, highest.number + row_number() over (partition by s.number is null order by s.row_number)),
      ${job.source}::text, s.reference, ${sequence}::bigint
    from staged s, highest
    where not exists (
      select 1 from worker w
      where w.region_id = ${job.regionId} and w.source = ${job.source} and w.reference = s.reference)`);
  await tx.query(sql`
    with ${staged(job)}
    insert into worker_personal (region_id, worker_id, name, phone)
    select ${job.regionId}::int, w.worker_id, s.name, s.phone
    from staged s
    join worker w on w.region_id = ${job.regionId} and w.source = ${job.source} and w.reference = s.reference
    left join worker_personal p on p.region_id = ${job.regionId} and p.worker_id = w.worker_id
    where (p.name, p.phone) is distinct from (s.name, s.phone)
    on conflict (region_id, worker_id) do update set name = excluded.name, phone = excluded.phone`);
}

/** From the stated instant, but not from within an assignment of the past. */
async function beginAssignments(tx: Queryable, job: ImportJob, { now }: MoveMoment): Promise<void> {
  await tx.query(sql`
    with ${all(job)}
    insert into grid_worker (region_id, grid_id, worker_id, valid_from)
    select ${job.regionId}::int, b.grid_id, w.worker_id,
      greatest(coalesce(b.since, ${now}::timestamptz), (
        select max(a.valid_to) from grid_worker a
        where a.region_id = ${job.regionId} and a.worker_id = w.worker_id and a.grid_id = b.grid_id))
    from beginning b
    join worker w on w.region_id = ${job.regionId} and w.source = ${job.source} and w.reference = b.reference`);
}
