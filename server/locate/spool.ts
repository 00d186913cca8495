// What a client has not read yet. Some clients (Python's requests among them) send a whole body before they read any of the
// answer: were the server to stop reading until they do, both would wait for ever. So the answer goes on into a file.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

export interface SpoolLimits {
  /** Held in memory; what is more goes to the file. */
  memoryBytes: number;
  /** Of the file; then `write` waits for the reader. */
  fileBytes: number;
}

/** The answer as a stream; bytes come out in the order in which they were written. */
export class Spool extends Readable {
  readonly #limits: SpoolLimits;
  /** Older than what is in the file. */
  readonly #queue: Buffer[] = [];
  #queuedBytes = 0;
  #file: FileHandle | undefined;
  #fileRead = 0;
  #fileWritten = 0;
  #isFinished = false;
  #isWanted = false;
  #isReadingFile = false;
  #isWritingFile = false;
  #wake: (() => void) | undefined;

  constructor(limits: SpoolLimits) {
    super();
    this.#limits = limits;
  }

  /** Takes the bytes; resolves when there is room for more, or nobody wants more. One call at a time. */
  async write(bytes: Buffer): Promise<void> {
    if (this.destroyed) return;
    const isInFile = this.#isReadingFile || this.#fileRead < this.#fileWritten;
    if (!isInFile && this.#queuedBytes < this.#limits.memoryBytes) {
      this.#queue.push(bytes);
      this.#queuedBytes += bytes.length;
    } else {
      await this.#writeFile(bytes);
    }
    this.#deliver();
    while (this.#fileWritten >= this.#limits.fileBytes && !this.destroyed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Nothing more will be written. */
  finish(): void {
    this.#isFinished = true;
    this.#deliver();
  }

  override _read(): void {
    this.#isWanted = true;
    this.#deliver();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#wake?.();
    const file = this.#file;
    const closed = file?.close() ?? Promise.resolve();
    closed.then(
      () => callback(error),
      () => callback(error),
    );
  }

  #deliver(): void {
    while (this.#isWanted && !this.#isReadingFile && !this.destroyed) {
      const bytes = this.#queue.shift();
      if (bytes) {
        this.#queuedBytes -= bytes.length;
        this.#isWanted = this.push(bytes);
      } else if (this.#fileRead < this.#fileWritten) {
        void this.#readFile();
      } else {
        if (this.#isFinished) this.push(null);
        return;
      }
    }
  }

  async #writeFile(bytes: Buffer): Promise<void> {
    this.#isWritingFile = true;
    this.#file ??= await openUnnamed();
    await this.#file.write(bytes, 0, bytes.length, this.#fileWritten);
    this.#fileWritten += bytes.length;
    this.#isWritingFile = false;
  }

  async #readFile(): Promise<void> {
    this.#isReadingFile = true;
    try {
      const bytes = Buffer.allocUnsafe(Math.min(65_536, this.#fileWritten - this.#fileRead));
      const { bytesRead } = await this.#file!.read(bytes, 0, bytes.length, this.#fileRead);
      this.#fileRead += bytesRead;
      this.#isReadingFile = false;
      // written from its start again: the file becomes no longer than what was unread at once
      if (this.#fileRead === this.#fileWritten && !this.#isWritingFile) {
        this.#fileRead = 0;
        this.#fileWritten = 0;
        this.#wake?.();
      }
      this.#isWanted = this.push(bytes.subarray(0, bytesRead));
      this.#deliver();
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}

/** A file that ends with its handle, also when the process is killed. */
async function openUnnamed(): Promise<FileHandle> {
  const path = join(tmpdir(), `gridwright-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
