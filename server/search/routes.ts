import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { checkStorable } from '../http/texts.ts';
import { RegionParameters } from '../regions/schemas.ts';
import { badRequestResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { SearchQuery, SearchResults } from './schemas.ts';
import { searchRegion } from './search.ts';

export const searchRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/regions/:region/search',
    {
      schema: {
        tags: ['Search'],
        summary: 'Search a region for what was loaded into it',
        description:
          'Households by reference, building or address, incidents by reference or address, roads by name. One result for ' +
          'all households of a building in a grid, one for all of an address. Names of people and telephone numbers are ' +
          'neither searched nor shown.',
        params: RegionParameters,
        querystring: SearchQuery,
        response: {
          200: SearchResults,
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const { q, limit = 20 } = request.query;
      checkStorable({ q });
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(request.params.region, scope);
      const results = await searchRegion(database.reader(), scope, regionId, q, limit);
      reply.header('cache-control', 'private, no-store');
      return { results };
    },
  );
};
