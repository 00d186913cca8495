// Pages of other origins may read, when the configuration names them. They may write nothing: there is no access control yet.
import type { FastifyCorsOptions } from '@fastify/cors';
import type { CorsOrigins } from '../config.ts';

export function corsOptions(origins: CorsOrigins): FastifyCorsOptions {
  return {
    origin: origins === '*' ? '*' : [...origins],
    methods: ['GET', 'HEAD'],
    exposedHeaders: ['ETag', 'Retry-After'],
    // browsers keep the answer for ten minutes, and ask again when the configuration may have changed
    maxAge: 600,
  };
}
