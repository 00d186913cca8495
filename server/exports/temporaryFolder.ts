import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the parts of one export, removed at the latest when the process exits. */
export class TemporaryFolder {
  readonly path: string;
  readonly #removeAtExit = (): void => rmSync(this.path, { recursive: true, force: true });

  private constructor(path: string) {
    this.path = path;
    process.on('exit', this.#removeAtExit);
  }

  static async create(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'gridwright-export-')));
  }

  remove(): void {
    process.off('exit', this.#removeAtExit);
    this.#removeAtExit();
  }
}
