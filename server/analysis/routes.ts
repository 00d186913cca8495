import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { NoQuery, RegionParameters } from '../regions/schemas.ts';
import { badRequestResponse, emptyResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { findDefects } from './defects.ts';
import { readPeriod } from './period.ts';
import { regionQuality } from './quality.ts';
import { Quality } from './qualitySchemas.ts';
import { Defects, Unassigned, UnassignedQuery, Workload, WorkloadQuery } from './schemas.ts';
import { listUnassigned } from './unassigned.ts';
import { readWeights } from './weights.ts';
import { regionWorkload, workloadTag } from './workload.ts';

export const analysisRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  app.get(
    '/api/regions/:region/workload',
    {
      schema: {
        tags: ['Analysis'],
        summary: "Every grid's workload and its parts",
        description:
          'Households, key persons, incidents of the period and area, weighted into minutes a week. A point counts for its ' +
          'responsible grid alone: those of a dedicated grid are not counted for the base grid below it. Default period: ' +
          'twelve months up to the end of today.',
        params: RegionParameters,
        querystring: WorkloadQuery,
        response: {
          200: Workload,
          304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
          400: badRequestResponse,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const entry = await snapshots.entry(request.params.region, scope);
      const period = readPeriod(request.query, entry.timeZone, Date.now());
      const weights = await readWeights(database, scope, entry.regionId);
      const snapshot = await snapshots.regionOf(entry);
      const tag = workloadTag(snapshot, weights, period);
      reply.header('etag', tag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return regionWorkload(snapshot, weights, period);
    },
  );

  app.get(
    '/api/regions/:region/unassigned',
    {
      schema: {
        tags: ['Analysis'],
        summary: 'Households and incidents that lie in no grid',
        description:
          'With the nearest grid, its distance and the cause; households first, each kind in order of id.',
        params: RegionParameters,
        querystring: UnassignedQuery,
        response: { 200: Unassigned, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request) => {
      const scope = scopeOf(request);
      const snapshot = await snapshots.region(request.params.region, scope);
      const { kind, limit = 100, after } = request.query;
      return listUnassigned(database, scope, snapshot, { kind, limit, after });
    },
  );

  app.get(
    '/api/regions/:region/defects',
    {
      schema: {
        tags: ['Analysis'],
        summary: 'Defects of the coverage',
        description:
          'What the last check of the published boundaries, and the last refused import of grids, found.',
        params: RegionParameters,
        querystring: NoQuery,
        response: { 200: Defects, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request) => {
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(request.params.region, scope);
      return findDefects(database, scope, regionId);
    },
  );

  app.get(
    '/api/regions/:region/quality',
    {
      schema: {
        tags: ['Analysis'],
        summary: "Whether the region's data can be trusted",
        description:
          'Defects of the coverage, points in no grid by cause, grids without workers, workers without grids, and when each ' +
          'subject was last written by whom.',
        params: RegionParameters,
        querystring: NoQuery,
        response: { 200: Quality, 400: badRequestResponse, 404: notFoundResponse, 503: unavailableResponse },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      return regionQuality(database, snapshots, scopeOf(request), request.params.region);
    },
  );
};
