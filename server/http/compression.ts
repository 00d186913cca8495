import { constants } from 'node:zlib';
import type { FastifyCompressOptions } from '@fastify/compress';

const compressible =
  /^(text\/(?!event-stream)|application\/([\w.-]+\+)?(json|javascript|xml|vnd\.mapbox-vector-tile)|image\/svg)/;

export const compression: FastifyCompressOptions = {
  // no zstd before Node 22
  encodings: ['br', 'gzip'],
  // the plugin's own test does not know vector tiles
  customTypes: (contentType) => compressible.test(contentType),
  threshold: 1024,
  // brotli's default, 11, is for files that are compressed once
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
};
