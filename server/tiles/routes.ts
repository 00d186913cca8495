import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Scope, scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { ProblemError } from '../errors.ts';
import { isKnown } from '../http/preconditions.ts';
import { KnownCategories } from '../incidents/knownCategories.ts';
import type { Metrics } from '../metrics/metrics.ts';
import {
  badRequestResponse,
  emptyResponse,
  notFoundResponse,
  problemResponse,
  readyResponse,
} from '../responses.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { type FilterQuery, readFilter } from './filters.ts';
import { layerNamed } from './layers.ts';
import { TileRenderer } from './renderer.ts';
import { TileJson, TileJsonParameters, TileJsonQuery, TileParameters, TileQuery } from './schemas.ts';
import type { TileCache, TileEncoding } from './tileCache.ts';
import { tileCoordinate } from './tileCoordinate.ts';
import { tileJson } from './tileJson.ts';
import { isPointLayer, type TileLayer } from './tileLayer.ts';
import { TileVersions } from './tileVersion.ts';

const tileType = 'application/vnd.mapbox-vector-tile';

/** Points change by the minute, the basemap by the month; boundaries of the version in force never do. */
const maximumAgeSeconds: Readonly<Record<TileLayer['subject'], number>> = {
  boundaries: 0,
  households: 5,
  incidents: 5,
  context: 60,
};

const unavailableResponse = problemResponse(
  'The database does not answer, and what is asked for is not in memory',
);

interface TileRoutesInput {
  database: Database;
  snapshots: Snapshots;
  cache: TileCache;
  metrics: Metrics;
}

export const tileRoutes: FastifyPluginAsyncTypebox<TileRoutesInput> = async (
  app,
  { database, snapshots, cache, metrics },
) => {
  const renderer = new TileRenderer(database, snapshots);
  const versions = new TileVersions();
  const categories = new KnownCategories(database);
  const filterOf = (layer: TileLayer, query: FilterQuery) =>
    readFilter(layer, query, (codes) => categories.check(codes));

  app.get(
    '/tiles/:layer.json',
    {
      schema: {
        tags: ['Tiles'],
        summary: 'TileJSON of a layer',
        description:
          'Where its tiles are, its zooms, bounds and fields. The way to add a layer to QGIS or MapLibre. Filters are passed ' +
          'on to the tiles.',
        params: TileJsonParameters,
        querystring: TileJsonQuery,
        response: { 200: TileJson, 400: badRequestResponse, 404: notFoundResponse, 503: unavailableResponse },
      },
    },
    async (request, reply) => {
      const layer = layerNamed(request.params.layer);
      const { region } = request.query;
      const filter = await filterOf(layer, request.query);
      const regions = await regionsOf(snapshots, scopeOf(request), region);
      reply.header('cache-control', 'private, no-cache');
      return tileJson(layer, {
        baseUrl: `${request.protocol}://${request.host}`,
        region,
        filter,
        version: versions.of(layer, regions, filter),
        bounds: await renderer.boundsOf(layer, regions),
      });
    },
  );

  app.get(
    '/tiles/:layer/:z/:x/:y.mvt',
    {
      // compressed once, in the cache, under a tag of its own
      compress: false,
      // headers for pages, worked out anew for each answer: a third of the time that a known tile takes
      helmet: false,
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
          503: unavailableResponse,
        },
      },
    },
    async (request, reply) => {
      const layer = layerNamed(request.params.layer);
      const { z, x, y } = tileCoordinate(request.params.z, request.params.x, request.params.y);
      refuseOtherZooms(layer, z);
      const filter = await filterOf(layer, request.query);
      // read before the tile: a tile may be newer than its version says, never older
      const newest = await regionsOf(snapshots, scopeOf(request), request.query.region);
      const regions = isPointLayer(layer) ? await snapshots.drawable(newest) : newest;
      const version = versions.of(layer, regions, filter);
      const encoding = encodingFor(request);
      const entityTag = entityTagOf(version, encoding);
      reply.header('cache-control', cacheControl(layer, request.query.v === version));
      reply.header('etag', entityTag).header('vary', 'accept-encoding');
      reply.header('x-content-type-options', 'nosniff').header('cross-origin-resource-policy', 'same-origin');
      if (isKnown(request.headers, entityTag)) return reply.code(304).send();

      // whole regions may have been read meanwhile: nothing is drawn for one who has gone
      if (isOver(reply)) return reply;
      const key = `${layer.id}/${z}/${x}/${y}/${version}`;
      const known = cache.peek(key, encoding);
      const tile =
        known ?? (await cache.get(key, encoding, () => renderer.render(layer, { z, x, y }, regions, filter)));
      if (isOver(reply)) return reply;
      metrics.tileSent(layer.id, known ? 'cache' : 'rendering', tile.length);
      return sendTile(reply, tile, encoding);
    },
  );
};

/** Whether nobody waits for the answer any more: the handler's time is up and that was said, or the client went. */
function isOver(reply: FastifyReply): boolean {
  return reply.sent || reply.raw.destroyed;
}

/** @throws ProblemError 404 when a region is asked for that is not there */
async function regionsOf(
  snapshots: Snapshots,
  scope: Scope,
  code: string | undefined,
): Promise<readonly DirectoryEntry[]> {
  return code === undefined ? snapshots.regions(scope) : [await snapshots.entry(code, scope)];
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
function entityTagOf(version: string, encoding: TileEncoding): string {
  return encoding === 'gzip' ? `"${version}-gzip"` : `"${version}"`;
}

function encodingFor(request: FastifyRequest): TileEncoding {
  const accepted = request.headers['accept-encoding'];
  const isAccepted = typeof accepted === 'string' && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted);
  return isAccepted ? 'gzip' : 'identity';
}

function sendTile(reply: FastifyReply, tile: Buffer, encoding: TileEncoding): FastifyReply {
  if (tile.length === 0) return reply.code(204).send();
  if (encoding === 'gzip') reply.header('content-encoding', 'gzip');
  return reply.type(tileType).send(tile);
}
