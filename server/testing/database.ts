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

let opened: Promise<Database> | undefined;
let location = '';

/**
 * The test file's database: migrated, empty, closed and removed after the last test. To be awaited at the top of the
 * file: `const database = await testDatabase()`. The same one on a second call.
 */
export function testDatabase(): Promise<Database> {
  opened ??= open(inject('databaseTemplate'));
  return opened;
}

/** For other processes and pools: the data folder on the built-in engine, the URL on PostGIS. */
export function testDatabaseLocation(): string {
  return location;
}

async function open(template: DatabaseTemplate): Promise<Database> {
  return template.engine === 'embedded' ? openCopy(template.dataDirectory) : openClone(template);
}

async function openCopy(templateDirectory: string): Promise<Database> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'gridwright-test-'));
  await cp(templateDirectory, dataDirectory, { recursive: true });
  location = dataDirectory;
  const database = await openDatabase({ dataDirectory });
  afterAll(async () => {
    await database.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  return database;
}

async function openClone(template: { serverUrl: string; name: string }): Promise<Database> {
  const name = `gridwright_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(template.serverUrl, `create database ${name} template ${template.name}`);
  location = databaseUrl(template.serverUrl, name);
  const database = await connectPostgis(location);
  afterAll(async () => {
    await database.close();
    await onServer(template.serverUrl, `drop database ${name} with (force)`);
  });
  return database;
}
