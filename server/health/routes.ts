import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import sql from 'sql-template-tag';
import { Type } from 'typebox';
import type { Database } from '../database.ts';
import { ProblemError } from '../errors.ts';
import { badRequestResponse, problemResponse } from '../responses.ts';

const Health = Type.Object({ status: Type.Literal('ok') });
const noQuery = Type.Object({}, { additionalProperties: false });

export const healthRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (app, { database }) => {
  let isStopping = false;
  // runs before the drain: a proxy that asks sends nobody here any more, while those who come are still served
  app.addHook('preClose', async () => {
    isStopping = true;
  });

  app.get(
    '/api/health/live',
    {
      schema: {
        tags: ['Health'],
        summary: 'Whether the process answers',
        description: 'For whoever restarts a process that hangs; says nothing of the database.',
        querystring: noQuery,
        response: { 200: Health, 400: badRequestResponse },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/api/health/ready',
    {
      schema: {
        tags: ['Health'],
        summary: 'Whether requests can be served: the database answers, and the server is not stopping',
        description: 'For whoever sends requests here or elsewhere; 503 while the database is gone.',
        querystring: noQuery,
        response: {
          200: Health,
          400: badRequestResponse,
          503: problemResponse('The database does not answer, or the server is stopping'),
        },
      },
    },
    async () => {
      if (isStopping) throw new ProblemError(503, 'Service unavailable', 'The server is stopping');
      await database.query(sql`select 1`);
      return { status: 'ok' as const };
    },
  );
};
