// Rows staged in short batches, judged as a whole, moved in one transaction: every kind but grids.
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { appendChange } from '../changes/queries.ts';
import type { Database, Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import { type GridFinder, gridFinder, readBoundaries } from '../publication/boundaries.ts';
import type { RegisteredRegion } from '../regions/registry.ts';
import { FaultList, ImportRefused, LISTED_FAULTS, refuseFaults } from './faults.ts';
import type { ImportJob } from './job.ts';
import type { JobProgress } from './jobProgress.ts';
import { type ImportKind, kindDefinitions } from './kinds.ts';
import { moveOfKind } from './moves/index.ts';
import type { Move, MoveCounts } from './moves/move.ts';
import { parsedRecords } from './parsedRecords.ts';
import type { ParsedRecord } from './parseRecord.ts';
import { Rejects } from './rejects.ts';
import { resultReport } from './reports.ts';
import type { ImportRequest, ImportResult } from './request.ts';
import { PointSample } from './shift.ts';
import { endJob, findDuplicates, locateStaged, removeStaged, stage } from './staging.ts';

/** A job whose rows are staged and moved. */
export type MoveJob = ImportJob & { kind: Exclude<ImportKind, 'grids'> };

export async function importRows(
  database: Database,
  region: RegisteredRegion,
  job: MoveJob,
  request: ImportRequest,
  progress: JobProgress,
): Promise<ImportResult> {
  const isPoints = kindDefinitions[job.kind].shapes.includes('point');
  const input: MoveInput = {
    request,
    faults: new FaultList(),
    rejects: new Rejects(request),
    finder: isPoints ? await currentFinder(database, region.regionId) : undefined,
    rows: 0,
  };
  const sample = await stageAll(database, region, job, input, progress);
  await progress.checking(input.rows);
  await removeDuplicates(database, job, input);
  if (!input.rejects.isAllowed) refuseFaults(input.faults);
  else if (input.rows === 0 && input.rejects.rows > 0) {
    throw new ImportRefused('No row of the file can be used', input.faults.inOrder(), input.faults.total);
  }
  refuseShifted(sample, input);
  // there may be no autovacuum: without it the planner takes a full staging table for an empty one
  await database.query(sql`analyze import_row`);
  if (!request.isDryRun) await progress.writing(input.rows);
  const result = await moveAll(database, job, input);
  await input.rejects.tellLate();
  return result;
}

/** What the staged rows are moved with. */
interface MoveInput {
  request: ImportRequest;
  faults: FaultList;
  rejects: Rejects;
  finder: GridFinder | undefined;
  /** Staged. */
  rows: number;
}

async function stageAll(
  database: Database,
  region: RegisteredRegion,
  job: MoveJob,
  input: MoveInput,
  progress: JobProgress,
): Promise<PointSample> {
  const { request, faults, rejects, finder } = input;
  const sample = new PointSample();
  // the next batch is parsed while the database takes this one
  let staging = Promise.resolve();
  try {
    for await (const batch of batches(parsedRecords(region, request, faults, rejects, progress))) {
      await staging;
      staging = stage(database, job, batch, finder);
      // a failure is thrown where it is awaited
      staging.catch(() => {});
      input.rows += batch.length;
      for (const { geometry } of batch) if (geometry?.shape === 'point') sample.add(geometry.x, geometry.y);
    }
  } finally {
    // also when reading fails: rows that arrive after the job has ended would stay for ever
    await staging;
  }
  return sample;
}

function refuseShifted(sample: PointSample, { request, finder }: MoveInput): void {
  if (!finder || finder.version === 0 || request.acceptOutside) return;
  const verdict = sample.judge(finder, request.crs ?? 'wgs84');
  if (verdict) throw new ImportRefused(verdict.reason, [], 0, verdict.hint);
}

/** Points of a region without grids are stored unassigned; the first publication finds them. */
async function currentFinder(db: Queryable, regionId: number): Promise<GridFinder> {
  return gridFinder(await readBoundaries(db, regionId));
}

async function moveAll(database: Database, job: MoveJob, input: MoveInput): Promise<ImportResult> {
  const { request, rejects } = input;
  const isDryRun = request.isDryRun ?? false;
  const begun = performance.now();
  const result = await database.transaction(
    async (tx) => {
      // a retry of the transaction begins with the rows and the faults of the staging
      const faults = input.faults.copy();
      const moved = await moveRows(tx, job, { ...input, faults });
      const result: ImportResult = {
        kind: job.kind,
        skipped: rejects.rows,
        faults: faults.inOrder(),
        faultTotal: faults.total,
        isDryRun,
        notes: request.notes ?? [],
        moveMs: 0,
        ...moved,
      };
      await endJob(tx, job, 'done', result.rows, resultReport(result));
      return result;
    },
    { statementMs: 0 },
  );
  const moveMs = performance.now() - begun;
  // so that the next query is planned for a table of this size
  if (result.changeSequence !== undefined) await database.query(sql`analyze ${tableOfKind[job.kind]}`);
  return { ...result, moveMs };
}

async function moveRows(
  tx: Queryable,
  job: MoveJob,
  input: MoveInput,
): Promise<MoveCounts & Pick<ImportResult, 'rows' | 'changeSequence' | 'unassigned'>> {
  const { request, finder } = input;
  const move = moveOfKind(job.kind);
  const { now, version } = await readRegion(tx, job.regionId, request.isDryRun ? empty : sql`for update`);
  if (finder && finder.version !== version) {
    await locateStaged(tx, job, await currentFinder(tx, job.regionId));
  }
  await removeConflicts(tx, job, move, input);
  const staged = await countStaged(tx, job);
  if (staged.rows !== input.rows) {
    throw new ImportRefused(
      'The database was restarted while the file was read; nothing was stored. Import it again',
    );
  }
  const { rows } = staged;
  const isFirst = (await move.firstLoad?.isFirst(tx, job)) ?? false;
  const counts = isFirst ? allNew(rows) : await move.count(tx, job);
  const unassigned = finder ? staged.unassigned : 0;
  if (request.isDryRun || counts.added + counts.changed + counts.closed === 0) {
    return { ...counts, rows, unassigned, changeSequence: undefined };
  }
  const sequence = await appendChange(tx, job.regionId, 'import', request.actor ?? 'command line', {
    ...counts,
    kind: job.kind,
    source: job.source,
    keptByHand: counts.keptByHand.length,
  });
  await (isFirst ? move.firstLoad! : move).apply(tx, job, { sequence, now });
  return { ...counts, rows, unassigned, changeSequence: sequence };
}

/** A dry run keeps nobody waiting: it takes no lock. */
async function readRegion(
  tx: Queryable,
  regionId: number,
  lock: Sql,
): Promise<{ now: string; version: number }> {
  const { rows } = await tx.query<{ now: string; version: number }>(sql`
    select clock_timestamp() as now, boundary_version as version
    from region_state where region_id = ${regionId} ${lock}`);
  return rows[0]!;
}

/** Rows that contradict what is stored: the file is refused for them, or goes on without them. */
async function removeConflicts(tx: Queryable, job: ImportJob, move: Move, input: MoveInput): Promise<void> {
  for (;;) {
    const conflicts = (await move.findConflicts?.(tx, job)) ?? [];
    if (conflicts.length === 0) return;
    for (const { row, field, value, reason } of conflicts) {
      input.faults.add(row, field, value, reason);
      input.rejects.addLate(row, { field, reason });
    }
    if (!input.rejects.isAllowed) refuseFaults(input.faults);
    const rows = [...new Set(conflicts.map(({ row }) => row))];
    await removeStaged(tx, job, rows);
    // a row may have stood on one that has just gone, as a community does on its street
    input.rows -= rows.length;
  }
}

function allNew(rows: number): MoveCounts {
  return { added: rows, changed: 0, closed: 0, unchanged: 0, keptByHand: [] };
}

/** Each look for them sorts the whole staging. */
const DUPLICATES_AT_ONCE = 50_000;

/** The first row of a reference stays; the others are faults. */
async function removeDuplicates(database: Database, job: ImportJob, input: MoveInput): Promise<void> {
  const { key } = kindDefinitions[job.kind];
  const { faults, rejects } = input;
  const most = rejects.isAllowed ? DUPLICATES_AT_ONCE : LISTED_FAULTS;
  for (;;) {
    const { duplicates, total } = await findDuplicates(database, job, most);
    for (const { row, reference, firstRow } of duplicates) {
      const reason = `row ${firstRow} has the same ${key}`;
      faults.add(row, key, reference, reason);
      rejects.addLate(row, { field: key, reason });
    }
    if (!rejects.isAllowed) faults.total += total - duplicates.length;
    if (!rejects.isAllowed || duplicates.length === 0) return;
    await removeStaged(
      database,
      job,
      duplicates.map(({ row }) => row),
    );
    input.rows -= duplicates.length;
  }
}

async function countStaged(tx: Queryable, job: ImportJob): Promise<{ rows: number; unassigned: number }> {
  const { rows } = await tx.query<{ rows: number; unassigned: number }>(sql`
    select count(*)::int as rows,
      (count(*) filter (where base_grid_id is null and dedicated_grid_id is null))::int as unassigned
    from import_row
    where region_id = ${job.regionId} and import_job_id = ${job.jobId}`);
  return rows[0]!;
}

const tableOfKind: Record<MoveJob['kind'], Sql> = {
  areas: raw('area'),
  households: raw('household'),
  incidents: raw('incident'),
  workers: raw('grid_worker'),
  blocks: raw('block'),
  roads: raw('road'),
  water: raw('water'),
};

/** So many rows, or as many vertices as a single one may have: 2,000 coastlines would not fit into memory. */
async function* batches(records: AsyncIterable<ParsedRecord>): AsyncGenerator<ParsedRecord[]> {
  let batch: ParsedRecord[] = [];
  let vertices = 0;
  for await (const record of records) {
    batch.push(record);
    vertices += verticesOf(record);
    if (batch.length < limits.batchRows && vertices < limits.geometryVertices) continue;
    yield batch;
    batch = [];
    vertices = 0;
  }
  if (batch.length > 0) yield batch;
}

function verticesOf({ geometry }: ParsedRecord): number {
  if (geometry === null || geometry.shape === 'point') return 1;
  const lines = geometry.shape === 'line' ? geometry.lines : geometry.polygons.flat();
  return lines.reduce((sum, line) => sum + line.length / 2, 0);
}
