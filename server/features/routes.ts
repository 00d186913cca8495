import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { wholeDocument } from '../openapi.ts';
import { regionVersions } from '../regions/versions.ts';
import { notFoundResponse, readyResponse, readyResponses } from '../responses.ts';
import { answer, rootOf, staticFacts, versionFacts } from './answer.ts';
import { collectionNamed, collections } from './collections/index.ts';
import { collectionDescription, collectionList, conformance, landingPage } from './documents.ts';
import { chooseEncoding, mediaTypes } from './encodings.ts';
import { ExtentCache } from './extentCache.ts';
import { collectionHtml, collectionListHtml, conformanceHtml, landingHtml } from './html/documents.ts';
import { itemRoutes } from './itemRoutes.ts';
import { featuresOpenapi } from './openapi.ts';
import {
  CollectionDescription,
  CollectionList,
  CollectionParameters,
  Conformance,
  commonRefusals,
  EncodingQuery,
  Html,
  LandingPage,
} from './schemas.ts';
import { serviceDocument } from './serviceDocument.ts';

const tags = ['Features'];

/** OGC API – Features, Part 1: core, GeoJSON, HTML and OpenAPI 3.0. */
export const featuresRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (
  app,
  { database },
) => {
  const extents = new ExtentCache();

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
          querystring: EncodingQuery,
          response: {
            200: readyResponses('Landing page', {
              [mediaTypes.json]: LandingPage,
              [mediaTypes.html]: Html,
            }),
            ...commonRefusals,
          },
        },
      },
      async (request, reply) => {
        const encoding = chooseEncoding(request, request.query.f);
        return answer(request, reply, encoding, staticFacts, async () => {
          const page = landingPage(rootOf(request), encoding);
          return encoding === 'html' ? landingHtml(page) : JSON.stringify(page);
        });
      },
    );
  }

  app.get(
    '/ogc/conformance',
    {
      schema: {
        tags,
        summary: 'Conformance classes',
        description: 'The parts of the standard that hold.',
        querystring: EncodingQuery,
        response: {
          200: readyResponses('Conformance classes', {
            [mediaTypes.json]: Conformance,
            [mediaTypes.html]: Html,
          }),
          ...commonRefusals,
        },
      },
    },
    async (request, reply) => {
      const encoding = chooseEncoding(request, request.query.f);
      return answer(request, reply, encoding, staticFacts, async () => {
        const classes = conformance(rootOf(request), encoding);
        return encoding === 'html' ? conformanceHtml(rootOf(request), classes) : JSON.stringify(classes);
      });
    },
  );

  app.get(
    '/ogc/api',
    {
      schema: {
        tags,
        summary: 'This API as OpenAPI 3.0',
        description: 'The definition that the landing page calls service-desc.',
        querystring: EncodingQuery,
        response: {
          200: readyResponses('This API', {
            [mediaTypes.openapi]: Type.Object(
              {},
              { additionalProperties: true, examples: [{ openapi: '3.0.3' }] },
            ),
            [mediaTypes.html]: Html,
          }),
          ...commonRefusals,
        },
      },
    },
    async (request, reply) => {
      const encoding = chooseEncoding(request, request.query.f);
      const document = featuresOpenapi(wholeDocument(app), rootOf(request));
      if (encoding === 'html') {
        return answer(request, reply, encoding, [document], async () => serviceDocument(document));
      }
      // as bytes: to text Fastify adds a charset, and clients compare this media type letter by letter
      return answer(
        request,
        reply,
        encoding,
        [document],
        async () => Buffer.from(JSON.stringify(document)),
        mediaTypes.openapi,
      );
    },
  );

  app.get(
    '/ogc/api.html',
    {
      schema: {
        tags,
        summary: 'This API on a page to read',
        description: 'What the landing page calls service-doc.',
        querystring: EncodingQuery,
        response: { 200: readyResponse('The page', mediaTypes.html, Html), ...commonRefusals },
      },
    },
    async (request, reply) => {
      const document = featuresOpenapi(wholeDocument(app), rootOf(request));
      return answer(request, reply, 'html', [document], async () => serviceDocument(document));
    },
  );

  app.get(
    '/ogc/collections',
    {
      schema: {
        tags,
        summary: 'The collections',
        description: 'Each with its extent in space and time.',
        querystring: EncodingQuery,
        response: {
          200: readyResponses('The collections', {
            [mediaTypes.json]: CollectionList,
            [mediaTypes.html]: Html,
          }),
          ...commonRefusals,
        },
      },
    },
    async (request, reply) => {
      const encoding = chooseEncoding(request, request.query.f);
      const reader = database.reader();
      const versions = await regionVersions(reader, scopeOf(request));
      return answer(request, reply, encoding, versionFacts(['everything'], versions), async () => {
        const described = [];
        for (const collection of collections) {
          described.push({ collection, extent: await extents.of(reader, collection, versions) });
        }
        const list = collectionList(rootOf(request), encoding, described);
        return encoding === 'html' ? collectionListHtml(rootOf(request), list) : JSON.stringify(list);
      });
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
        querystring: EncodingQuery,
        response: {
          200: readyResponses('The collection', {
            [mediaTypes.json]: CollectionDescription,
            [mediaTypes.html]: Html,
          }),
          ...commonRefusals,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collectionId);
      const encoding = chooseEncoding(request, request.query.f);
      const reader = database.reader();
      const versions = await regionVersions(reader, scopeOf(request));
      return answer(request, reply, encoding, versionFacts(['everything'], versions), async () => {
        const extent = await extents.of(reader, collection, versions);
        const description = collectionDescription(rootOf(request), encoding, collection, extent);
        return encoding === 'html'
          ? collectionHtml(rootOf(request), description)
          : JSON.stringify(description);
      });
    },
  );

  await app.register(itemRoutes, { database });
};
