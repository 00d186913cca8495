// A file on disk as an import: its format, its bytes as they are read.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { importRecords } from './importRecords.ts';
import { readCsv } from './readers/csv.ts';
import { requireEncoding } from './readers/encoding.ts';
import { readGeoJson } from './readers/geoJson.ts';
import { readGeoPackage } from './readers/geopackage.ts';
import { readFeatureLines } from './readers/lines.ts';
import type { ReadItem } from './readers/record.ts';
import { readShapefile } from './readers/shapefile.ts';
import type { SourceFile } from './readers/sourceFile.ts';
import type { ImportProgress, ImportRequest, ImportResult } from './request.ts';

export const fileFormats = ['geojson', 'lines', 'csv', 'shapefile', 'geopackage'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface FileProgress extends ImportProgress {
  bytesRead: number;
  bytesTotal: number;
}

export interface ImportFileRequest
  extends Omit<ImportRequest, 'fileName' | 'records' | 'onProgress' | 'bytes' | 'notes'> {
  path: string;
  /** For reports; default: the path's last part. */
  fileName?: string;
  /** Default: by the file's extension. */
  format?: FileFormat;
  /** Of CSV and of a Shapefile's columns; default: as the file says, else by its bytes. */
  encoding?: string;
  /** Which layer of a GeoPackage, or which Shapefile of an archive; default: the only one. */
  layer?: string;
  onProgress?: (progress: FileProgress) => void;
}

/**
 * Imports a file: all of it, or nothing.
 *
 * @throws ImportRefused, CoverageRefused, PublicationRefused; UserError when there is no such file
 */
export async function importFile(database: Database, request: ImportFileRequest): Promise<ImportResult> {
  const {
    path,
    fileName = basename(path),
    format = formatOf(path),
    encoding,
    layer,
    onProgress,
    ...rest
  } = request;
  const bytes = { read: 0, total: await sizeOf(path) };
  const notes: string[] = [];
  const file: SourceFile = {
    path,
    bytes: () => countedBytes(path, bytes),
    readShare: (share) => {
      bytes.read = Math.round(share * bytes.total);
    },
    layer,
    encoding: encoding === undefined ? undefined : requireEncoding(encoding, '--encoding'),
    note: (sentence) => {
      // a second pass for the rejects says it again
      if (!notes.includes(sentence)) notes.push(sentence);
    },
  };
  return importRecords(database, {
    ...rest,
    fileName,
    records: { [Symbol.asyncIterator]: () => readers[format](file) },
    bytes,
    notes,
    onProgress: (progress) => onProgress?.({ ...progress, bytesRead: bytes.read, bytesTotal: bytes.total }),
  });
}

const readers: Record<FileFormat, (file: SourceFile) => AsyncGenerator<ReadItem>> = {
  geojson: (file) => readGeoJson(file.bytes()),
  lines: (file) => readFeatureLines(file.bytes()),
  csv: readCsv,
  shapefile: readShapefile,
  geopackage: readGeoPackage,
};

function formatOf(path: string): FileFormat {
  if (/\.csv$/i.test(path)) return 'csv';
  if (/\.(ndjson|jsonl|geojsonl|geojsons|ndgeojson)$/i.test(path)) return 'lines';
  if (/\.(geojson|json)$/i.test(path)) return 'geojson';
  if (/\.zip$/i.test(path)) return 'shapefile';
  if (/\.gpkg$/i.test(path)) return 'geopackage';
  if (/\.(shp|dbf)$/i.test(path)) {
    throw new UserError(
      `${path}: a Shapefile is several files; put its .shp, .dbf, .prj and .cpg into one .zip`,
    );
  }
  throw new UserError(
    `${path}: the name does not say what is in the file; add --format ${fileFormats.join(', --format ')}`,
  );
}

async function sizeOf(path: string): Promise<number> {
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new UserError(`${path} is not a file`);
    return file.size;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function* countedBytes(path: string, counter: { read: number }): AsyncGenerator<Buffer> {
  counter.read = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    counter.read += chunk.length;
    yield chunk;
  }
}
