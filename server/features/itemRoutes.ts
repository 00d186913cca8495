import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { limits as serverLimits } from '../limits.ts';
import { regionVersions } from '../regions/versions.ts';
import { notFoundResponse, readyResponses } from '../responses.ts';
import { answer, originOf, rootOf, versionFacts } from './answer.ts';
import { type Collection, collectionNamed } from './collections/index.ts';
import { featureLinks, itemsUrl, pageLinks } from './documents.ts';
import { chooseEncoding, mediaTypes } from './encodings.ts';
import { FeatureCounts } from './featureCounts.ts';
import { collectionText, featureText } from './geoJson.ts';
import { featureHtml, itemsHtml } from './html/items.ts';
import { type PageEnd, readPage } from './page.ts';
import {
  clampLimit,
  htmlPageFeatures,
  parseBbox,
  parseCursor,
  parseDatetime,
  writeCursor,
} from './parameters.ts';
import { type FeatureRow, findFeature } from './queries.ts';
import {
  CollectionParameters,
  commonRefusals,
  Feature,
  FeatureCollection,
  FeatureParameters,
  FeatureQuery,
  Html,
  ItemsQuery,
} from './schemas.ts';

const tags = ['Features'];

/** Pages of features, and single ones. */
export const itemRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (app, { database }) => {
  const counts = new FeatureCounts();

  app.get(
    '/ogc/collections/:collectionId/items',
    {
      // a page of 10,000 grids is 100 MB
      handlerTimeout: serverLimits.streamMs,
      schema: {
        tags,
        summary: 'Features of a collection',
        description:
          'A page of features; the link `next` leads to the next one. All pages show the data as recorded when the first was read.',
        params: CollectionParameters,
        querystring: ItemsQuery,
        response: {
          200: readyResponses('A page of features', {
            [mediaTypes.geoJson]: FeatureCollection,
            [mediaTypes.html]: Html,
          }),
          ...commonRefusals,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collectionId);
      const { bbox, datetime, cursor, f, crs = 'wgs84' } = request.query;
      const encoding = chooseEncoding(request, f);
      const most = encoding === 'html' ? htmlPageFeatures : serverLimits.featuresInPage;
      const limit = clampLimit(request.query.limit, most);
      const pageRequest = {
        limit,
        boxes: parseBbox(bbox),
        during: parseDatetime(datetime),
        cursor: parseCursor(cursor),
      };
      const reader = database.reader(pageRequest.cursor?.at);
      const versions = await regionVersions(reader, scopeOf(request));
      const root = rootOf(request);
      const linksOf = ({ next }: PageEnd) =>
        pageLinks(root, encoding, collection, {
          self: `${originOf(request)}${request.url}`,
          next:
            next &&
            pageUrl(root, collection, {
              limit,
              bbox,
              datetime,
              ...(crs === 'wgs84' ? {} : { crs }),
              f,
              cursor: writeCursor(next),
            }),
        });
      return answer(
        request,
        reply,
        encoding,
        versionFacts(collection.subjects, versions),
        async () => {
          const batches = readPage(reader, counts, collection, versions, pageRequest);
          if (encoding === 'json') return textOrStream(collectionText(batches, crs, linksOf));
          const { features, end } = await readAll(batches);
          return itemsHtml(root, collection, features, end, linksOf(end));
        },
        mediaTypes.geoJson,
      );
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
        querystring: FeatureQuery,
        response: {
          200: readyResponses('The feature', { [mediaTypes.geoJson]: Feature, [mediaTypes.html]: Html }),
          ...commonRefusals,
          404: notFoundResponse,
        },
      },
    },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collectionId);
      const { featureId } = request.params;
      const { f, crs = 'wgs84' } = request.query;
      const encoding = chooseEncoding(request, f);
      const reader = database.reader();
      const versions = await regionVersions(reader, scopeOf(request));
      return answer(
        request,
        reply,
        encoding,
        versionFacts(collection.subjects, versions),
        async () => {
          const regionIds = versions.map(({ regionId }) => regionId);
          const feature = isFeatureId(featureId)
            ? await findFeature(reader, collection, regionIds, featureId)
            : undefined;
          if (!feature) throw notFound(`feature in ${collection.id} with the id`, featureId);
          const links = featureLinks(rootOf(request), encoding, collection, featureId, crs);
          return encoding === 'html'
            ? featureHtml(rootOf(request), collection, feature, links)
            : featureText(feature, crs, links);
        },
        mediaTypes.geoJson,
      );
    },
  );
};

function isFeatureId(text: string): boolean {
  return /^\d{1,16}$/.test(text);
}

/** A page of one batch as it is; a larger one as a stream, which the client's reading drives. */
async function textOrStream(pieces: AsyncGenerator<string, void>): Promise<string | Readable> {
  // the first pieces are read before the answer begins, so that a failure until then has its status
  const first = await pieces.next();
  const second = await pieces.next();
  if (second.done) return first.value ?? '';
  const begun = [first.value, second.value];
  return Readable.from(
    (async function* () {
      yield* begun.splice(0);
      yield* pieces;
    })(),
  );
}

async function readAll(
  batches: AsyncGenerator<FeatureRow[], PageEnd>,
): Promise<{ features: FeatureRow[]; end: PageEnd }> {
  const features: FeatureRow[] = [];
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return { features, end: value };
    features.push(...value);
  }
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
