// How far a job has come, written to its row now and then for whoever watches, and whether somebody asked it to stop.
import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { limits } from '../limits.ts';
import { ImportCancelled } from './faults.ts';
import type { ImportJob } from './job.ts';
import type { ImportRequest } from './request.ts';

export class JobProgress {
  readonly #database: Database;
  readonly #job: ImportJob;
  readonly #request: ImportRequest;
  #writtenAt = -Infinity;

  constructor(database: Database, job: ImportJob, request: ImportRequest) {
    this.#database = database;
    this.#job = job;
    this.#request = request;
  }

  /** @throws ImportCancelled */
  async reading(rows: number): Promise<void> {
    this.#request.onProgress?.({ phase: 'reading', rows });
    this.#stopIfAborted();
    if (performance.now() - this.#writtenAt < limits.jobProgressMs) return;
    await this.#write('reading', rows);
  }

  /** @throws ImportCancelled */
  async checking(rows: number): Promise<void> {
    this.#request.onProgress?.({ phase: 'checking', rows });
    await this.#write('checking', rows);
  }

  /**
   * From here on it cannot be cancelled any more: the same statement looks for a request and says that it is too late.
   *
   * @throws ImportCancelled
   */
  async writing(rows: number): Promise<void> {
    this.#request.onProgress?.({ phase: 'writing', rows });
    await this.#write('writing', rows);
  }

  async #write(phase: 'reading' | 'checking' | 'writing', rows: number): Promise<void> {
    this.#stopIfAborted();
    const { regionId, jobId } = this.#job;
    const { read = 0, total = null } = this.#request.bytes ?? {};
    const { rowCount } = await this.#database.query(sql`
      update import_job set phase = ${phase}, rows_read = ${rows}, bytes_read = ${read}, bytes_total = ${total}
      where region_id = ${regionId} and import_job_id = ${jobId} and not cancel_requested`);
    this.#writtenAt = performance.now();
    if (rowCount === 0) throw new ImportCancelled();
  }

  #stopIfAborted(): void {
    const { signal } = this.#request;
    if (signal?.aborted)
      throw signal.reason instanceof ImportCancelled ? signal.reason : new ImportCancelled();
  }
}
