// The database gone while serving, and back: requests are answered all along, and nothing has to be restarted.
import { connect, createServer, type Server, type Socket } from 'node:net';
import Fastify from 'fastify';
import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPostgis, type Database } from './database.ts';
import { DatabaseUnavailable, OutcomeUnknown } from './errors.ts';
import { handleError } from './http/problems.ts';
import { testApp } from './testing/app.ts';
import { testDatabase, testDatabaseLocation } from './testing/database.ts';

const direct = await testDatabase();
const proxy = await startProxy(new URL(testDatabaseLocation()));
const database = await connectPostgis(proxy.url);
afterAll(async () => {
  await database.close();
  await proxy.stop();
});
const app = await testApp(database);
const ready = () => app.inject('/api/health/ready');

beforeAll(async () => {
  expect((await ready()).statusCode).toBe(200);
});

/** A way to the database that can be cut and mended. */
async function startProxy(
  target: URL,
): Promise<{ url: string; start: () => Promise<void>; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  };
  const server: Server = createServer((client) => {
    const upstream = track(connect(Number(target.port || 5432), target.hostname));
    track(client).pipe(upstream).pipe(client);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: url.href, start: () => listen(address.port), stop };
}

/** Ends every connection of the pool, as an administrator or a failover would. */
async function terminateAll(): Promise<void> {
  await direct.query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}

test('connections that are terminated while idle are replaced', async () => {
  await Promise.all(Array.from({ length: 10 }, () => database.query(sql`select 1`)));
  await terminateAll();
  const answers: number[] = [];
  while (answers.at(-1) !== 200) answers.push((await ready()).statusCode);
  // at most one request meets each connection whose end has not been seen yet
  expect(answers.length).toBeLessThanOrEqual(11);
});

test('a statement whose connection is terminated ends as DatabaseUnavailable, and its transaction is gone', async () => {
  await direct.query(sql`create table cut_off (number integer)`);
  const cut = database.transaction(async (tx) => {
    await tx.query(sql`insert into cut_off values (1)`);
    await terminateAll();
    await tx.query(sql`insert into cut_off values (2)`);
  });
  await expect(cut).rejects.toThrow(DatabaseUnavailable);
  expect((await direct.query(sql`select * from cut_off`)).rows).toEqual([]);
});

/** What the function does happens when a row of the table is committed. */
async function atCommit(table: string, body: string): Promise<void> {
  await direct.query(raw(`create table ${table} (number integer)`));
  await direct.query(
    raw(
      `create function at_commit_of_${table}() returns trigger language plpgsql as $$ begin ${body}; return null; end $$`,
    ),
  );
  await direct.query(
    raw(`create constraint trigger at_commit after insert on ${table} deferrable initially deferred
      for each row execute function at_commit_of_${table}()`),
  );
}

test('a connection that is lost at commit leaves the outcome unknown, and the answer says so', async () => {
  await atCommit('lost_at_commit', 'perform pg_terminate_backend(pg_backend_pid())');
  const committing = database.transaction((tx) => tx.query(sql`insert into lost_at_commit values (1)`));
  const error = await committing.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OutcomeUnknown);
  const asked = Fastify();
  asked.setErrorHandler(handleError);
  asked.get('/', async () => {
    throw error;
  });
  const answer = await asked.inject('/');
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json().detail).toContain('may have been stored or not');
});

test('an internal error at commit is met by running the transaction again, elsewhere it is not', async () => {
  await direct.query(sql`create sequence commits`);
  await atCommit(
    'fails_once',
    `if nextval('commits') = 1 then raise exception using errcode = 'XX000', message = 'so it is'; end if`,
  );
  let runs = 0;
  await database.transaction(async (tx) => {
    runs += 1;
    await tx.query(sql`insert into fails_once values (1)`);
  });
  expect(runs).toBe(2);
  expect((await direct.query(sql`select * from fails_once`)).rows).toEqual([{ number: 1 }]);
  const before = database.transaction(async (tx) => {
    runs += 1;
    await tx.query(raw(`do $$ begin raise exception using errcode = 'XX000'; end $$`));
  });
  await expect(before).rejects.toThrow();
  expect(runs).toBe(3);
});

test('while the database refuses connections requests get 503 with Retry-After, and are served again when it is back', async () => {
  await proxy.stop();
  const gone = await ready();
  expect(gone.statusCode).toBe(503);
  expect(gone.headers['retry-after']).toBe('2');
  expect(gone.json()).toMatchObject({ status: 503, title: 'Service unavailable' });
  expect(gone.body).not.toContain('ECONNREFUSED');
  expect((await app.inject('/api/health/live')).statusCode).toBe(200);
  await proxy.start();
  const answers: number[] = [];
  while (answers.at(-1) !== 200 && answers.length < 12) answers.push((await ready()).statusCode);
  expect(answers.at(-1)).toBe(200);
});

test('a deadlock is resolved by running the victim again', async () => {
  await direct.query(sql`create table account (name text primary key, value integer not null)`);
  await direct.query(sql`insert into account values ('a', 0), ('b', 0)`);
  let arrived = 0;
  let open: () => void = () => {};
  const bothHaveOne = new Promise<void>((resolve) => {
    open = resolve;
  });
  const addBoth = (db: Database, first: string, second: string) =>
    db.transaction(async (tx) => {
      await tx.query(sql`update account set value = value + 1 where name = ${first}`);
      arrived += 1;
      if (arrived >= 2) open();
      await bothHaveOne;
      await tx.query(sql`update account set value = value + 1 where name = ${second}`);
    });
  await Promise.all([addBoth(direct, 'a', 'b'), addBoth(database, 'b', 'a')]);
  expect(arrived).toBe(3);
  const { rows } = await direct.query(sql`select name, value from account order by name`);
  expect(rows).toEqual([
    { name: 'a', value: 2 },
    { name: 'b', value: 2 },
  ]);
});
