import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { type AppInput, buildApp } from '../app.ts';
import type { Database } from '../database.ts';
import { Snapshots } from '../snapshot/snapshots.ts';

let dataDirectory = '';

/** Where the application of this test file puts what is uploaded. */
export function testDataDirectory(): string {
  return dataDirectory;
}

/** The whole application on the given database, for `inject()`; closed after the last test of the file. */
export async function testApp(
  database: Database,
  snapshots = new Snapshots(database),
  config: Partial<AppInput['config']> = {},
): Promise<FastifyInstance> {
  dataDirectory = mkdtempSync(join(tmpdir(), 'gridwright-app-'));
  const app = await buildApp({
    database,
    config: { logLevel: 'silent', dataDirectory, ...config },
    snapshots,
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });
  return app;
}
