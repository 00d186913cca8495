// POST /api/locate: 10,000 points as JSON, or any number streamed both ways.
import { setImmediate } from 'node:timers/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequest, ProblemError } from '../errors.ts';
import { limits } from '../limits.ts';
import { parseMoment } from '../regions/moment.ts';
import { badRequestResponse, notFoundResponse, problemResponse } from '../responses.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { answerStream, jsonAnswers } from './answerStream.ts';
import { type BatchLocator, batchLocator } from './batchLocator.ts';
import { CsvReader } from './csvReader.ts';
import { addPoint, NdjsonReader } from './ndjsonReader.ts';
import { PointBatch } from './pointBatch.ts';
import { BatchAnswer, BatchBody, BatchQuery } from './schemas.ts';
import { Spool } from './spool.ts';

interface Dependencies {
  database: Database;
  snapshots: Snapshots;
}

const ndjson = 'application/x-ndjson';
const csv = 'text/csv';

const csvExample = 'id,lon,lat\na,120.45,36.38\n';
const csvAnswerExample =
  'id,code,baseCode,dedicatedCode,metres,error\na,370215001001001,370215001001001,,57.31,\n';
const ndjsonExample = '{"id":"a","lon":120.45,"lat":36.38}\n';
const ndjsonAnswerExample =
  '{"id":"a","code":"370215001001001","baseCode":"370215001001001","dedicatedCode":null,"metres":57.31}\n';

const lines = (description: string, example: string) => ({
  schema: Type.String({ description, examples: [example] }),
});

const schema = {
  tags: ['Locate'],
  summary: 'Which grids are these points in?',
  description:
    'JSON takes up to 10,000 points. Newline-delimited JSON (an object or a GeoJSON Feature a line) and CSV (UTF-8, with a ' +
    'header line that names lon, lat and perhaps id) are streamed both ways, any number of rows; the answer is in the same ' +
    'format and order. A row that cannot be read is answered, in its place, by one that says why. All points are located by ' +
    'the boundaries that were in force when the request began.',
  querystring: BatchQuery,
  body: {
    content: {
      'application/json': { schema: BatchBody },
      [ndjson]: lines(
        'One point a line: an object with lon, lat and perhaps id, or a Feature',
        ndjsonExample,
      ),
      [csv]: lines('A header line, then one point a line', csvExample),
    },
  },
  response: {
    200: {
      description: 'One answer a point, in the order of the points',
      content: {
        'application/json': { schema: BatchAnswer },
        [ndjson]: lines('One answer a line; a bad row has row and error', ndjsonAnswerExample),
        [csv]: lines('A header line, then one answer a line; a bad row has only an error', csvAnswerExample),
      },
    },
    400: badRequestResponse,
    404: notFoundResponse,
    413: problemResponse(`More than ${limits.locatePoints} points as JSON, or a larger body than they need`),
    415: problemResponse('The body is in none of the formats, or not UTF-8'),
    503: problemResponse('The database does not answer'),
  },
} as const;

export const batchRoutes: FastifyPluginAsyncTypebox<Dependencies> = async (app, { database, snapshots }) => {
  for (const mediaType of [ndjson, csv]) {
    app.addContentTypeParser(mediaType, (request, payload, done) => {
      const { charset } =
        /;\s*charset="?(?<charset>[^";\s]+)/i.exec(request.headers['content-type']!)?.groups ?? {};
      const isUtf8 = charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
      done(isUtf8 ? null : unsupported(`charset=${charset}: the body must be UTF-8`), payload);
    });
  }
  app.addContentTypeParser('*', (request, _, done) => {
    done(unsupported(`Content-Type ${request.headers['content-type'] ?? 'is missing'}`), undefined);
  });
  // streams are read row by row; only JSON is there to be validated before
  const compile = app.validatorCompiler!;
  app.setValidatorCompiler((part) =>
    part.httpPart === 'body' && (part.schema as TSchema & { type?: string }).type === 'string'
      ? () => true
      : compile(part),
  );

  app.post(
    '/api/locate',
    { schema, bodyLimit: limits.locateBodyBytes, handlerTimeout: limits.requestMs },
    async (request, reply) => {
      const { at, region } = request.query;
      const locator = await batchLocator(database, snapshots, scopeOf(request), {
        regionCode: region,
        moment: at === undefined ? undefined : parseMoment('at', at),
      });
      const mediaType = (request.headers['content-type'] ?? '').replace(/;.*/, '').trim().toLowerCase();
      if (mediaType === csv || mediaType === ndjson) {
        return answerStreamed(database, locator, request.query, request, reply, mediaType);
      }
      return answerJson(database, locator, request.query, request.body as BatchBody | undefined, reply);
    },
  );
};

async function answerJson(
  database: Database,
  locator: BatchLocator,
  { crs = 'wgs84', accuracyM, answer }: BatchQuery,
  body: BatchBody | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!body) throw unsupported('Content-Type is missing');
  const { points } = body;
  if (points.length > limits.locatePoints) {
    throw new ProblemError(
      413,
      'Content too large',
      `points: ${points.length} are more than ${limits.locatePoints}; send newline-delimited JSON (${ndjson}) or CSV (${csv})`,
    );
  }
  const write = jsonAnswers(database, { locator, accuracyM }, answer);
  const batch = new PointBatch(crs);
  const rows: string[] = [];
  for (let start = 0; start < points.length; start += POINTS_AT_ONCE) {
    for (const point of points.slice(start, start + POINTS_AT_ONCE)) addPoint(point, batch);
    rows.push(...(await write(batch)));
    batch.clear();
    // others are served in between
    await setImmediate();
  }
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text) => text as string)
    .send(`{"locations":[${rows.join(',')}]}`);
}

/** Some 5 ms. */
const POINTS_AT_ONCE = 1_000;

async function answerStreamed(
  database: Database,
  locator: BatchLocator,
  { crs = 'wgs84', accuracyM, answer }: BatchQuery,
  request: Pick<FastifyRequest, 'raw' | 'body'>,
  reply: FastifyReply,
  mediaType: typeof csv | typeof ndjson,
): Promise<FastifyReply> {
  const isCsv = mediaType === csv;
  if (isCsv && answer === 'full') {
    throw refused(
      reply,
      badRequest('answer', answer, `CSV has compact rows only; send ${ndjson} for full answers`),
    );
  }
  const texts = answerStream(
    database,
    locator,
    isCsv ? new CsvReader() : new NdjsonReader(),
    isCsv ? 'csv' : 'ndjson',
    { crs, accuracyM, answer },
    request.body as AsyncIterable<Buffer>,
  );
  // what is wrong with the beginning is still answered with a status of its own
  const first = await texts.next().catch((error) => {
    throw refused(reply, error);
  });
  const spool = new Spool({ memoryBytes: limits.spoolMemoryBytes, fileBytes: limits.spoolFileBytes });
  void fill(spool, first, texts);
  return reply.type(isCsv ? 'text/csv; charset=utf-8; header=present' : ndjson).send(spool);
}

async function fill(
  spool: Spool,
  first: IteratorResult<string, void>,
  texts: AsyncGenerator<string, void>,
): Promise<void> {
  try {
    for (let next = first; !next.done && !spool.destroyed; next = await texts.next()) {
      if (next.value !== '') await spool.write(Buffer.from(next.value));
    }
    spool.finish();
  } catch (error) {
    // the connection breaks, so that half an answer is not taken for a whole one
    spool.destroy(error as Error);
  } finally {
    await texts.return();
  }
}

/** The rest of the body is not read. */
function refused(reply: FastifyReply, error: Error): Error {
  reply.header('connection', 'close');
  return error;
}

function unsupported(detail: string): ProblemError {
  return new ProblemError(
    415,
    'Unsupported media type',
    `${detail}; send application/json, ${ndjson} or ${csv}, in UTF-8`,
  );
}
