// Real processes for the tests: the command line, and scripts that are killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const commandLine = fileURLToPath(new URL('../../bin/gridwright.js', import.meta.url));

export interface Finished {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `gridwright WORDS` to its end. */
export async function runGridwright(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<Finished> {
  const child = startGridwright(words, environment);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    output.stdout += String(text);
  });
  child.stderr?.on('data', (text) => {
    output.stderr += String(text);
  });
  await once(child, 'close');
  return { exitCode: child.exitCode, ...output };
}

export function startGridwright(words: readonly string[], environment: Record<string, string>): ChildProcess {
  return startNode([commandLine, ...words], environment);
}

/** Starts Node with TypeScript; only what is given and the PATH is in its environment. */
export function startNode(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment };
  return spawn(process.execPath, ['--import', 'tsx', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The child's next lines, until one that `isLast`. Throws when the child ends before. */
export async function linesUntil(child: ChildProcess, isLast: (line: string) => boolean): Promise<string[]> {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('the child has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (isLast(line)) return lines;
  }
  throw new Error(`the child ended after: ${lines.join(' / ')}`);
}

/** Kills without a chance to clean up, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
