// The built-in database: PGlite with PostGIS, in a worker thread, because it blocks the thread that it runs in.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { SessionServer } from './sessionServer.ts';

/** What `startEngine` hands over. */
export interface EngineInput {
  clusterDirectory: string;
  socketPath: string;
}

/** What the engine says; `failed` carries the reason. */
export type EngineMessage = { state: 'ready' } | { state: 'stopped' } | { state: 'failed'; reason: string };

const port = parentPort as MessagePort;
const { clusterDirectory, socketPath } = workerData as EngineInput;
const say = (message: EngineMessage): void => port.postMessage(message);

try {
  const engine = await openCluster(clusterDirectory);
  // one session for everybody, so it is set up once; parameters of a connection's startup packet are not heard
  await engine.exec(`set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'iso_8601'`);
  const server = new SessionServer(engine);
  await server.listen(socketPath);
  port.once('message', async () => {
    await server.close();
    await engine.close();
    say({ state: 'stopped' });
    port.close();
  });
  say({ state: 'ready' });
} catch (error) {
  say({ state: 'failed', reason: error instanceof Error ? error.message : String(error) });
  port.close();
}

/**
 * Opens the cluster, or makes one. A process that is killed while the cluster is being made leaves a half-made one, which
 * cannot be opened: the marker says that it was finished, and what has no marker holds nothing yet and is made again.
 */
async function openCluster(directory: string): Promise<PGlite> {
  const marker = join(directory, 'gridwright-complete');
  if (existsSync(directory) && !existsSync(marker)) rmSync(directory, { recursive: true });
  // without relaxedDurability: a commit is acknowledged when it is in the file system
  const extensions = { postgis, btree_gist, pg_trgm };
  const engine = await PGlite.create({ dataDir: directory, extensions });
  if (!existsSync(marker)) writeFileSync(marker, '');
  return engine;
}
