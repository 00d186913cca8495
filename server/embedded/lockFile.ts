// One data folder, one server: the lock file says which process has the folder open and where its socket is.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { processStart } from '../processStart.ts';

export interface Lock {
  pid: number;
  /** See processStart.ts. */
  processStart: string;
  socketPath: string;
}

const fileName = 'gridwright.lock';

/**
 * Takes the folder for this process, or returns the living process that has it. The lock of a dead process is taken
 * over. Processes of one machine only: over a shared network folder a foreign pid looks dead.
 */
export function acquireLock(directory: string, socketPath: string): { holder?: Lock; release: () => void } {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, fileName);
  const own: Lock = { pid: process.pid, processStart: processStart(process.pid) ?? '', socketPath };
  // written whole, then linked: nobody ever reads half a lock, and only one link of that name succeeds
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      if (linked(draft, path)) return { release: () => releaseLock(path, own) };
      const text = readIfThere(path);
      const found = text === undefined ? undefined : parseLock(text);
      if (found !== undefined && isAlive(found)) return { holder: found, release: () => {} };
      if (text !== undefined) removeStale(path, text);
      if (found !== undefined) removeSocketFolder(found.socketPath);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living process that has the folder open, if there is one. */
export function readLock(directory: string): Lock | undefined {
  const text = readIfThere(join(directory, fileName));
  const found = text === undefined ? undefined : parseLock(text);
  return found !== undefined && isAlive(found) ? found : undefined;
}

function releaseLock(path: string, own: Lock): void {
  if (readIfThere(path) === JSON.stringify(own)) rmSync(path, { force: true });
}

/**
 * Two processes may find the same stale lock. Renaming it lets one of them win; who instead catches the winner's new lock
 * sees that it is not the text it judged stale, and puts it back.
 */
function removeStale(path: string, staleText: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== staleText) linked(aside, path);
  rmSync(aside, { force: true });
}

/** What a process that was killed left in the temporary folder. */
function removeSocketFolder(socketPath: string): void {
  const folder = dirname(socketPath);
  if (basename(folder).startsWith('gridwright-')) rmSync(folder, { recursive: true, force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isAlive(lock: Lock): boolean {
  return processStart(lock.pid) === lock.processStart;
}

function parseLock(text: string): Lock | undefined {
  try {
    const { pid, processStart: start, socketPath } = JSON.parse(text) as Partial<Lock>;
    const isWhole = Number.isInteger(pid) && typeof start === 'string' && typeof socketPath === 'string';
    return isWhole ? { pid: pid as number, processStart: start, socketPath } : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
