// One process of the bench, on a port of its own that it prints: the service with its tile cache or without, or a route that
// sends the same bytes.
//
//   server.ts service DATABASE_URL CACHE_BYTES
//   server.ts constant FILE

import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildApp } from '../../server/app.ts';
import { connectPostgis } from '../../server/database.ts';
import { Snapshots } from '../../server/snapshot/snapshots.ts';
import { TileCache } from '../../server/tiles/tileCache.ts';

const [what, where, cacheBytes] = process.argv.slice(2);
if (where === undefined) throw new Error('server.ts is started by tiles.ts');
const app = what === 'service' ? await service(where, Number(cacheBytes)) : await constant(where);
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`port ${(app.server.address() as AddressInfo).port}`);

async function service(databaseUrl: string, maximumBytes: number): Promise<FastifyInstance> {
  const database = await connectPostgis(databaseUrl);
  return buildApp({
    database,
    config: { logLevel: 'silent', dataDirectory: tmpdir() },
    snapshots: new Snapshots(database),
    tileCache: new TileCache(maximumBytes),
  });
}

async function constant(file: string): Promise<FastifyInstance> {
  const bytes = await readFile(file);
  const fastify = Fastify();
  fastify.get('/bytes', async (_request, reply) =>
    reply.type('application/vnd.mapbox-vector-tile').send(bytes),
  );
  fastify.get('/empty', async (_request, reply) => reply.code(204).send());
  return fastify;
}
