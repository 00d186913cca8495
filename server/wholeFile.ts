// Files that commands write: whole or not there at all.
import { existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from './errors.ts';

/**
 * Has a file written under another name, and gives it its own when it is on the disk. What is not finished is removed
 * when `write` throws or the process exits.
 *
 * @throws UserError when the file is there and is not to be replaced, or cannot be written
 */
export async function writeWholeFile(
  path: string,
  overwrite: boolean,
  write: (partialPath: string) => Promise<void>,
): Promise<void> {
  if (!overwrite && existsSync(path)) {
    throw new UserError(`${path} is there already. Choose another name, or replace it with --overwrite`);
  }
  const part = `${path}.${process.pid}.part`;
  const removePart = (): void => rmSync(part, { force: true });
  process.on('exit', removePart);
  try {
    await write(part);
    await flushToDisk(part);
    await rename(part, path);
    await flushToDisk(dirname(path));
  } catch (error) {
    throw isFileError(error) ? new UserError(`${path} cannot be written: ${error.message}`) : error;
  } finally {
    removePart();
    process.off('exit', removePart);
  }
}

async function flushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const fileErrors = /^E(ACCES|DQUOT|EXIST|FBIG|IO|ISDIR|MFILE|NAMETOOLONG|NOENT|NOSPC|NOTDIR|PERM|ROFS)$/;

/** What the file system says about a path; nothing about a connection. */
export function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && fileErrors.test(String(error.code));
}
