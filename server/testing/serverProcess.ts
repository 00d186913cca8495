// `gridwright serve` as a process of its own.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killHard, startGridwright } from './process.ts';

export interface ServerProcess {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has written to standard error so far. */
  stderr(): string;
  /** Undefined while it runs. */
  exitCode(): number | null;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** SIGTERM. @returns its exit code, once it has ended */
  stop(): Promise<number | null>;
}

/** In a data folder of its own, unless one is given. @returns when it says its address. @throws with what it said when it ends before */
export async function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwright-server-'));
  const child = startGridwright(['serve'], {
    ...{ PORT: '0', DEMO: 'off', LOG_LEVEL: 'error', DATA_DIR: folder },
    ...environment,
  });
  child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const said = { stdout: '', stderr: '' };
  child.stderr?.on('data', (text) => {
    said.stderr += String(text);
  });
  const url = await addressOf(child, said);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid!,
    stderr: () => said.stderr,
    exitCode: () => child.exitCode,
    kill: () => (hasEnded(child) ? Promise.resolve() : killHard(child)),
    async stop() {
      if (hasEnded(child)) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

/** The first answer of 200 to /api/health/ready; asked until then. */
export async function untilReady(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/api/health/ready`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @throws when `work` takes longer, which is how a deadline of recovery is tested */
export async function within<T>(seconds: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function addressOf(child: ChildProcess, said: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text) => {
      said.stdout += String(text);
      const address = /Gridwright is at (http:\S+)/.exec(said.stdout)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () =>
      reject(new Error(`the server ended before it listened: ${said.stdout} ${said.stderr}`)),
    );
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
