// The built-in database does not survive a full disk: without room for its log it answers nobody any more (tried: the write
// that meets it never returns). So it is not let get there: below a reserve nothing is written, and everything is read.
import { statfs } from 'node:fs/promises';
import { StorageFull } from '../errors.ts';
import { limits } from '../limits.ts';

export class FreeSpace {
  readonly #directory: string;
  readonly #leastBytes: number;
  #freeBytes = Number.POSITIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(directory: string, leastBytes: number = limits.reservedBytes) {
    this.#directory = directory;
    this.#leastBytes = leastBytes;
  }

  /** To be awaited before each statement that writes. @throws StorageFull */
  async check(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt > limits.freeSpaceMs) {
      this.#lookedAt = now;
      const { bavail, bsize } = await statfs(this.#directory);
      this.#freeBytes = bavail * bsize;
    }
    if (this.#freeBytes >= this.#leastBytes) return;
    const megabytes = (bytes: number) => Math.floor(bytes / 1e6);
    throw new StorageFull(
      `${megabytes(this.#freeBytes)} MB are free where ${this.#directory} lies; below ${megabytes(this.#leastBytes)} MB the ` +
        'built-in database writes nothing',
    );
  }
}
