import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequestResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { listRegions, listVersions, summarizeRegion } from './queries.ts';
import { BoundaryVersions, NoQuery, RegionList, RegionParameters, Summary } from './schemas.ts';

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
    '/api/regions/:region/versions',
    {
      schema: {
        tags: ['Regions'],
        summary: 'The boundary versions of a region',
        description: 'Newest first, with what each changed: what an `at` or a crosswalk can ask for.',
        params: RegionParameters,
        querystring: NoQuery,
        response: {
          200: BoundaryVersions,
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(request.params.region, scope);
      reply.header('cache-control', 'private, no-cache');
      return { versions: await listVersions(database, scope, regionId) };
    },
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
