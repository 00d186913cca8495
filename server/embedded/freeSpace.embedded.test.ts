import { tmpdir } from 'node:os';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { PooledDatabase } from '../database/pooledDatabase.ts';
import { StorageFull } from '../errors.ts';
import { testDatabase, testDatabaseLocation } from '../testing/database.ts';
import { FreeSpace } from './freeSpace.ts';
import { openEmbedded } from './open.ts';

const database = await testDatabase();
await database.query(sql`create table note (note_id integer primary key)`);

test('with room there is nothing to say, below the reserve it is full', async () => {
  await new FreeSpace(tmpdir(), 0).check();
  await expect(new FreeSpace(tmpdir(), Number.MAX_SAFE_INTEGER).check()).rejects.toThrow(StorageFull);
});

test('below the reserve every write is refused and everything is read', async () => {
  const { poolOptions, close } = await openEmbedded(testDatabaseLocation(), 'shared', () => {});
  const full = new PooledDatabase(
    'embedded',
    poolOptions,
    close,
    new FreeSpace(tmpdir(), Number.MAX_SAFE_INTEGER),
  );
  await expect(full.query(sql`insert into note values (1)`)).rejects.toThrow(StorageFull);
  await expect(
    full.transaction(async (tx) => {
      await tx.query(sql`select 1`);
      await tx.query(sql`insert into note values (2)`);
    }),
  ).rejects.toThrow(StorageFull);
  expect((await full.query(sql`select * from note`)).rows).toEqual([]);
  await full.close();
  await database.query(sql`insert into note values (3)`);
});
