// An import from its records to its rows: all of them, or none. Its job says who runs it and how it ended.
import { randomUUID } from 'node:crypto';
import type { Database } from '../database.ts';
import { type RegisteredRegion, requireRegion } from '../regions/registry.ts';
import { FaultList, ImportRefused, refuseFaults } from './faults.ts';
import { importGrids } from './importGrids.ts';
import { importRows, type MoveJob, reportOf } from './importRows.ts';
import { parsedRecords } from './parsedRecords.ts';
import type { ParsedRecord } from './parseRecord.ts';
import type { ImportRequest, ImportResult } from './request.ts';
import { beginJob, endDeadJobs, endJob, type ImportJob } from './staging.ts';

/**
 * Imports the records of one file: all of them, or none.
 *
 * @throws ImportRefused with every fault; CoverageRefused, PublicationRefused for grids
 */
export async function importRecords(database: Database, request: ImportRequest): Promise<ImportResult> {
  const region = await requireRegion(database, request.regionCode);
  await endDeadJobs(database, region.regionId);
  const job: ImportJob = {
    regionId: region.regionId,
    jobId: randomUUID(),
    kind: request.kind,
    source: request.source,
    mode: request.mode ?? 'upsert',
  };
  if (job.kind === 'areas' && job.mode === 'replace') {
    throw new ImportRefused('Areas cannot be replaced: an area ends when it has no grids any more');
  }
  await beginJob(database, job, request.fileName);
  try {
    if (isMoved(job)) return await importRows(database, region, job, request);
    const result = await importGrids(database, region, request, parse(region, request));
    await endJob(database, job, 'done', result.rows, reportOf(result));
    return result;
  } catch (error) {
    await endJob(database, job, 'refused', null, refusalOf(error)).catch(() => {
      // a database that has gone is reported by the error itself; the next import ends the job
    });
    throw error;
  }
}

/** The records that parse, in order; what is wrong with the others is thrown at the end. */
async function* parse(region: RegisteredRegion, request: ImportRequest): AsyncGenerator<ParsedRecord> {
  const faults = new FaultList();
  yield* parsedRecords(region, request, faults);
  refuseFaults(faults);
}

function isMoved(job: ImportJob): job is MoveJob {
  return job.kind !== 'grids';
}

/** Rows, fields and reasons; values stay out, because they may be personal. */
function refusalOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof ImportRefused))
    return { reason: error instanceof Error ? error.message : String(error) };
  return {
    reason: error.message,
    total: error.total,
    faults: error.faults.map(({ row, field, reason }) => ({ row, field, reason })),
  };
}
