import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { notFound } from '../errors.ts';
import { wholeDocument } from '../openapi.ts';
import { regionVersions } from '../regions/versions.ts';
import { badRequestResponse, notFoundResponse, readyResponse } from '../responses.ts';
import { type Collection, collectionNamed, collections } from './collections/index.ts';
import {
  collectionDescription,
  collectionList,
  conformance,
  featureLinks,
  itemsUrl,
  landingPage,
  mediaTypes,
  pageLinks,
} from './documents.ts';
import { ExtentCache } from './extentCache.ts';
import { featuresOpenapi } from './openapi.ts';
import { clampLimit, parseBbox, parseCursor, parseDatetime, writeCursor } from './parameters.ts';
import { type FeatureRow, findFeature, findPage } from './queries.ts';
import {
  CollectionDescription,
  CollectionList,
  CollectionParameters,
  Conformance,
  Feature,
  FeatureCollection,
  FeatureParameters,
  ItemsQuery,
  LandingPage,
  NoQuery,
} from './schemas.ts';
import { serviceDocument } from './serviceDocument.ts';

const tags = ['Features'];

/** OGC API – Features, Part 1: core, GeoJSON and OpenAPI 3.0. */
export const featuresRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (
  app,
  { database },
) => {
  const extents = new ExtentCache(database);

  // with and without the slash: the root of a service is asked for in both ways
  for (const [url, hide] of [
    ['/ogc', false],
    ['/ogc/', true],
  ] as const) {
    app.get(
      url,
      {
        schema: {
          tags,
          hide,
          summary: 'Landing page',
          description: 'Where everything else is.',
          querystring: NoQuery,
          response: { 200: LandingPage, 400: badRequestResponse },
        },
      },
      async (request) => landingPage(rootOf(request)),
    );
  }

  app.get(
    '/ogc/conformance',
    {
      schema: {
        tags,
        summary: 'Conformance classes',
        description: 'The parts of the standard that hold.',
        querystring: NoQuery,
        response: { 200: Conformance, 400: badRequestResponse },
      },
    },
    async () => conformance,
  );

  app.get(
    '/ogc/api',
    {
      schema: {
        tags,
        summary: 'This API as OpenAPI 3.0',
        description: 'The definition that the landing page calls service-desc.',
        querystring: NoQuery,
        response: {
          200: readyResponse(
            'OpenAPI 3.0',
            mediaTypes.openapi,
            Type.Object({}, { additionalProperties: true }),
          ),
          400: badRequestResponse,
        },
      },
    },
    async (request, reply) =>
      reply
        .type(mediaTypes.openapi)
        // as bytes: to text Fastify adds a charset, and clients compare this media type letter by letter
        .send(Buffer.from(JSON.stringify(featuresOpenapi(wholeDocument(app), rootOf(request))))),
  );

  app.get(
    '/ogc/api.html',
    {
      schema: {
        tags,
        summary: 'This API on a page to read',
        description: 'What the landing page calls service-doc.',
        querystring: NoQuery,
        response: {
          200: readyResponse('The page', mediaTypes.html, Type.String()),
          400: badRequestResponse,
        },
      },
    },
    async (request, reply) =>
      reply
        .type(`${mediaTypes.html}; charset=utf-8`)
        .send(serviceDocument(featuresOpenapi(wholeDocument(app), rootOf(request)))),
  );

  app.get(
    '/ogc/collections',
    {
      schema: {
        tags,
        summary: 'The collections',
        description: 'Each with its extent in space and time.',
        querystring: NoQuery,
        response: { 200: CollectionList, 400: badRequestResponse },
      },
    },
    async (request) => {
      const described = [];
      for (const collection of collections) {
        described.push({ collection, extent: await extents.of(collection, scopeOf(request)) });
      }
      return collectionList(rootOf(request), described);
    },
  );

  app.get(
    '/ogc/collections/:collectionId',
    {
      schema: {
        tags,
        summary: 'One collection',
        description: 'The same as its entry in the list.',
        params: CollectionParameters,
        querystring: NoQuery,
        response: { 200: CollectionDescription, 400: badRequestResponse, 404: notFoundResponse },
      },
    },
    async (request) => {
      const collection = collectionNamed(request.params.collectionId);
      return collectionDescription(
        rootOf(request),
        collection,
        await extents.of(collection, scopeOf(request)),
      );
    },
  );

  app.get(
    '/ogc/collections/:collectionId/items',
    {
      schema: {
        tags,
        summary: 'Features of a collection',
        description:
          'A page of features; the link `next` leads to the next one. All pages show the data as recorded when the first was read.',
        params: CollectionParameters,
        querystring: ItemsQuery,
        response: {
          200: readyResponse('A page of features', mediaTypes.geoJson, FeatureCollection),
          400: badRequestResponse,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collectionId);
      const { bbox, datetime, cursor } = request.query;
      const limit = clampLimit(request.query.limit);
      const after = parseCursor(cursor);
      const reader = database.reader(after?.at);
      const page = await findPage(reader, collection, {
        regionIds: await regionIdsOf(reader, request),
        limit,
        boxes: parseBbox(bbox),
        during: parseDatetime(datetime),
        cursor: after,
      });
      const root = rootOf(request);
      const next =
        page.next && pageUrl(root, collection, { limit, bbox, datetime, cursor: writeCursor(page.next) });
      const links = pageLinks(root, collection, { self: `${originOf(request)}${request.url}`, next });
      const head = {
        type: 'FeatureCollection',
        timeStamp: new Date().toISOString(),
        numberMatched: page.matched,
        numberReturned: page.features.length,
        links,
      };
      const features = page.features.map((feature) => `{${featureMembers(feature)}}`).join(',');
      return reply
        .type(mediaTypes.geoJson)
        .send(`${JSON.stringify(head).slice(0, -1)},"features":[${features}]}`);
    },
  );

  app.get(
    '/ogc/collections/:collectionId/items/:featureId',
    {
      schema: {
        tags,
        summary: 'One feature',
        description: 'As recorded and in force now.',
        params: FeatureParameters,
        querystring: NoQuery,
        response: {
          200: readyResponse('The feature', mediaTypes.geoJson, Feature),
          400: badRequestResponse,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collectionId);
      const { featureId } = request.params;
      const reader = database.reader();
      const feature = isFeatureId(featureId)
        ? await findFeature(reader, collection, await regionIdsOf(reader, request), featureId)
        : undefined;
      if (!feature) throw notFound(`feature in ${collection.id} with the id`, featureId);
      const links = JSON.stringify(featureLinks(rootOf(request), collection, featureId));
      return reply.type(mediaTypes.geoJson).send(`{${featureMembers(feature)},"links":${links}}`);
    },
  );
};

async function regionIdsOf(database: Queryable, request: FastifyRequest): Promise<number[]> {
  const regions = await regionVersions(database, scopeOf(request));
  return regions.map(({ regionId }) => regionId);
}

function isFeatureId(text: string): boolean {
  return /^\d{1,16}$/.test(text);
}

/** Members of a GeoJSON feature, without the braces. */
function featureMembers({ id, geometry, properties }: FeatureRow): string {
  return `"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometry},"properties":${JSON.stringify(properties)}`;
}

function pageUrl(
  root: string,
  collection: Collection,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `${itemsUrl(root, collection)}?${query}`;
}

function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

function rootOf(request: FastifyRequest): string {
  return `${originOf(request)}/ogc`;
}
