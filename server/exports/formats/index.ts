// The formats of exports: a new one is one more object in the list.

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FeatureRow } from '../../features/queries.ts';
import type { ExportEncoding, ExportSubject } from '../exportRequest.ts';
import { writeCsv } from './csv.ts';
import { writeFeatureCollection, writeFeatureLines } from './geoJson.ts';
import { writeGeoPackage } from './geoPackage.ts';
import { writeShapefile } from './shapefile/shapefile.ts';

interface FormatFacts {
  /** Also the extension. */
  id: string;
  mediaType: string;
  description: string;
  encodings: readonly ExportEncoding[];
}

/** Written from front to back, while it is read from the database. */
interface TextFormat extends FormatFacts {
  kind: 'text';
  write(batches: AsyncIterable<FeatureRow[]>, subject: ExportSubject): AsyncGenerator<Buffer>;
}

/** Made of files, which are complete before the first byte of the result is known. */
interface FileFormat extends FormatFacts {
  kind: 'file';
  /** @param folder empty, and removed when the result has been read */
  write(batches: AsyncIterable<FeatureRow[]>, subject: ExportSubject, folder: string): Promise<Readable>;
}

export type ExportFormat = TextFormat | FileFormat;

export const exportFormats: readonly ExportFormat[] = [
  {
    id: 'geojson',
    kind: 'text',
    mediaType: 'application/geo+json',
    description: 'GeoJSON, one FeatureCollection',
    encodings: ['utf-8'],
    write: writeFeatureCollection,
  },
  {
    id: 'ndjson',
    kind: 'text',
    mediaType: 'application/x-ndjson',
    description: 'GeoJSON, one Feature a line',
    encodings: ['utf-8'],
    write: writeFeatureLines,
  },
  {
    id: 'csv',
    kind: 'text',
    mediaType: 'text/csv',
    description: 'CSV for spreadsheets: columns lon and lat for points, WKT for other shapes',
    encodings: ['utf-8', 'gb18030'],
    write: writeCsv,
  },
  {
    id: 'zip',
    kind: 'file',
    mediaType: 'application/zip',
    description: 'zipped Shapefile, with a README.txt that says which field is which',
    encodings: ['utf-8', 'gb18030'],
    write: writeShapefile,
  },
  {
    id: 'gpkg',
    kind: 'file',
    mediaType: 'application/geopackage+sqlite3',
    description: 'GeoPackage 1.3',
    encodings: ['utf-8'],
    async write(batches, subject, folder) {
      const path = join(folder, `${subject.collection.id}.gpkg`);
      await writeGeoPackage(batches, subject, path);
      return createReadStream(path);
    },
  },
];
