// Makes the template database of the project server-postgis, and drops it after the run.
import type { TestProject } from 'vitest/node';
import { connectPostgis } from '../database.ts';
import { migrate } from '../migrations.ts';
import { databaseUrl, onServer } from './databaseServer.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (serverUrl === undefined) throw new Error('TEST_DATABASE_URL is not set');
  const name = `gridwright_template_${process.pid}_${Date.now()}`;
  await onServer(serverUrl, `create database ${name}`);
  const database = await connectPostgis(databaseUrl(serverUrl, name));
  await migrate(database);
  await database.close();
  project.provide('databaseTemplate', { engine: 'postgis', serverUrl, name });
  return () => onServer(serverUrl, `drop database ${name} with (force)`);
}
