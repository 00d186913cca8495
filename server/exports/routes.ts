import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { scopeOf } from '../access/scope.ts';
import type { Database } from '../database.ts';
import { badRequest, notFound, ProblemError, unprocessable } from '../errors.ts';
import { collectionNamed } from '../features/collections/index.ts';
import { parseBbox, parseDatetime } from '../features/parameters.ts';
import { limits } from '../limits.ts';
import { regionVersions } from '../regions/versions.ts';
import { badRequestResponse, notFoundResponse, problemResponse } from '../responses.ts';
import { ChangedMeanwhile } from './batches.ts';
import type { ExportEncoding } from './exportRequest.ts';
import { type ExportFormat, exportFormats } from './formats/index.ts';
import { ExportTooLarge } from './formats/shapefile/tooLarge.ts';
import { type OpenedExport, openExport, StorageFull } from './openExport.ts';
import { ExportParameters, ExportQuery } from './schemas.ts';

export const exportRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (app, { database }) => {
  let filesUnderWay = 0;

  app.get(
    '/api/regions/:region/exports/:collection.:format',
    {
      handlerTimeout: limits.exportMs,
      schema: {
        tags: ['Exports'],
        summary: 'A whole collection as a file',
        description:
          'All features of the region, as they are recorded at one moment, streamed. The same features and properties as in ' +
          '`/ogc/collections/{collection}/items`, without personal data. An answer that breaks off is not whole: what goes ' +
          'wrong after it began ends the connection.',
        params: ExportParameters,
        querystring: ExportQuery,
        response: {
          200: exportResponse,
          400: badRequestResponse,
          404: notFoundResponse,
          422: problemResponse(
            'The format cannot hold so much: a part of a shapefile would be larger than 2 GB',
          ),
          503: problemResponse(
            'The collection was changed meanwhile, too many exports are under way, or the database does not answer; try again',
          ),
          507: problemResponse('There is no room for temporary files of zip or gpkg'),
        },
      },
    },
    async (request, reply) => {
      const { region: code, collection: id } = request.params;
      const collection = collectionNamed(id);
      const format = formatNamed(request.params.format);
      const { bbox, datetime, crs = 'wgs84' } = request.query;
      const encoding = encodingOf(format, request.query.encoding);
      const selection = { collection, boxes: parseBbox(bbox), during: parseDatetime(datetime) };
      const [region] = await regionVersions(database, scopeOf(request), code);
      if (!region) throw notFound('region', code);
      const open = (): Promise<OpenedExport> =>
        openExport(
          database,
          { ...selection, region, regionCode: code, format, encoding, crs },
          request.signal,
        ).catch((error) => {
          throw problemOf(error);
        });
      const { bytes, fileName } = format.kind === 'text' ? await open() : await openFile(open);
      return reply
        .type(format.mediaType === 'text/csv' ? `text/csv; charset=${encoding}` : format.mediaType)
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('cache-control', 'private, no-store')
        .send(bytes);
    },
  );

  /** Counts until the last byte has been sent. */
  async function openFile(open: () => Promise<OpenedExport>): Promise<OpenedExport> {
    if (filesUnderWay >= limits.exportFilesAtOnce) {
      throw new ProblemError(
        503,
        'Service unavailable',
        `${filesUnderWay} exports with temporary files are under way; try again when one has ended, or take geojson, ndjson or csv`,
      );
    }
    filesUnderWay += 1;
    const end = (): void => {
      filesUnderWay -= 1;
    };
    try {
      const opened = await open();
      opened.bytes.once('close', end);
      return opened;
    } catch (error) {
      end();
      throw error;
    }
  }
};

const exportResponse = {
  description: 'The file',
  content: Object.fromEntries(
    exportFormats.map(({ mediaType }) => [mediaType, { schema: Type.String({ format: 'binary' }) }]),
  ),
};

function formatNamed(id: string): ExportFormat {
  const format = exportFormats.find((candidate) => candidate.id === id);
  if (format) return format;
  const formats = exportFormats.map((candidate) => candidate.id);
  throw new ProblemError(404, 'Not found', `There is no format ${id}; there are ${formats.join(', ')}`, {
    value: id,
    formats,
  });
}

function encodingOf(format: ExportFormat, encoding: ExportEncoding = 'utf-8'): ExportEncoding {
  if (format.encodings.includes(encoding)) return encoding;
  throw badRequest('encoding', encoding, `${format.id} is always UTF-8; csv and zip can be gb18030`);
}

function problemOf(error: unknown): unknown {
  if (error instanceof ExportTooLarge) return unprocessable(error.message);
  if (error instanceof StorageFull) {
    return new ProblemError(
      507,
      'Insufficient storage',
      'There is no room for temporary files on the server; geojson, ndjson and csv need none',
    );
  }
  if (error instanceof ChangedMeanwhile) return new ProblemError(503, 'Service unavailable', error.message);
  return error;
}
