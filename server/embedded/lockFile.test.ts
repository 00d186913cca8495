import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLock, type Lock, readLock } from './lockFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridwright-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockPath = (): string => join(folder, 'gridwright.lock');
const written = (): Lock => JSON.parse(readFileSync(lockPath(), 'utf8')) as Lock;

test('the first process gets the folder, and its lock names pid and socket', () => {
  expect(acquireLock(folder, '/tmp/socket').holder).toBeUndefined();
  expect(written()).toMatchObject({ pid: process.pid, socketPath: '/tmp/socket' });
  expect(readdirSync(folder)).toEqual(['gridwright.lock']);
});

test('while it lives nobody else gets it, and is told who has it', () => {
  acquireLock(folder, '/tmp/first');
  expect(acquireLock(folder, '/tmp/second').holder).toMatchObject({
    pid: process.pid,
    socketPath: '/tmp/first',
  });
  expect(readLock(folder)?.socketPath).toBe('/tmp/first');
});

test('after its release the folder is free', () => {
  acquireLock(folder, '/tmp/first').release();
  expect(readLock(folder)).toBeUndefined();
  expect(acquireLock(folder, '/tmp/second').holder).toBeUndefined();
});

test('the lock of a dead process is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lockPath(), JSON.stringify({ pid, processStart: 'then', socketPath: '/tmp/old' }));
  expect(readLock(folder)).toBeUndefined();
  expect(acquireLock(folder, '/tmp/new').holder).toBeUndefined();
  expect(written().socketPath).toBe('/tmp/new');
  expect(readdirSync(folder)).toEqual(['gridwright.lock']);
});

test('taking over removes the socket folder that the dead process left', () => {
  const socketFolder = mkdtempSync(join(tmpdir(), 'gridwright-'));
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const socketPath = join(socketFolder, 'socket');
  writeFileSync(lockPath(), JSON.stringify({ pid, processStart: 'then', socketPath }));
  acquireLock(folder, '/tmp/new');
  expect(existsSync(socketFolder)).toBe(false);
});

test('the lock of a dead process whose pid another one has now is taken over', () => {
  writeFileSync(
    lockPath(),
    JSON.stringify({ pid: process.pid, processStart: 'an earlier one', socketPath: '/tmp/old' }),
  );
  expect(acquireLock(folder, '/tmp/new').holder).toBeUndefined();
});

test.each(['', 'not JSON', '{"pid": "12"}', 'null'])('a lock file that says %j is nobody’s', (text) => {
  writeFileSync(lockPath(), text);
  expect(acquireLock(folder, '/tmp/new').holder).toBeUndefined();
});

test('a release leaves the lock of somebody else alone', () => {
  const { release } = acquireLock(folder, '/tmp/first');
  writeFileSync(lockPath(), JSON.stringify({ pid: 1, processStart: 'x', socketPath: '/tmp/other' }));
  release();
  expect(written().pid).toBe(1);
});
