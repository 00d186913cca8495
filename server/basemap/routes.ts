// What the client draws below the boundaries, and the archive itself where it lies on this machine.
import { basename, dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { NoQuery } from '../regions/schemas.ts';
import { badRequestResponse, emptyResponse, problemResponse, readyResponse } from '../responses.ts';
import { ClientConfiguration } from './schemas.ts';
import type { BasemapConfig } from './settings.ts';

const archivePath = '/basemap.pmtiles';
const archiveType = 'application/vnd.pmtiles';

export const basemapRoutes: FastifyPluginAsyncTypebox<{ basemap: BasemapConfig | undefined }> = async (
  app,
  { basemap },
) => {
  app.get(
    '/api/client-configuration',
    {
      schema: {
        tags: ['Basemap'],
        summary: 'What the map in the browser is told',
        description: 'The basemap of BASEMAP_STYLE_URL or BASEMAP_PMTILES.',
        querystring: NoQuery,
        response: { 200: ClientConfiguration, 400: badRequestResponse },
      },
    },
    async () => ({ basemap: toldBasemap(basemap) }),
  );

  if (basemap?.kind !== 'pmtilesFile') return;
  // for this one file: `serve: false` opens no folder
  await app.register(fastifyStatic, {
    root: dirname(basemap.path),
    serve: false,
    setHeaders: (reply) => void reply.header('content-type', archiveType),
  });
  app.get(
    archivePath,
    {
      // its tiles are compressed already, and a range is of the bytes as they lie
      compress: false,
      schema: {
        tags: ['Basemap'],
        summary: 'The basemap as a PMTiles archive',
        description:
          'The file of BASEMAP_PMTILES. Asked for in ranges: `Range: bytes=0-16383` is its beginning.',
        querystring: NoQuery,
        headers: Type.Object({
          range: Type.Optional(
            Type.String({ description: 'Which bytes (RFC 9110)', examples: ['bytes=0-16383'] }),
          ),
        }),
        response: {
          200: readyResponse('The whole file', archiveType, Type.String({ format: 'binary' })),
          206: readyResponse('The range', archiveType, Type.String({ format: 'binary' })),
          304: emptyResponse('The archive with the ETag of If-None-Match is still the same'),
          400: badRequestResponse,
          404: problemResponse('The file is gone'),
          416: problemResponse('The archive ends before the range'),
        },
      },
    },
    async (_request, reply) => reply.sendFile(basename(basemap.path), { cacheControl: false }),
  );
};

function toldBasemap(basemap: BasemapConfig | undefined): ClientConfiguration['basemap'] {
  if (basemap === undefined) return null;
  return basemap.kind === 'pmtilesFile' ? { kind: 'pmtiles', url: archivePath } : basemap;
}
