// The servers that are measured, each a process of its own, so that none of them shares an event loop with the one who asks.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** `server.ts` beside this file. */
export async function startServer(...words: string[]): Promise<RunningServer> {
  const script = fileURLToPath(new URL('server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port) return { url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
  }
  throw new Error(`server.ts ${words[0]} ended before it listened`);
}

/** A program that answers at `/health` when it is ready. */
export async function startProgram(
  program: string,
  settings: (port: number) => { words?: string[]; environment?: Record<string, string> },
): Promise<RunningServer> {
  const port = await freePort();
  const { words = [], environment = {} } = settings(port);
  const child = spawn(program, words, { stdio: 'ignore', env: { ...process.env, ...environment } });
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with code ${code}`);
  });
  ended.catch(() => {});
  await Promise.race([untilAnswering(`${url}/health`), ended]);
  return { url, stop: () => stop(child) };
}

async function untilAnswering(url: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL'); // nothing to finish: they only read
  await ended;
}
