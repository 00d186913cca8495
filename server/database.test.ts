import sql, { raw } from 'sql-template-tag';
import { expect, test } from 'vitest';
import { DatabaseUnavailable, StorageFull } from './errors.ts';
import { schemaState } from './migrations.ts';
import { testDatabase } from './testing/database.ts';

const database = await testDatabase();
await database.query(sql`create table note (note_id integer primary key, body text not null)`);

/** A statement that fails with that SQLSTATE; both texts are our own. */
const raising = (state: string, message: string) =>
  raw(`do $$ begin raise exception using errcode = '${state}', message = '${message}'; end $$`);

const notes = async (): Promise<string[]> =>
  (await database.query<{ body: string }>(sql`select body from note order by note_id`)).rows.map(
    (row) => row.body,
  );

test('a fresh database has the current schema', async () => {
  expect(await schemaState(database)).toBe('current');
});

test('times arrive as RFC 3339 text in UTC, infinity as itself, bigint as text, numeric as a number', async () => {
  const { rows } = await database.query(sql`
    select '2026-11-23 08:00:00.5+08'::timestamptz as instant, 'infinity'::timestamptz as forever,
      '-infinity'::timestamptz as always, array['2026-01-01 00:00+00'::timestamptz] as instants,
      '2026-11-23'::date as day, 9007199254740993 as big, 1.25::numeric as exact, array[1.5::numeric] as exacts`);
  expect(rows[0]).toEqual({
    instant: '2026-11-23T00:00:00.5Z',
    forever: 'infinity',
    always: '-infinity',
    instants: ['2026-01-01T00:00:00Z'],
    day: '2026-11-23',
    big: '9007199254740993',
    exact: 1.25,
    exacts: [1.5],
  });
});

test('a transaction that throws leaves nothing behind', async () => {
  const failed = database.transaction(async (tx) => {
    await tx.query(sql`insert into note values (1, 'gone')`);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect(await notes()).toEqual([]);
});

test('a transaction in which a failed statement was swallowed is not reported as committed', async () => {
  const swallowed = database.transaction(async (tx) => {
    await tx.query(sql`insert into note values (2, 'lost')`);
    await tx.query(sql`select 1 / 0`).catch(() => {});
  });
  await expect(swallowed).rejects.toThrow('rolled back');
  expect(await notes()).toEqual([]);
});

test('a transaction cannot be used after its end', async () => {
  const leaked = await database.transaction(async (tx) => tx);
  await expect(leaked.query(sql`select 1`)).rejects.toThrow('after its end');
});

test('a transaction that meets a serialization failure runs again', async () => {
  let runs = 0;
  await database.transaction(async (tx) => {
    runs += 1;
    await tx.query(sql`insert into note values (3, 'kept')`);
    if (runs === 1) await tx.query(sql`do $$ begin raise sqlstate '40001'; end $$`);
  });
  expect(runs).toBe(2);
  expect(await notes()).toEqual(['kept']);
});

test.each([
  ['53100', 'could not extend file "base/1/2": No space left on device'],
  ['58030', 'could not write to file "base/1/2": Disk quota exceeded'],
])('SQLSTATE %s (%s) is a full disk, and the next statement is answered', async (state, message) => {
  const full = database.transaction(async (tx) => {
    await tx.query(sql`insert into note values (4, 'no room')`);
    await tx.query(raising(state, message));
  });
  await expect(full).rejects.toThrow(StorageFull);
  expect(await notes()).toEqual(['kept']);
});

test.each(['08006', '25P03', '53200', '53300', '57P03', '58030'])(
  'SQLSTATE %s means "not now"',
  async (state) => {
    await expect(database.query(raising(state, 'so it is'))).rejects.toThrow(DatabaseUnavailable);
  },
);

test('too few parameters are a fault of ours, not an unavailable database', async () => {
  const wrong = database.query(raising('08P01', 'bind message supplies 1 parameters, but requires 2'));
  await expect(wrong).rejects.not.toBeInstanceOf(DatabaseUnavailable);
});

test('an error of the statement itself is no reason to call the database unavailable', async () => {
  const wrong = database.query(sql`select * from no_such_table`);
  await expect(wrong).rejects.toThrow('no_such_table');
  await expect(wrong).rejects.not.toBeInstanceOf(DatabaseUnavailable);
});

test('statements sent at the same time each get their own answer', async () => {
  const asked = Array.from({ length: 200 }, (_, index) => index);
  const answers = await Promise.all(
    asked.map(async (index) => {
      const { rows } = await database.query<{ answer: number }>(sql`select ${index}::int as answer`);
      return rows[0]?.answer;
    }),
  );
  expect(answers).toEqual(asked);
});

test('large parameters sent at the same time as small ones are not mixed up', async () => {
  const large = Array.from({ length: 50_000 }, (_, index) => index);
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const statement =
        index % 3 === 0
          ? sql`select count(*)::int as number, ${`large ${index}`}::text as label from unnest(${large}::int[])`
          : sql`select 1 as number, ${`small ${index}`}::text as label`;
      return (await database.query<{ number: number; label: string }>(statement)).rows[0];
    }),
  );
  for (const [index, answer] of answers.entries()) {
    const isLarge = index % 3 === 0;
    expect(answer).toEqual({
      number: isLarge ? 50_000 : 1,
      label: `${isLarge ? 'large' : 'small'} ${index}`,
    });
  }
});

test('transactions at the same time do not see each other before they commit', async () => {
  await database.query(sql`create table counter (value integer not null)`);
  await database.query(sql`insert into counter values (0)`);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      database.transaction(async (tx) => {
        const { rows } = await tx.query<{ value: number }>(sql`select value from counter for update`);
        await tx.query(sql`update counter set value = ${(rows[0]?.value ?? 0) + 1}`);
      }),
    ),
  );
  const { rows } = await database.query(sql`select value from counter`);
  expect(rows).toEqual([{ value: 20 }]);
});
