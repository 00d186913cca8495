import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Scope, scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { notFound, ProblemError } from '../errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { type RegionVersion, regionVersions, versionDigest } from '../regions/versions.ts';
import { badRequestResponse, emptyResponse, notFoundResponse, readyResponse } from '../responses.ts';
import { layerNamed, layersRevision } from './layers.ts';
import { TileJson, TileJsonParameters, TileJsonQuery, TileParameters, TileQuery } from './schemas.ts';
import { type RenderedTile, TileCache } from './tileCache.ts';
import { tileCoordinate } from './tileCoordinate.ts';
import { tileJson } from './tileJson.ts';
import type { TileLayer } from './tileLayer.ts';
import { renderTile } from './tileQuery.ts';

const tileType = 'application/vnd.mapbox-vector-tile';

/** Points change by the minute, the basemap by the month; boundaries of the version in force never do. */
const maximumAgeSeconds: Readonly<Record<TileLayer['subject'], number>> = {
  boundaries: 0,
  households: 5,
  incidents: 5,
  context: 60,
};

export const tileRoutes: FastifyPluginAsyncTypebox<{ database: Database; metrics: Metrics }> = async (
  app,
  { database, metrics },
) => {
  const cache = new TileCache();

  app.get(
    '/tiles/:layer.json',
    {
      schema: {
        tags: ['Tiles'],
        summary: 'TileJSON of a layer',
        description:
          'Where its tiles are, its zooms, bounds and fields. The way to add a layer to QGIS or MapLibre.',
        params: TileJsonParameters,
        querystring: TileJsonQuery,
        response: { 200: TileJson, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request, reply) => {
      const layer = layerNamed(request.params.layer);
      const regions = await regionsOf(database, scopeOf(request), request.query.region);
      reply.header('cache-control', 'private, no-cache');
      return tileJson(database, layer, {
        baseUrl: `${request.protocol}://${request.host}`,
        regions,
        region: request.query.region,
        version: versionOf(layer, regions),
      });
    },
  );

  app.get(
    '/tiles/:layer/:z/:x/:y.mvt',
    {
      // compressed once, in the cache, under a tag of its own
      compress: false,
      schema: {
        tags: ['Tiles'],
        summary: 'A vector tile',
        description:
          'Mapbox Vector Tile 2.1 in the Web Mercator XYZ scheme. Households and incidents are counted cells below zoom 15.',
        params: TileParameters,
        querystring: TileQuery,
        response: {
          200: readyResponse('The tile', tileType, Type.String({ format: 'binary' })),
          204: emptyResponse('Nothing to see here'),
          304: emptyResponse('The tile with the ETag of If-None-Match is still the newest'),
          400: badRequestResponse,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const layer = layerNamed(request.params.layer);
      const { z, x, y } = tileCoordinate(request.params.z, request.params.x, request.params.y);
      refuseOtherZooms(layer, z);
      // read before the tile: a tile may be newer than its version says, never older
      const regions = await regionsOf(database, scopeOf(request), request.query.region);
      const version = versionOf(layer, regions);
      reply.header('cache-control', cacheControl(layer, request.query.v === version));
      const entityTag = entityTagOf(request, version);
      reply.header('etag', entityTag).header('vary', 'accept-encoding');
      if (isKnown(request, entityTag)) return reply.code(304).send();

      const regionIds = regions.map((region) => region.regionId);
      // the version names the regions in scope, so callers with another scope never share a tile
      const key = [layer.id, z, x, y, version].join('/');
      let from: 'cache' | 'rendering' = 'cache';
      const tile = await cache.get(key, () => {
        from = 'rendering';
        return renderTile(database, layer, { z, x, y, regionIds });
      });
      metrics.tileSent(layer.id, from, acceptsGzip(request) ? tile.gzipped.length : tile.plain.length);
      return sendTile(request, reply, tile);
    },
  );
};

async function regionsOf(
  database: Database,
  scope: Scope,
  code: string | undefined,
): Promise<RegionVersion[]> {
  const regions = await regionVersions(database, scope, code);
  if (code !== undefined && regions.length === 0) throw notFound('region', code);
  return regions;
}

function versionOf(layer: TileLayer, regions: readonly RegionVersion[]): string {
  return `${layersRevision}-${versionDigest(layer.subject, regions)}`;
}

function cacheControl(layer: TileLayer, isAskedByVersion: boolean): string {
  if (layer.subject === 'boundaries' && isAskedByVersion) return 'private, max-age=31536000, immutable';
  const seconds = maximumAgeSeconds[layer.subject];
  return seconds === 0 ? 'private, no-cache' : `private, max-age=${seconds}`;
}

function refuseOtherZooms(layer: TileLayer, z: number): void {
  if (z >= layer.minzoom && z <= layer.maxzoom) return;
  throw new ProblemError(
    404,
    'Not found',
    `z=${z}: ${layer.id} has tiles from zoom ${layer.minzoom} to ${layer.maxzoom}`,
    { parameter: 'z', value: String(z), minzoom: layer.minzoom, maxzoom: layer.maxzoom },
  );
}

/** A strong tag is the bytes' own, so the compressed tile has another. */
function entityTagOf(request: FastifyRequest, version: string): string {
  return acceptsGzip(request) ? `"${version}-gzip"` : `"${version}"`;
}

function isKnown(request: FastifyRequest, entityTag: string): boolean {
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  return known.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === entityTag);
}

function acceptsGzip(request: FastifyRequest): boolean {
  const accepted = request.headers['accept-encoding'];
  return typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);
}

function sendTile(request: FastifyRequest, reply: FastifyReply, tile: RenderedTile): FastifyReply {
  if (tile.plain.length === 0) return reply.code(204).send();
  reply.type(tileType);
  if (!acceptsGzip(request)) return reply.send(tile.plain);
  return reply.header('content-encoding', 'gzip').send(tile.gzipped);
}
