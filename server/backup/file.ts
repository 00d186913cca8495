// A backup as a file: its lines, compressed.
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { limits } from '../limits.ts';
import { isFileError, writeWholeFile } from '../wholeFile.ts';
import { type OnBackupProgress, readingWholeDatabase } from './dump.ts';
import { BackupRefused } from './format.ts';
import { type Restored, restoreBackup } from './restore.ts';

const CHUNK_BYTES = 65_536;

export interface BackupOptions {
  /** Replaces a file that is there, once the new one is whole. */
  overwrite?: boolean;
  onProgress?: OnBackupProgress;
}

/**
 * Writes a backup of the whole database to a file, which appears whole or not at all.
 *
 * @returns its size in bytes
 * @throws UserError when the file is there, or cannot be written
 */
export async function writeBackupFile(
  database: Database,
  path: string,
  { overwrite = false, onProgress }: BackupOptions = {},
): Promise<number> {
  await writeWholeFile(path, overwrite, (part) =>
    readingWholeDatabase(
      database,
      // it holds names and telephone numbers: nobody else on the machine may read it
      (lines) =>
        pipeline(
          Readable.from(inChunks(lines)),
          createGzip({ level: 4 }),
          createWriteStream(part, { mode: 0o600 }),
        ),
      onProgress,
    ),
  );
  return statSync(path).size;
}

/**
 * Restores a file that `writeBackupFile` wrote.
 *
 * @throws as `restoreBackup`; UserError when the file cannot be read
 */
export async function restoreBackupFile(
  database: Database,
  path: string,
  onProgress?: OnBackupProgress,
): Promise<Restored> {
  try {
    return await pipeline(
      createReadStream(path),
      createGunzip({ chunkSize: CHUNK_BYTES }),
      (bytes: AsyncIterable<Buffer>) => restoreBackup(database, linesOf(bytes), onProgress),
    );
  } catch (error) {
    if (isFileError(error)) throw new UserError(`${path} cannot be read: ${error.message}`);
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new BackupRefused(`${path} is not a backup, or damaged, or cut off (${error.message})`);
    }
    throw error;
  }
}

/** A line is too small a thing to pass from stream to stream. */
async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** What follows the last end of line is not a line: the file is cut off there. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let line = '';
  for await (const chunk of bytes) {
    const text = decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield line + text.slice(start, end);
      line = '';
      start = end + 1;
    }
    line += text.slice(start);
    if (line.length > limits.backupLineCharacters) {
      throw new BackupRefused(
        `The backup is damaged: a line is longer than ${limits.backupLineCharacters} characters`,
      );
    }
  }
}
