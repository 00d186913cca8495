// A fresh, migrated database for each test file, on the engine of the vitest project that runs it.
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { connectPostgis, type Database, openDatabase } from '../database.ts';
import { databaseUrl, onServer } from './databaseServer.ts';

/** Made once a run by the project's global setup; a test file gets a copy. */
export type DatabaseTemplate =
  | { engine: 'embedded'; dataDirectory: string }
  | { engine: 'postgis'; serverUrl: string; name: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

let opened: Promise<OpenedDatabase> | undefined;
let location = '';

interface OpenedDatabase {
  database: Database;
  location: string;
}

/**
 * The test file's database: migrated, empty, closed and removed after the last test. To be awaited at the top of the
 * file: `const database = await testDatabase()`. The same one on a second call.
 */
export async function testDatabase(): Promise<Database> {
  opened ??= openMigrated();
  const first = await opened;
  location = first.location;
  return first.database;
}

/** For other processes and pools: the data folder on the built-in engine, the URL on PostGIS. */
export function testDatabaseLocation(): string {
  return location;
}

/** One more, migrated and empty. */
export async function anotherDatabase(): Promise<Database> {
  return (await openMigrated()).database;
}

/** One more, in which nothing was set up. On PostGIS: a built-in database takes long to make, and 850 MB. */
export async function unmigratedDatabase(): Promise<Database> {
  const template = inject('databaseTemplate');
  if (template.engine === 'embedded') throw new Error('this test belongs into a *.postgis.test.ts');
  return (await openNew(template.serverUrl, 'create database NAME')).database;
}

function openMigrated(): Promise<OpenedDatabase> {
  const template = inject('databaseTemplate');
  return template.engine === 'embedded'
    ? openCopy(template.dataDirectory)
    : openNew(template.serverUrl, `create database NAME template ${template.name}`);
}

async function openCopy(templateDirectory: string): Promise<OpenedDatabase> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'gridwright-test-'));
  await cp(templateDirectory, dataDirectory, { recursive: true });
  const database = await openDatabase({ dataDirectory });
  afterAll(async () => {
    await database.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  return { database, location: dataDirectory };
}

async function openNew(serverUrl: string, creation: string): Promise<OpenedDatabase> {
  const name = `gridwright_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, creation.replace('NAME', name));
  const url = databaseUrl(serverUrl, name);
  const database = await connectPostgis(url);
  afterAll(async () => {
    await database.close();
    await onServer(serverUrl, `drop database ${name} with (force)`);
  });
  return { database, location: url };
}
