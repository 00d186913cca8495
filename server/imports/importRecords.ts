// An import from its records to its rows: all of them, or none. Its job says who runs it and how it ended.
import { randomUUID } from 'node:crypto';
import type { Database } from '../database.ts';
import { type RegisteredRegion, requireRegion } from '../regions/registry.ts';
import { FaultList, ImportCancelled, ImportRefused, refuseFaults } from './faults.ts';
import { importGrids } from './importGrids.ts';
import { importRows, type MoveJob } from './importRows.ts';
import type { ImportJob } from './job.ts';
import { JobProgress } from './jobProgress.ts';
import { parsedRecords } from './parsedRecords.ts';
import type { ParsedRecord } from './parseRecord.ts';
import { Rejects } from './rejects.ts';
import { refusalReport, resultReport } from './reports.ts';
import type { ImportRequest, ImportResult } from './request.ts';
import { beginJob, endDeadJobs, endJob, endOpenJob, startQueuedJob } from './staging.ts';

/**
 * Imports the records of one file: all of them, or none.
 *
 */
export async function importRecords(database: Database, request: ImportRequest): Promise<ImportResult> {
  const region = await requireRegion(database, request.regionCode);
  await endDeadJobs(database, region.regionId);
  const job: ImportJob = {
    regionId: region.regionId,
    jobId: request.jobId ?? randomUUID(),
    kind: request.kind,
    source: request.source,
    mode: request.mode ?? 'upsert',
  };
  if (request.jobId === undefined) {
    refuseContradictions(request);
    await beginJob(database, job, request.fileName, request.isDryRun ?? false);
  } else {
    await startQueuedJob(database, job);
  }
  try {
    refuseContradictions(request);
    return await importInto(database, region, job, request);
  } catch (error) {
    const state = error instanceof ImportCancelled ? 'cancelled' : 'refused';
    // one whose rows were stored stays done, although the answer to the commit was lost
    await endOpenJob(database, job, state, refusalReport(error, request)).catch(() => {
      // a database that has gone is reported by the error itself; the next import ends the job
    });
    throw error;
  }
}

/** @throws ImportRefused for what cannot be asked for together */
export function refuseContradictions({
  kind,
  mode,
  skipInvalid,
}: Pick<ImportRequest, 'kind' | 'mode' | 'skipInvalid'>): void {
  if (kind === 'areas' && mode === 'replace') {
    throw new ImportRefused('Areas cannot be replaced: an area ends when it has no grids any more');
  }
  if (!skipInvalid) return;
  if (kind === 'grids') {
    throw new ImportRefused('Grids are a whole: one that is left out leaves a gap. Correct the file instead');
  }
  if (mode === 'replace') {
    throw new ImportRefused(
      'In mode replace no row can be left out: what is stored of it would end. Use mode upsert',
    );
  }
}

async function importInto(
  database: Database,
  region: RegisteredRegion,
  job: ImportJob,
  request: ImportRequest,
): Promise<ImportResult> {
  const progress = new JobProgress(database, job, request);
  if (isMoved(job)) return importRows(database, region, job, request, progress);
  const records = parse(region, request, progress);
  const result = await importGrids(database, region, request, records, progress);
  await endJob(database, job, 'done', result.rows, resultReport(result));
  return result;
}

/** The records that parse, in order; what is wrong with the others is thrown at the end. */
async function* parse(
  region: RegisteredRegion,
  request: ImportRequest,
  progress: JobProgress,
): AsyncGenerator<ParsedRecord> {
  const faults = new FaultList();
  yield* parsedRecords(region, request, faults, new Rejects(request), progress);
  refuseFaults(faults);
}

function isMoved(job: ImportJob): job is MoveJob {
  return job.kind !== 'grids';
}
