import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequestResponse, notFoundResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { listRegions, summarizeRegion } from './queries.ts';
import { NoQuery, RegionList, RegionParameters, Summary } from './schemas.ts';

export const regionRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/regions',
    {
      schema: {
        tags: ['Regions'],
        summary: 'All regions',
        description: 'In order of code, with the extent and the version of the boundaries in force.',
        querystring: NoQuery,
        response: { 200: RegionList, 400: badRequestResponse },
      },
    },
    async (request) => ({ regions: await listRegions(snapshots, scopeOf(request)) }),
  );

  app.get(
    '/api/regions/:region/summary',
    {
      schema: {
        tags: ['Regions'],
        summary: 'A region in numbers',
        description:
          'Its grids, areas, workers, households and incidents, counted now, and whether its coverage is exact.',
        params: RegionParameters,
        querystring: NoQuery,
        response: { 200: Summary, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request) => summarizeRegion(database, snapshots, scopeOf(request), request.params.region),
  );
};
