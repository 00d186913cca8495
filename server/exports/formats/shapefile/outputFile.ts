// A file that is written from front to back, and whose header is filled in at the end.
import { type FileHandle, open } from 'node:fs/promises';

const BUFFER_BYTES = 262_144;

export class OutputFile {
  readonly #handle: FileHandle;
  #chunks: Buffer[] = [];
  #waiting = 0;
  /** With what waits to be written. */
  size = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<OutputFile> {
    return new OutputFile(await open(path, 'w'));
  }

  async append(bytes: Buffer): Promise<void> {
    this.#chunks.push(bytes);
    this.#waiting += bytes.length;
    this.size += bytes.length;
    if (this.#waiting >= BUFFER_BYTES) await this.#flush();
  }

  /** Writes the header over the first bytes, and closes. */
  async finish(header: Buffer): Promise<void> {
    await this.#flush();
    await this.#handle.write(header, 0, header.length, 0);
    await this.#handle.close();
  }

  /** Closes what could not be finished. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#waiting = 0;
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, null);
      done += bytesWritten;
    }
  }
}
