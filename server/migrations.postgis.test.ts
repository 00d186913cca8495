// What a server does with a schema that is not its own: on DATABASE_URL, where somebody else decides when to migrate.
import sql from 'sql-template-tag';
import { afterEach, expect, test } from 'vitest';
import { migrate, prepareSchema, schemaState } from './migrations.ts';
import { testDatabase, testDatabaseLocation } from './testing/database.ts';
import { runGridwright } from './testing/process.ts';

const database = await testDatabase();
await database.query(sql`create table kept as table schema_migration`);
afterEach(async () => {
  await database.query(sql`delete from schema_migration`);
  await database.query(sql`insert into schema_migration select * from kept`);
});

test('a current schema is left alone, and migrating it applies nothing', async () => {
  await prepareSchema(database);
  expect(await migrate(database)).toEqual([]);
});

test('a server refuses to start on a schema that is behind, and says how to migrate', async () => {
  await database.query(
    sql`delete from schema_migration where name = (select max(name) from schema_migration)`,
  );
  expect(await schemaState(database)).toBe('behind');
  const { exitCode, stderr } = await runGridwright(['serve'], {
    DATABASE_URL: testDatabaseLocation(),
    PORT: '0',
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('npx gridwright migrate');
  expect(stderr).not.toContain('    at ');
});

test('a schema that a newer version has migrated is refused', async () => {
  await database.query(
    sql`insert into schema_migration (name, run_on) values ('9999_from_the_future', now())`,
  );
  expect(await schemaState(database)).toBe('ahead');
  await expect(prepareSchema(database)).rejects.toThrow('newer version');
});

test('migrating twice at the same time applies everything once', async () => {
  await expect(Promise.all([migrate(database), migrate(database)])).resolves.toEqual([[], []]);
});
