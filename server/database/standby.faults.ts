// A real primary with a real hot standby: what is read where, while the standby is well, lags, is gone, and comes back.
import pg from 'pg';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectPostgis, type Database, type Reader, type StandbyState } from '../database.ts';
import { startHotStandby } from '../testing/hotStandby.ts';
import { type PrivateCluster, startPrivateCluster } from '../testing/privateCluster.ts';

let primary: PrivateCluster;
let standby: PrivateCluster;
let database: Database;
let onStandby: pg.Client;

beforeAll(async () => {
  primary = await startPrivateCluster();
  standby = await startHotStandby(primary);
  database = await connectPostgis(primary.url, standby.url);
  await database.query(sql`create table note (note_id integer primary key)`);
});

afterAll(async () => {
  await database?.close();
  await standby?.remove();
  await primary?.remove();
});

beforeEach(async () => {
  onStandby = new pg.Client({ connectionString: standby.url });
  onStandby.on('error', () => {});
  await onStandby.connect();
  await until('used');
  return async () => {
    await onStandby.query('select pg_wal_replay_resume()').catch(() => {});
    await onStandby.end().catch(() => {});
  };
});

/** The test's own timeout is the limit. */
async function until(state: StandbyState): Promise<void> {
  while (database.standbyState() !== state) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function isOnStandby(reader: Reader): Promise<boolean> {
  const { rows } = await reader.query<{ answer: boolean }>(sql`select pg_is_in_recovery() as answer`);
  return rows[0]!.answer;
}

async function notesRead(reader = database.reader()): Promise<number> {
  const { rows } = await reader.query<{ notes: number }>(sql`select count(*)::int as notes from note`);
  return rows[0]!.notes;
}

async function writeNote(): Promise<void> {
  await database.transaction((tx) =>
    tx.query(sql`insert into note select coalesce(max(note_id), 0) + 1 from note`),
  );
}

/** By a connection that this process knows nothing of. */
async function writeNoteElsewhere(): Promise<void> {
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  await client.query('insert into note select coalesce(max(note_id), 0) + 1 from note');
  await client.end();
}

test('reads go to the standby, everything else to the primary', async () => {
  expect(await isOnStandby(database.reader())).toBe(true);
  expect(await isOnStandby(database)).toBe(false);
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ answer: boolean }>(sql`select pg_is_in_recovery() as answer`);
    expect(rows[0]!.answer).toBe(false);
  });
});

test('a hundred times over, what was just written is read', async () => {
  for (let round = 0; round < 100; round += 1) {
    const before = await notesRead(database);
    await writeNote();
    expect(await notesRead()).toBe(before + 1);
  }
  await until('used');
  expect(await isOnStandby(database.reader())).toBe(true);
});

test('a standby that lags is not read until it has caught up', async () => {
  await onStandby.query('select pg_wal_replay_pause()');
  const before = await notesRead(database);
  await writeNote();
  expect(await notesRead()).toBe(before + 1);
  expect(await isOnStandby(database.reader())).toBe(false);
  expect(database.standbyState()).toBe('behind');
  await onStandby.query('select pg_wal_replay_resume()');
  await until('used');
  const reader = database.reader();
  expect(await isOnStandby(reader)).toBe(true);
  expect(await notesRead(reader)).toBe(before + 1);
});

test('what others write makes it lag too', async () => {
  await onStandby.query('select pg_wal_replay_pause()');
  const before = await notesRead(database);
  await writeNoteElsewhere();
  await until('behind');
  expect(await notesRead()).toBe(before + 1);
  await onStandby.query('select pg_wal_replay_resume()');
  await until('used');
});

test('who knows of a moment gets a reader that knows of it too', async () => {
  const { rows } = await database.query<{ now: string }>(sql`select now() as now`);
  const knowing = rows[0]!.now;
  expect(await isOnStandby(database.reader(knowing))).toBe(false);
  expect(await isOnStandby(database.reader('2026-01-01T00:00:00Z'))).toBe(true);
  const { asOf } = database.reader();
  expect(Date.parse(asOf ?? '')).toBeLessThanOrEqual(Date.parse(knowing) + 1_000);
});

test('what a standby refuses is done by the primary, and the standby stays in use', async () => {
  const locked = await database
    .reader()
    .query<{ id: number }>(sql`select note_id as id from note limit 1 for update`);
  expect(locked.rows).toHaveLength(1);
  expect(database.standbyState()).toBe('used');
});

test('a statement that is wrong is still wrong', async () => {
  await expect(database.reader().query(sql`select * from no_such_table`)).rejects.toThrow('no_such_table');
});

test('while the standby is gone nobody notices, and it is used again when it is back', async () => {
  const before = await notesRead(database);
  const reader = database.reader();
  standby.killPostmaster();
  // a reader made before, and those made after
  expect(await notesRead(reader)).toBe(before);
  const answers = await Promise.all(Array.from({ length: 50 }, () => notesRead()));
  expect(new Set(answers)).toEqual(new Set([before]));
  expect(await isOnStandby(reader)).toBe(false);
  await until('gone');
  await writeNote();
  expect(await notesRead()).toBe(before + 1);
  await standby.start();
  await until('used');
  expect(await notesRead()).toBe(before + 1);
  expect(await isOnStandby(database.reader())).toBe(true);
});

test('a primary in its place is no standby', async () => {
  const mistaken = await connectPostgis(primary.url, primary.url);
  expect(mistaken.standbyState()).toBe('gone');
  expect(await isOnStandby(mistaken.reader())).toBe(false);
  await mistaken.close();
});

test('a standby that is not there does not keep the server from starting', async () => {
  const nobody = 'postgres://postgres@127.0.0.1:1/postgres';
  const alone = await connectPostgis(primary.url, nobody);
  expect(alone.standbyState()).toBe('gone');
  expect(await notesRead(alone.reader())).toBe(await notesRead(database));
  await alone.close();
});
