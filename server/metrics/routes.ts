import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { NoQuery } from '../regions/schemas.ts';
import { badRequestResponse, readyResponse } from '../responses.ts';
import type { Metrics } from './metrics.ts';

export const metricsRoutes: FastifyPluginAsyncTypebox<{ metrics: Metrics }> = async (app, { metrics }) => {
  app.get(
    '/metrics',
    {
      schema: {
        tags: ['Health'],
        summary: 'Figures for Prometheus',
        description:
          'Requests, tiles, connections to the database, regions in memory, imports under way, the event loop and the process. ' +
          'What they mean and what to alert on: docs/operations.md.',
        querystring: NoQuery,
        response: {
          200: readyResponse(
            'Text format 0.0.4',
            'text/plain',
            Type.String({ examples: ['gridwright_standby_used 1\n'] }),
          ),
          400: badRequestResponse,
        },
      },
    },
    async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.text()),
  );
};
