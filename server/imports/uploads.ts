// Where uploaded files wait to be imported: on disk, in a folder of this process, never in memory.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badRequest, ProblemError } from '../errors.ts';
import { limits } from '../limits.ts';
import { processStart } from '../processStart.ts';

export class Uploads {
  readonly #parent: string;
  readonly #folder: string;
  #isReady: Promise<void> | undefined;

  constructor(parent: string) {
    this.#parent = parent;
    this.#folder = join(parent, `${hostname()}-${process.pid}`);
  }

  /**
   * Writes the body into a file, whole or not at all.
   *
   * @throws ProblemError 400, 413, 507
   */
  async store(body: Readable, mostBytes: number = limits.uploadBytes): Promise<string> {
    try {
      await this.prepare();
      // another machine's server takes a folder for a dead one's when nothing was uploaded for a day
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw problemOf(error);
    }
    const path = join(this.#folder, randomUUID());
    try {
      const bytes = await written(body, path, mostBytes);
      if (bytes === 0) throw badRequest('body', '', 'is empty; send the file as the body of the request');
      return path;
    } catch (error) {
      await this.remove(path);
      throw problemOf(error);
    }
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Makes the folder, and removes those of processes that have died, also of an earlier one with this one's pid. */
  prepare(): Promise<void> {
    this.#isReady ??= this.#removeDead().then(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    });
    // the next upload tries again
    this.#isReady.catch(() => {
      this.#isReady = undefined;
    });
    return this.#isReady;
  }

  async close(): Promise<void> {
    if (this.#isReady) await rm(this.#folder, { recursive: true, force: true });
  }

  async #removeDead(): Promise<void> {
    await mkdir(this.#parent, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#parent)) {
      const folder = join(this.#parent, name);
      if (await isDead(folder, name)) await rm(folder, { recursive: true, force: true });
    }
  }
}

const DAY_MS = 86_400_000;

async function isDead(folder: string, name: string): Promise<boolean> {
  const pid = Number(name.slice(name.lastIndexOf('-') + 1));
  if (name === `${hostname()}-${pid}`) return pid === process.pid || processStart(pid) === undefined;
  // another machine's, on a folder that both see
  const { mtimeMs } = await stat(folder);
  return Date.now() - mtimeMs > DAY_MS;
}

async function written(body: Readable, path: string, mostBytes: number): Promise<number> {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= mostBytes) done(null, chunk);
      else done(tooLarge());
    },
  });
  // opened before the body is read: a body that breaks off at once would otherwise be removed before its file is there
  const file = await open(path, 'wx', 0o600);
  await pipeline(body, bounded, file.createWriteStream());
  return bytes;
}

export function tooLarge(): ProblemError {
  return new ProblemError(
    413,
    'Content too large',
    `The file is larger than ${limits.uploadBytes} bytes; larger ones are imported with \`npx gridwright import\``,
  );
}

function problemOf(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ENOSPC|EDQUOT)$/.test(code)) {
    return new ProblemError(
      507,
      'Insufficient storage',
      'The disk has no room for the file; nothing was stored',
    );
  }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR)$/.test(code)) {
    return new ProblemError(
      507,
      'Insufficient storage',
      'The folder for uploads, in DATA_DIR, cannot be written; nothing was stored',
    );
  }
  if (/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ERR_STREAM_DESTROYED|ABORT_ERR)$/.test(code)) {
    return badRequest('body', '', 'broke off before its end; nothing was stored');
  }
  if (/^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code)) {
    return badRequest('body', '', `is not compressed as Content-Encoding says: ${error.message}`);
  }
  return error;
}
