// Where an import's rows wait, validated and located, until one transaction moves them all.
import { hostname } from 'node:os';
import sql from 'sql-template-tag';
import { toDegrees } from '../../core/coordinates.ts';
import type { Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import { processStart } from '../processStart.ts';
import type { GridFinder, PointGrids } from '../publication/boundaries.ts';
import { toGeoJson } from '../publication/geometry.ts';
import { inBatches } from '../publication/rows.ts';
import { ImportCancelled } from './faults.ts';
import type { ValidGeometry } from './geometry.ts';
import type { ImportJob } from './job.ts';
import type { ParsedRecord } from './parseRecord.ts';
import type { RefusalReport, ResultReport } from './reports.ts';

/** The process that runs a job, kept in its report until it ends. */
interface JobOwner {
  host: string;
  pid: number;
  processStart: string;
}

export async function beginJob(
  db: Queryable,
  job: ImportJob,
  fileName: string,
  isDryRun: boolean,
  state: 'queued' | 'staging' = 'staging',
): Promise<void> {
  const owner: JobOwner = {
    host: hostname(),
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
  };
  await db.query(sql`
    insert into import_job (region_id, import_job_id, kind, source, file_name, mode, is_dry_run, state, report)
    values (${job.regionId}, ${job.jobId}, ${job.kind}, ${job.source}, ${fileName}, ${job.mode}, ${isDryRun}, ${state},
      ${JSON.stringify(owner)}::jsonb)`);
}

/** @throws ImportCancelled when that was asked for while it waited */
export async function startQueuedJob(db: Queryable, job: ImportJob): Promise<void> {
  const { rowCount } = await db.query(sql`
    update import_job set state = 'staging', started_at = now()
    where region_id = ${job.regionId} and import_job_id = ${job.jobId} and state = 'queued' and not cancel_requested`);
  if (rowCount === 0) throw new ImportCancelled();
}

/** Marks the end and removes the staging rows. `report` never holds values of personal fields. */
export async function endJob(
  db: Queryable,
  job: Pick<ImportJob, 'regionId' | 'jobId'>,
  state: 'refused' | 'done' | 'cancelled',
  rowCount: number | null,
  report: ResultReport | RefusalReport,
): Promise<void> {
  await removeStaging(db, job);
  await db.query(sql`
    update import_job
    set state = ${state}, finished_at = now(), row_count = ${rowCount}, report = ${JSON.stringify(report)}::jsonb
    where region_id = ${job.regionId} and import_job_id = ${job.jobId}`);
}

/** The same for a job that may have ended already: then nothing happens. */
export async function endOpenJob(
  db: Queryable,
  job: Pick<ImportJob, 'regionId' | 'jobId'>,
  state: 'refused' | 'cancelled',
  report: RefusalReport,
): Promise<void> {
  await removeStaging(db, job);
  await db.query(sql`
    update import_job
    set state = ${state}, finished_at = now(), report = ${JSON.stringify(report)}::jsonb
    where region_id = ${job.regionId} and import_job_id = ${job.jobId} and state in ('queued', 'staging')`);
}

/** Ends the jobs whose process died: on this machine when it no longer runs, elsewhere after a day. */
export async function endDeadJobs(db: Queryable, regionId: number): Promise<void> {
  const { rows } = await db.query<{ jobId: string; owner: JobOwner; isOld: boolean }>(sql`
    select import_job_id as "jobId", report as owner, started_at < now() - interval '1 day' as "isOld"
    from import_job
    where region_id = ${regionId} and state in ('queued', 'staging')`);
  for (const { jobId, owner, isOld } of rows) {
    const isDead = isOld || (owner.host === hostname() && processStart(owner.pid) !== owner.processStart);
    // it may have ended by itself since it was read
    if (isDead) await endOpenJob(db, { regionId, jobId }, 'refused', { reason: 'interrupted', notes: [] });
  }
}

export async function stage(
  db: Queryable,
  job: ImportJob,
  records: readonly ParsedRecord[],
  finder: GridFinder | undefined,
): Promise<void> {
  for (const batch of inBatches(records, limits.batchRows)) {
    const grids = batch.map(({ geometry }) => gridsOf(geometry, finder));
    const shapes = batch.map(({ geometry }) => shapeText(geometry));
    const points = batch.map(({ geometry }) => (geometry?.shape === 'point' ? geometry : undefined));
    await db.query(sql`
      insert into import_row (region_id, import_job_id, row_number, reference, geom, fields, base_grid_id,
        dedicated_grid_id)
      select ${job.regionId}::int, ${job.jobId}::uuid, r.number, r.reference,
        coalesce(st_setsrid(st_makepoint(r.x / 1e7::float8, r.y / 1e7::float8), 4326), st_geomfromgeojson(r.shape)),
        r.fields, r.base, r.dedicated
      from unnest(
        ${batch.map((record) => record.row)}::int[], ${batch.map((record) => record.reference)}::text[],
        ${points.map((point) => point?.x ?? null)}::int[], ${points.map((point) => point?.y ?? null)}::int[],
        ${shapes}::text[], ${batch.map((record) => JSON.stringify(record.fields))}::jsonb[],
        ${grids.map((pair) => pair.base)}::bigint[], ${grids.map((pair) => pair.dedicated)}::bigint[])
        as r (number, reference, x, y, shape, fields, base, dedicated)`);
  }
}

/** Locates the staged points again, by boundaries that came into force since. */
export async function locateStaged(tx: Queryable, job: ImportJob, finder: GridFinder): Promise<void> {
  for (let after = -1; ; ) {
    const { rows } = await tx.query<{ row: number; x: number; y: number }>(sql`
      select row_number as row, round(st_x(geom) * 1e7)::int as x, round(st_y(geom) * 1e7)::int as y
      from import_row
      where region_id = ${job.regionId} and import_job_id = ${job.jobId} and row_number > ${after}
      order by row_number
      limit ${limits.batchRows}`);
    if (rows.length === 0) return;
    after = rows.at(-1)!.row;
    const grids = rows.map(({ x, y }) => finder.find(x, y));
    await tx.query(sql`
      update import_row r set base_grid_id = g.base, dedicated_grid_id = g.dedicated
      from unnest(
        ${rows.map((row) => row.row)}::int[], ${grids.map((pair) => pair.base)}::bigint[],
        ${grids.map((pair) => pair.dedicated)}::bigint[]) as g (row, base, dedicated)
      where r.region_id = ${job.regionId} and r.import_job_id = ${job.jobId} and r.row_number = g.row`);
  }
}

/** A row whose reference an earlier row has already. */
export interface Duplicate {
  row: number;
  reference: string;
  firstRow: number;
}

/** The first `most` of them in order, and how many there are. */
export async function findDuplicates(
  db: Queryable,
  job: ImportJob,
  most: number,
): Promise<{ duplicates: Duplicate[]; total: number }> {
  const { rows } = await db.query<Duplicate & { total: number }>(sql`
    select row_number as row, reference, first_row as "firstRow", (count(*) over ())::int as total
    from (
      select row_number, reference, min(row_number) over (partition by reference) as first_row
      from import_row
      where region_id = ${job.regionId} and import_job_id = ${job.jobId}) as numbered
    where row_number > first_row
    order by row_number
    limit ${most}`);
  return { duplicates: rows, total: rows[0]?.total ?? 0 };
}

/** Takes rows out of the staging again. */
export async function removeStaged(db: Queryable, job: ImportJob, rows: readonly number[]): Promise<void> {
  await db.query(sql`
    delete from import_row
    where region_id = ${job.regionId} and import_job_id = ${job.jobId} and row_number = any(${rows}::int[])`);
}

async function removeStaging(db: Queryable, job: Pick<ImportJob, 'regionId' | 'jobId'>): Promise<void> {
  await db.query(sql`
    delete from import_row where region_id = ${job.regionId} and import_job_id = ${job.jobId}`);
}

function gridsOf(geometry: ValidGeometry | null, finder: GridFinder | undefined): PointGrids {
  if (geometry?.shape !== 'point' || !finder) return { base: null, dedicated: null };
  return finder.find(geometry.x, geometry.y);
}

/** GeoJSON of our own making, for what is not a point. */
function shapeText(geometry: ValidGeometry | null): string | null {
  if (geometry?.shape === 'polygon') return toGeoJson(geometry.polygons);
  if (geometry?.shape === 'line') return linesText(geometry.lines);
  return null;
}

function linesText(lines: readonly Int32Array[]): string {
  const texts = lines.map((line) => {
    const positions: string[] = [];
    for (let i = 0; i < line.length; i += 2)
      positions.push(`[${toDegrees(line[i]!)},${toDegrees(line[i + 1]!)}]`);
    return `[${positions.join(',')}]`;
  });
  return `{"type":"MultiLineString","coordinates":[${texts.join(',')}]}`;
}
