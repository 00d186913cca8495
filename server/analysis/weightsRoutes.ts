import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { IfMatch, IfNoneMatch, isKnown, requireIfMatch } from '../http/preconditions.ts';
import { deleteErrors, writeErrors } from '../http/writeErrors.ts';
import { NoQuery, RegionParameters } from '../regions/schemas.ts';
import { writerOf } from '../regions/writeRegion.ts';
import { badRequestResponse, emptyResponse, notFoundResponse, unavailableResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { readRegionWeights, tagOfWeights, writeWeights } from './weights.ts';
import { RegionWeights, Weights } from './weightsSchemas.ts';

export const weightsRoutes: FastifyPluginAsyncTypebox<{ database: Database; snapshots: Snapshots }> = async (
  app,
  { database, snapshots },
) => {
  const url = '/api/regions/:region/weights';
  const tags = ['Analysis'];
  const writer = (request: FastifyRequest) => writerOf(request, { database, snapshots });

  app.get(
    url,
    {
      compress: false,
      schema: {
        tags,
        summary: 'What the workload is weighted by',
        description: "The region's own weights, or the defaults. The ETag is what If-Match of a write wants.",
        params: RegionParameters,
        querystring: NoQuery,
        headers: IfNoneMatch,
        response: {
          200: RegionWeights,
          304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
          400: badRequestResponse,
          404: notFoundResponse,
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request);
      const { regionId } = await snapshots.entry(request.params.region, scope);
      const weights = await readRegionWeights(database, scope, regionId);
      const etag = tagOfWeights(weights);
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers, etag)) return reply.code(304).send();
      return weights;
    },
  );

  app.put(
    url,
    {
      compress: false,
      schema: {
        tags,
        summary: "Set the region's weights",
        description: 'All of them, every category too. The workload follows at once; the change is recorded.',
        params: RegionParameters,
        querystring: NoQuery,
        headers: IfMatch,
        body: Weights,
        response: { 200: RegionWeights, ...writeErrors },
      },
    },
    async (request, reply) => {
      requireIfMatch(request.headers, 'weights');
      const { region } = request.params;
      return answer(reply, await writeWeights(writer(request), region, request.headers, request.body));
    },
  );

  app.delete(
    url,
    {
      compress: false,
      schema: {
        tags,
        summary: 'Go back to the default weights',
        description: 'Answers with the weights that count from now on.',
        params: RegionParameters,
        querystring: NoQuery,
        headers: IfMatch,
        response: { 200: RegionWeights, ...deleteErrors },
      },
    },
    async (request, reply) => {
      requireIfMatch(request.headers, 'weights');
      return answer(reply, await writeWeights(writer(request), request.params.region, request.headers, null));
    },
  );
};

function answer(reply: FastifyReply, weights: RegionWeights): FastifyReply {
  return reply.header('etag', tagOfWeights(weights)).send(weights);
}
