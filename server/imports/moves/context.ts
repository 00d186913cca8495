// Blocks, roads and water: today's map, without history. Changed rows are overwritten where they are.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { ImportJob } from '../job.ts';
import type { Move, MoveCounts } from './move.ts';

export const moveBlocks = moveContext('block');
export const moveRoads = moveContext('road');
export const moveWater = moveContext('water');

function moveContext(name: 'block' | 'road' | 'water'): Move {
  const table = raw(name);
  const columns = ['kind', 'name', 'name_en'];
  const differs = sql`(t.geom, t.kind, t.name, t.name_en) is distinct from (s.geom, s.kind, s.name, s.name_en)`;
  const staged = (job: ImportJob): Sql => sql`
    staged as (
      select r.reference, r.geom, f.*
      from import_row r, jsonb_to_record(r.fields) as f (kind text, name text, name_en text)
      where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId}
    )`;
  const storedOf = (job: ImportJob): Sql => sql`t.region_id = ${job.regionId} and t.source = ${job.source}`;
  const isAbsent = (job: ImportJob): Sql => sql`
    not exists (
      select 1 from import_row r
      where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId} and r.reference = t.reference)`;

  return {
    async count(tx, job): Promise<MoveCounts> {
      const { rows } = await tx.query<Omit<MoveCounts, 'keptByHand'>>(sql`
        with ${staged(job)}
        select
          (count(*) filter (where t.reference is null))::int as added,
          (count(*) filter (where t.reference is not null and ${differs}))::int as changed,
          (count(*) filter (where t.reference is not null and not (${differs})))::int as unchanged,
          (select count(*) from ${table} t
            where ${job.mode === 'replace'} and ${storedOf(job)} and ${isAbsent(job)})::int as closed
        from staged s
        left join ${table} t on ${storedOf(job)} and t.reference = s.reference`);
      return { ...rows[0]!, keptByHand: [] };
    },

    async apply(tx, job): Promise<void> {
      if (job.mode === 'replace') {
        await tx.query(sql`delete from ${table} t where ${storedOf(job)} and ${isAbsent(job)}`);
      }
      const updates = join(columns.map((column) => sql`${raw(column)} = excluded.${raw(column)}`));
      await tx.query(sql`
        with ${staged(job)}
        insert into ${table} as t (region_id, source, reference, kind, name, name_en, geom)
        select ${job.regionId}::int, ${job.source}::text, s.reference, s.kind, s.name, s.name_en, s.geom
        from staged s
        on conflict (region_id, source, reference) do update set geom = excluded.geom, ${updates}
        where (t.geom, t.kind, t.name, t.name_en)
          is distinct from (excluded.geom, excluded.kind, excluded.name, excluded.name_en)`);
    },
  };
}
