// The list of what is backed up against the schema: a migration that adds a table, and forgets it there, fails here.
import sql, { raw } from 'sql-template-tag';
import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { backedUpSequences, backedUpTables, leftOutTables, seededTables } from './tables.ts';

const database = await testDatabase();
const names = backedUpTables.map((table) => table.name);

test('every table of the schema is in a backup, or left out for a reason', async () => {
  const { rows } = await database.query<{ name: string }>(sql`
    select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
    order by relname`);
  expect(rows.map((row) => row.name)).toEqual([...names, ...Object.keys(leftOutTables)].sort());
});

test('every sequence of the schema is in a backup', async () => {
  const { rows } = await database.query<{ name: string }>(sql`
    select s.relname as name from pg_class s
    where s.relkind = 'S' and s.relnamespace = current_schema()::regnamespace
      and not exists (select 1 from pg_depend d join pg_class t on t.oid = d.refobjid
        where d.objid = s.oid and t.relname = 'schema_migration')`);
  expect(rows.map((row) => row.name)).toEqual(backedUpSequences);
});

test('a table is restored after those that it refers to', async () => {
  const { rows } = await database.query<{ table: string; refersTo: string }>(sql`
    select t.relname as table, r.relname as "refersTo"
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
    where c.contype = 'f' and t.relname = any(${names}::text[]) and t.oid <> r.oid`);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ table, refersTo }) => names.indexOf(refersTo) > names.indexOf(table))).toEqual([]);
});

test('the tables that migrations fill are those that a new database has rows in', async () => {
  const filled: string[] = [];
  for (const { name } of backedUpTables) {
    const { rows } = await database.query(sql`select 1 from ${raw(name)} limit 1`);
    if (rows.length > 0) filled.push(name);
  }
  expect(filled).toEqual([...seededTables]);
});
