// Imports that were uploaded: one of a region at a time, the others wait. A job outlives the request that brought it, and
// ends with the process: what has not reached its last step by then has stored nothing.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { conflict, ProblemError, UserError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { ImportCancelled } from './faults.ts';
import { type ImportFileRequest, importFile } from './importFile.ts';
import type { ImportJob } from './job.ts';
import { refusalReport } from './reports.ts';
import { beginJob, endDeadJobs, endOpenJob } from './staging.ts';
import { Uploads } from './uploads.ts';

export interface UploadedImport extends Omit<ImportFileRequest, 'jobId' | 'signal' | 'onProgress'> {
  regionId: number;
  fileName: string;
}

export class ImportJobs {
  readonly uploads: Uploads;
  readonly #database: Database;
  readonly #snapshots: Snapshots;
  readonly #log: FastifyBaseLogger;
  /** The last job of each region that has any; the next one waits for it. */
  readonly #last = new Map<number, Promise<void>>();
  readonly #open = new Map<string, { regionId: number; abort: AbortController }>();
  #isClosed = false;

  constructor(database: Database, snapshots: Snapshots, uploadFolder: string, log: FastifyBaseLogger) {
    this.#database = database;
    this.#snapshots = snapshots;
    this.#log = log;
    this.uploads = new Uploads(uploadFolder);
  }

  /** Ends what an earlier process left behind. To be called before the first job. */
  async recover(): Promise<void> {
    // with PostgreSQL elsewhere nothing else needs the folder: without it, uploads alone are refused
    await this.uploads.prepare().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the folder for uploads cannot be written');
    });
    const { rows } = await this.#database.query<{ regionId: number }>(sql`
      select distinct region_id as "regionId" from import_job where state in ('queued', 'staging')`);
    for (const { regionId } of rows) await endDeadJobs(this.#database, regionId);
  }

  /** @throws ProblemError when no further job of the region is taken */
  requireRoom(regionId: number): void {
    if (this.#isClosed)
      throw new ProblemError(503, 'Service unavailable', 'The server is stopping; try again shortly');
    const waiting = [...this.#open.values()].filter((job) => job.regionId === regionId).length;
    if (waiting >= limits.openImports) {
      throw conflict(`${waiting} imports of the region wait already; send this one when they have ended`, {
        waiting,
      });
    }
  }

  /** Takes over the file, and returns the job's id at once. */
  async add(upload: UploadedImport): Promise<string> {
    const { regionId, kind, source, mode = 'upsert', fileName, isDryRun = false } = upload;
    this.requireRoom(regionId);
    const job: ImportJob = { regionId, jobId: randomUUID(), kind, source, mode };
    await beginJob(this.#database, job, fileName, isDryRun, 'queued');
    const abort = new AbortController();
    if (this.#isClosed) abort.abort(stopped());
    this.#open.set(job.jobId, { regionId, abort });
    const run = (this.#last.get(regionId) ?? Promise.resolve()).then(() =>
      this.#run(job, upload, abort.signal),
    );
    this.#last.set(regionId, run);
    return job.jobId;
  }

  /** Makes one that this process runs notice at once that it was cancelled. */
  wake(jobId: string): void {
    this.#open.get(jobId)?.abort.abort(new ImportCancelled());
  }

  /** Cancels all that can be cancelled, waits for what is in its last step, and removes the files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { abort } of this.#open.values()) abort.abort(stopped());
    await Promise.all(this.#last.values());
    await this.uploads.close();
  }

  async #run(job: ImportJob, upload: UploadedImport, signal: AbortSignal): Promise<void> {
    const { regionId: _, ...request } = upload;
    try {
      if (signal.aborted) throw signal.reason;
      await importFile(this.#database, { ...request, jobId: job.jobId, signal });
    } catch (error) {
      if (!(error instanceof UserError || error instanceof ProblemError)) {
        this.#log.error({ err: error, job: job.jobId }, 'an import failed');
      }
      await this.#end(job, error);
    } finally {
      this.#snapshots.invalidate();
      this.#open.delete(job.jobId);
      await this.uploads.remove(upload.path);
    }
  }

  /** Most often the import has said how it ended. While the database is gone nobody can: then as soon as it is back. */
  async #end(job: ImportJob, error: unknown): Promise<void> {
    const state = error instanceof ImportCancelled ? 'cancelled' : 'refused';
    for (;;) {
      try {
        return await endOpenJob(this.#database, job, state, refusalReport(error, {}));
      } catch {
        // the next start of a server ends it
        if (this.#isClosed) return;
        await pause(limits.retryAfterSeconds * 1000);
      }
    }
  }
}

function stopped(): ImportCancelled {
  return new ImportCancelled('cancelled, because the server was stopped');
}
