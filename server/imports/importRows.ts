// Rows staged in short batches, judged as a whole, moved in one transaction: every kind but grids.
import sql, { raw, type Sql } from 'sql-template-tag';
import { appendChange } from '../changes/queries.ts';
import type { Database, Queryable } from '../database.ts';
import { limits } from '../limits.ts';
import { type GridFinder, gridFinder, readBoundaries } from '../publication/boundaries.ts';
import type { RegisteredRegion } from '../regions/registry.ts';
import { FaultList, ImportRefused, LISTED_FAULTS, refuseFaults } from './faults.ts';
import { type ImportKind, kindDefinitions } from './kinds.ts';
import { moveOfKind } from './moves/index.ts';
import type { Move, MoveCounts } from './moves/move.ts';
import { parsedRecords } from './parsedRecords.ts';
import type { ParsedRecord } from './parseRecord.ts';
import type { ImportRequest, ImportResult } from './request.ts';
import { PointSample } from './shift.ts';
import { endJob, findDuplicates, type ImportJob, locateStaged, stage } from './staging.ts';

/** A job whose rows are staged and moved. */
export type MoveJob = ImportJob & { kind: Exclude<ImportKind, 'grids'> };

export async function importRows(
  database: Database,
  region: RegisteredRegion,
  job: MoveJob,
  request: ImportRequest,
): Promise<ImportResult> {
  const faults = new FaultList();
  const sample = new PointSample();
  const isPoints = kindDefinitions[job.kind].shapes.includes('point');
  const finder = isPoints ? await currentFinder(database, region.regionId) : undefined;
  let rows = 0;
  // the next batch is parsed while the database takes this one
  let staging = Promise.resolve();
  try {
    for await (const batch of batches(parsedRecords(region, request, faults))) {
      await staging;
      staging = stage(database, job, batch, finder);
      // a failure is thrown where it is awaited
      staging.catch(() => {});
      rows += batch.length;
      for (const { geometry } of batch) if (geometry?.shape === 'point') sample.add(geometry.x, geometry.y);
    }
  } finally {
    // also when reading fails: rows that arrive after the job has ended would stay for ever
    await staging;
  }
  request.onProgress?.({ phase: 'checking', rows });
  await addDuplicates(database, job, faults);
  refuseFaults(faults);
  if (finder && finder.version > 0 && !request.acceptOutside) {
    const verdict = sample.judge(finder, request.crs ?? 'wgs84');
    if (verdict) throw new ImportRefused(verdict.reason, [], 0, verdict.hint);
  }
  // there may be no autovacuum: without it the planner takes a full staging table for an empty one
  await database.query(sql`analyze import_row`);
  request.onProgress?.({ phase: 'writing', rows });
  return moveAll(database, job, request, rows, finder);
}

/** Points of a region without grids are stored unassigned; the first publication finds them. */
async function currentFinder(db: Queryable, regionId: number): Promise<GridFinder> {
  return gridFinder(await readBoundaries(db, regionId));
}

async function moveAll(
  database: Database,
  job: MoveJob,
  request: ImportRequest,
  rows: number,
  finder: GridFinder | undefined,
): Promise<ImportResult> {
  const begun = performance.now();
  const result = await database.transaction(
    async (tx) => {
      const moved = await moveRows(tx, job, request, rows, finder);
      const result: ImportResult = { kind: job.kind, rows, moveMs: 0, ...moved };
      await endJob(tx, job, 'done', rows, reportOf(result));
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
  request: ImportRequest,
  rows: number,
  finder: GridFinder | undefined,
): Promise<MoveCounts & Pick<ImportResult, 'changeSequence' | 'unassigned'>> {
  const move = moveOfKind(job.kind);
  const { now, version } = await lockRegion(tx, job.regionId);
  if (finder && finder.version !== version) {
    await locateStaged(tx, job, await currentFinder(tx, job.regionId));
  }
  await refuseConflicts(tx, job, move);
  const staged = await countStaged(tx, job);
  if (staged.rows !== rows) {
    throw new ImportRefused(
      'The database was restarted while the file was read; nothing was stored. Import it again',
    );
  }
  const isFirst = (await move.firstLoad?.isFirst(tx, job)) ?? false;
  const counts = isFirst ? allNew(rows) : await move.count(tx, job);
  const unassigned = finder ? staged.unassigned : 0;
  if (counts.added + counts.changed + counts.closed === 0) {
    return { ...counts, unassigned, changeSequence: undefined };
  }
  const sequence = await appendChange(tx, job.regionId, 'import', request.actor ?? 'command line', {
    ...counts,
    kind: job.kind,
    source: job.source,
    keptByHand: counts.keptByHand.length,
  });
  await (isFirst ? move.firstLoad! : move).apply(tx, job, { sequence, now });
  return { ...counts, unassigned, changeSequence: sequence };
}

async function lockRegion(tx: Queryable, regionId: number): Promise<{ now: string; version: number }> {
  const { rows } = await tx.query<{ now: string; version: number }>(sql`
    select clock_timestamp() as now, boundary_version as version
    from region_state where region_id = ${regionId} for update`);
  return rows[0]!;
}

async function refuseConflicts(tx: Queryable, job: ImportJob, move: Move): Promise<void> {
  const faults = new FaultList();
  for (const { row, field, value, reason } of (await move.findConflicts?.(tx, job)) ?? []) {
    faults.add(row, field, value, reason);
  }
  refuseFaults(faults);
}

function allNew(rows: number): MoveCounts {
  return { added: rows, changed: 0, closed: 0, unchanged: 0, keptByHand: [] };
}

async function addDuplicates(database: Database, job: ImportJob, faults: FaultList): Promise<void> {
  const { key } = kindDefinitions[job.kind];
  const { duplicates, total } = await findDuplicates(database, job, LISTED_FAULTS);
  for (const { row, reference, firstRow } of duplicates)
    faults.add(row, key, reference, `row ${firstRow} has the same ${key}`);
  faults.total += total - duplicates.length;
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

async function* batches(records: AsyncIterable<ParsedRecord>): AsyncGenerator<ParsedRecord[]> {
  let batch: ParsedRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < limits.batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What a job's row keeps of its result. */
export function reportOf({
  added,
  changed,
  closed,
  unchanged,
  keptByHand,
  unassigned,
}: ImportResult): Record<string, unknown> {
  return { added, changed, closed, unchanged, keptByHand, unassigned };
}
