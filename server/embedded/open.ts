// Opens the built-in database in a folder, or connects to the process that has it open.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { UserError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { EngineInput, EngineMessage } from './engine.ts';
import { acquireLock, type Lock, readLock } from './lockFile.ts';

export interface EmbeddedConnection {
  poolOptions: pg.PoolConfig;
  /** Stops the engine if this process runs it; to be called when the pool has ended. */
  close: () => Promise<void>;
}

/** `pg` makes the path of a unix socket from a folder and a port. */
const port = 5432;
const socketName = `.s.PGSQL.${port}`;

/**
 * @param use `alone` for a server, which is refused when the folder is in use; `shared` for a command, which then goes
 *   through the running server
 * @param onEngineExit called when the engine dies by itself
 * @throws UserError when the folder is in use, or cannot be opened
 */
export async function openEmbedded(
  dataDirectory: string,
  use: 'alone' | 'shared',
  onEngineExit: (reason: string) => void,
): Promise<EmbeddedConnection> {
  const socketDirectory = mkdtempSync(join(shortTemporaryFolder(), 'gridwright-'));
  const removeSocket = (): void => rmSync(socketDirectory, { recursive: true, force: true });
  const socketPath = join(socketDirectory, socketName);
  let lock: ReturnType<typeof acquireLock> | undefined;
  try {
    lock = acquireLock(dataDirectory, socketPath);
    if (lock.holder !== undefined) {
      removeSocket();
      if (use === 'alone') throw new UserError(inUse(dataDirectory, lock.holder));
      await untilListening(dataDirectory, lock.holder);
      return { poolOptions: poolOptions(dirname(lock.holder.socketPath)), close: async () => {} };
    }
    const stop = await startEngine(
      { clusterDirectory: join(dataDirectory, 'database'), socketPath },
      onEngineExit,
    );
    const { release } = lock;
    const close = async (): Promise<void> => {
      await stop();
      removeSocket();
      release();
    };
    return { poolOptions: poolOptions(socketDirectory), close };
  } catch (error) {
    removeSocket();
    lock?.release();
    throw error instanceof UserError
      ? error
      : new UserError(cannotOpen(dataDirectory, error), { cause: error });
  }
}

function poolOptions(socketDirectory: string): pg.PoolConfig {
  return {
    host: socketDirectory,
    port,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    // Everybody shares one session: a few connections keep the queue short and fair, and waiting for the final move of
    // an import is normal here, not a sign that the database is gone.
    max: 4,
    connectionTimeoutMillis: limits.embeddedConnectMs,
  };
}

/** Starts the worker, and returns what stops it. */
async function startEngine(
  input: EngineInput,
  onExit: (reason: string) => void,
): Promise<() => Promise<void>> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: input, execArgv: [] });
  let isStopping = false;
  let reason = 'the engine ended';
  worker.on('error', (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    worker.once('message', (message: EngineMessage) => {
      if (message.state === 'ready') resolve();
      else reject(new Error(message.state === 'failed' ? message.reason : message.state));
    });
    worker.once('exit', () => reject(new Error(reason)));
  });
  void exited.then(() => {
    if (!isStopping) onExit(reason);
  });
  return async () => {
    isStopping = true;
    worker.postMessage('stop');
    await exited;
  };
}

/** The lock is there before the socket: an engine takes a few seconds to start. */
async function untilListening(dataDirectory: string, holder: Lock): Promise<void> {
  while (!existsSync(holder.socketPath)) {
    if (readLock(dataDirectory)?.pid !== holder.pid) {
      throw new UserError(
        `Process ${holder.pid}, which had ${dataDirectory} open, ended. Run the command again`,
      );
    }
    await delay(100);
  }
}

function inUse(dataDirectory: string, holder: Lock): string {
  return (
    `${dataDirectory} is already in use by process ${holder.pid}: one data folder, one server. ` +
    'Stop that one first, or give this one a folder of its own with DATA_DIR (and another PORT)'
  );
}

function cannotOpen(dataDirectory: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `DATA_DIR=${dataDirectory}: the built-in database cannot be opened there: ${reason}`;
}

/** A socket path over about 100 bytes is silently cut off. */
function shortTemporaryFolder(): string {
  const longest = 100 - '/gridwright-XXXXXX/'.length - socketName.length;
  return Buffer.byteLength(tmpdir()) <= longest ? tmpdir() : '/tmp';
}
