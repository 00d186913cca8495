// The command line as a process: what a person sees, and the exit code that a script sees.
import { createServer } from 'node:net';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandLine } from './cli.ts';
import { runGridwright } from './testing/process.ts';

test('help lists every command and every variable', async () => {
  const { exitCode, stdout } = await runGridwright(['--help'], {});
  expect(exitCode).toBe(0);
  const commands = 'serve migrate region import export locate demo verify backup restore db'.split(' ');
  for (const word of commands) expect(stdout).toContain(word);
  for (const word of ['HOST', 'PORT', 'DATA_DIR', 'DATABASE_URL', 'LOG_LEVEL', 'DEMO'])
    expect(stdout).toContain(word);
});

test('every command and every command below it says what it does', () => {
  const withoutDescription = (command: Command): string[] => [
    ...(command.description() === '' ? [command.name()] : []),
    ...command.commands.flatMap(withoutDescription),
  ];
  expect(withoutDescription(commandLine())).toEqual([]);
});

test('an unknown command is refused with a hint', async () => {
  const { exitCode, stderr } = await runGridwright(['migrat'], {});
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Did you mean migrate?');
});

test('a variable that cannot be used is named, and the exit code is 1', async () => {
  const { exitCode, stdout, stderr } = await runGridwright(['serve'], { HOST: '0.0.0.0' });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^HOST=0\.0\.0\.0: .*no access control yet/);
});

test('a DATABASE_URL on which somebody listens but does not answer ends in words and exit code 1', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const environment = { DATABASE_URL: `postgres://grid:secret@127.0.0.1:${port}/grids` };
  const { exitCode, stderr } = await runGridwright(['migrate'], environment);
  silent.close();
  expect(exitCode).toBe(1);
  expect(stderr).toContain('The database does not answer');
  expect(stderr).toContain(`DATABASE_URL=postgres://grid:***@127.0.0.1:${port}/grids`);
  expect(stderr).not.toContain('secret');
  expect(stderr).not.toContain('    at ');
});
