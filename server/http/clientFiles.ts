// The built client. Its view lives in the query of `/`, so no other path falls back to index.html.
import { existsSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from '../errors.ts';

export const clientDirectory = fileURLToPath(new URL('../../dist/client', import.meta.url));

export function isClientBuilt(): boolean {
  return existsSync(`${clientDirectory}/index.html`);
}

export async function clientFiles(app: FastifyInstance): Promise<void> {
  if (!isClientBuilt()) {
    app.get('/', { schema: { hide: true } }, async () => {
      throw notFound('page', '/: the client is not built; run npm run build');
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: clientDirectory,
    // one route a file: what is not there reaches our own 404
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControl(path)),
  });
}

/** Vite puts a hash of the content into the names of what it makes, and into nothing else. */
function cacheControl(path: string): string {
  const isHashed = path.includes(`${sep}assets${sep}`) && /-[\w-]{8}\.\w+$/.test(basename(path));
  return isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}
