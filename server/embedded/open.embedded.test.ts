// One data folder, one server: with a second real process.
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { UserError } from '../errors.ts';
import { testDatabase, testDatabaseLocation } from '../testing/database.ts';
import { runGridwright } from '../testing/process.ts';
import { readLock } from './lockFile.ts';

const database = await testDatabase();
const dataDirectory = testDatabaseLocation();

test('a command in another process goes through the one that has the folder open', async () => {
  const { exitCode, stdout, stderr } = await runGridwright(['migrate'], { DATA_DIR: dataDirectory });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: 'The schema is current\n',
    stderr: '',
  });
});

test('a second server on the folder is refused in words', async () => {
  const { exitCode, stderr } = await runGridwright(['serve'], { DATA_DIR: dataDirectory, PORT: '0' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${dataDirectory} is already in use by process ${process.pid}`);
  expect(stderr).toContain('DATA_DIR');
  expect(stderr).not.toContain('    at ');
});

test('the process itself cannot open the folder twice as a server', async () => {
  await expect(openDatabase({ dataDirectory }, { use: 'alone' })).rejects.toThrow(UserError);
});

test('a connection that ends inside a transaction is rolled back, and the others go on', async () => {
  await database.query(sql`create table left_behind (number integer not null)`);
  const socketPath = readLock(dataDirectory)?.socketPath ?? '';
  const client = new pg.Client({
    host: dirname(socketPath),
    port: 5432,
    user: 'postgres',
    database: 'postgres',
  });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query('insert into left_behind values (1)');
  const waiting = database.query(sql`select number from left_behind`);
  (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
  expect((await waiting).rows).toEqual([]);
});

test('its socket can be reached by this user alone', async () => {
  const socketPath = readLock(dataDirectory)?.socketPath ?? '';
  expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o700);
});
