import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { type AppInput, buildApp } from '../app.ts';
import type { Database } from '../database.ts';
import { Snapshots } from '../snapshot/snapshots.ts';

/** The whole application on the given database, for `inject()`; closed after the last test of the file. */
export async function testApp(
  database: Database,
  config: Partial<AppInput['config']> = {},
): Promise<FastifyInstance> {
  const snapshots = new Snapshots(database);
  const app = await buildApp({ database, config: { logLevel: 'silent', ...config }, snapshots });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });
  return app;
}
