// Makes the template data folder of the project server-embedded, and removes it after the run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrations.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'gridwright-template-'));
  const database = await openDatabase({ dataDirectory });
  await migrate(database);
  await database.close();
  project.provide('databaseTemplate', { engine: 'embedded', dataDirectory });
  return () => rm(dataDirectory, { recursive: true, force: true });
}
