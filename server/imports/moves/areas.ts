// Names of streets and communities. Their shapes come from the grids; an outline in the file is kept to compare with.
import sql, { type Sql } from 'sql-template-tag';
import { parentsOf, parseCodePattern } from '../../../core/gridCode.ts';
import type { Queryable } from '../../database.ts';
import type { ImportJob } from '../job.ts';
import type { Move, MoveConflict, MoveCounts } from './move.ts';

const staged = (job: ImportJob): Sql => sql`
  staged as (
    select r.row_number, r.reference as code, r.geom, f.kind, f.name, coalesce(f.name_en, f.name) as name_en, f.parent
    from import_row r, jsonb_to_record(r.fields) as f (kind text, name text, name_en text, parent text)
    where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId}
  )`;

const stored = (job: ImportJob): Sql => sql`
  stored as (
    select a.area_id, a.kind, a.code, a.name, a.name_en, parent.code as parent, o.geom
    from area a
    left join area parent on parent.region_id = ${job.regionId} and parent.area_id = a.parent_area_id
    left join official_outline o
      on o.region_id = ${job.regionId} and o.area_id = a.area_id and o.source = ${job.source}
    where a.region_id = ${job.regionId}
  )`;

const outlineDiffers = sql`(s.geom is not null and s.geom is distinct from a.geom)`;

export const moveAreas: Move = {
  async findConflicts(tx, job): Promise<MoveConflict[]> {
    await fillParents(tx, job);
    const { rows } = await tx.query<MoveConflict>(sql`
      with ${staged(job)}, ${stored(job)}
      select s.row_number as row, 'kind' as field, s.kind as value, 'the code is that of a ' || a.kind as reason
      from staged s
      join stored a on a.code = s.code
      where a.kind <> s.kind
      union all
      select s.row_number, 'parent', coalesce(s.parent, ''),
        'the community lies in street ' || a.parent || '; it would take its grids along'
      from staged s
      join stored a on a.code = s.code and a.kind = 'community' and s.kind = 'community'
      where s.parent is distinct from a.parent
      union all
      select s.row_number, 'parent', coalesce(s.parent, ''), 'there is no street with this code'
      from staged s
      where s.kind = 'community'
        and not exists (select 1 from stored a where a.code = s.parent and a.kind = 'street')
        and not exists (select 1 from staged o where o.code = s.parent and o.kind = 'street')
      order by 1`);
    return rows;
  },

  async count(tx, job): Promise<MoveCounts> {
    const { rows } = await tx.query<Omit<MoveCounts, 'keptByHand' | 'closed'>>(sql`
      with ${staged(job)}, ${stored(job)},
      compared as (
        select a.area_id is not null as is_stored,
          (a.name, a.name_en) is distinct from (s.name, s.name_en) or ${outlineDiffers} as differs
        from staged s
        left join stored a on a.code = s.code
      )
      select
        (count(*) filter (where not is_stored))::int as added,
        (count(*) filter (where is_stored and differs))::int as changed,
        (count(*) filter (where is_stored and not differs))::int as unchanged
      from compared`);
    return { ...rows[0]!, closed: 0, keptByHand: [] };
  },

  async apply(tx, job): Promise<void> {
    for (const kind of ['street', 'community']) {
      await tx.query(sql`
        with ${staged(job)}
        insert into area as a (region_id, kind, code, name, name_en, parent_area_id)
        select ${job.regionId}::int, s.kind, s.code, s.name, s.name_en, parent.area_id
        from staged s
        join area parent on parent.region_id = ${job.regionId}
          and case when s.kind = 'street' then parent.kind = 'region' else parent.code = s.parent end
        where s.kind = ${kind}
        on conflict (region_id, code) do update set name = excluded.name, name_en = excluded.name_en
        where (a.name, a.name_en) is distinct from (excluded.name, excluded.name_en)`);
    }
    await tx.query(sql`
      with ${staged(job)}, ${stored(job)}
      insert into official_outline (region_id, area_id, source, geom)
      select ${job.regionId}::int, a.area_id, ${job.source}::text, s.geom
      from staged s
      join stored a on a.code = s.code
      where ${outlineDiffers}
      on conflict (region_id, area_id, source) do update set geom = excluded.geom`);
  },
};

/** A community's street, by the region's code pattern, where the file does not say it. */
async function fillParents(tx: Queryable, job: ImportJob): Promise<void> {
  const { rows } = await tx.query<{ row: number; code: string; pattern: string }>(sql`
    with ${staged(job)}
    select s.row_number as row, s.code, region.code_pattern as pattern
    from staged s
    join region on region.region_id = ${job.regionId}
    where s.kind = 'community' and s.parent is null`);
  if (rows.length === 0) return;
  const pattern = parseCodePattern(rows[0]!.pattern);
  const parents = rows.map(({ code }) => streetByPattern(code, pattern));
  await tx.query(sql`
    update import_row r set fields = jsonb_set(r.fields, '{parent}', to_jsonb(p.street))
    from unnest(${rows.map((row) => row.row)}::int[], ${parents}::text[]) as p (row, street)
    where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId} and r.row_number = p.row
      and p.street is not null`);
}

/** The pattern is of grid codes; a community's code is one without its sequence, so any sequence will do. */
function streetByPattern(community: string, pattern: ReturnType<typeof parseCodePattern>): string | null {
  for (const sequence of ['001', '01', '1', '0001']) {
    const parents = parentsOf(`${community}${sequence}`, pattern);
    if (parents?.community === community) return parents.street;
  }
  return null;
}
