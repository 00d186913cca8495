// Jobs as those who watch them see them.
import sql from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { ImportMode } from './job.ts';
import type { ImportKind } from './kinds.ts';
import type { RefusalReport, ResultReport } from './reports.ts';

export interface StoredJob {
  jobId: string;
  kind: ImportKind;
  source: string;
  fileName: string;
  mode: ImportMode;
  isDryRun: boolean;
  state: 'queued' | 'staging' | 'refused' | 'done' | 'cancelled';
  phase: 'reading' | 'checking' | 'writing' | null;
  cancelRequested: boolean;
  startedAt: string;
  finishedAt: string | null;
  rowsRead: number;
  bytesRead: string;
  bytesTotal: string | null;
  rows: number | null;
  /** Of a job that has ended; jobs of older versions lack some of it. */
  report: Partial<ResultReport & RefusalReport>;
}

const columns = sql`
  import_job_id as "jobId", kind, source, file_name as "fileName", mode, is_dry_run as "isDryRun", state, phase,
  cancel_requested as "cancelRequested", started_at as "startedAt", finished_at as "finishedAt",
  rows_read as "rowsRead", bytes_read as "bytesRead", bytes_total as "bytesTotal", row_count as rows,
  case when finished_at is null then '{}'::jsonb else report end as report`;

/** Newest first. */
export async function listJobs(
  db: Queryable,
  scope: Scope,
  regionId: number,
  limit: number,
): Promise<StoredJob[]> {
  const { rows } = await db.query<StoredJob>(sql`
    select ${columns}
    from import_job
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}
    order by started_at desc, import_job_id
    limit ${limit}`);
  return rows;
}

export async function findJob(
  db: Queryable,
  scope: Scope,
  regionId: number,
  jobId: string,
): Promise<StoredJob | undefined> {
  const { rows } = await db.query<StoredJob>(sql`
    select ${columns}
    from import_job
    where region_id = ${regionId} and import_job_id = ${jobId} ${scopeFilter(scope, sql`region_id`)}`);
  return rows[0];
}

/** One that waits is cancelled at once, one that runs at its next batch. @returns false when it is too late for both */
export async function requestCancel(
  db: Queryable,
  scope: Scope,
  regionId: number,
  jobId: string,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update import_job
    set cancel_requested = true,
      state = case when state = 'queued' then 'cancelled' else state end,
      finished_at = case when state = 'queued' then now() end,
      report = case when state = 'queued' then '{"reason": "The import was cancelled; nothing was stored"}' else report end
    where region_id = ${regionId} and import_job_id = ${jobId} ${scopeFilter(scope, sql`region_id`)}
      and (state = 'queued' or (state = 'staging' and phase is distinct from 'writing'))`);
  return rowCount > 0;
}
