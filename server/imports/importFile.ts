// A file on disk as an import: its format, its bytes as they are read.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Database } from '../database.ts';
import { UserError } from '../errors.ts';
import { importRecords } from './importRecords.ts';
import { readCsv } from './readers/csv.ts';
import { readGeoJson } from './readers/geoJson.ts';
import { readFeatureLines } from './readers/lines.ts';
import type { ReadItem } from './readers/record.ts';
import type { ImportProgress, ImportRequest, ImportResult } from './request.ts';

export const fileFormats = ['geojson', 'lines', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface FileProgress extends ImportProgress {
  bytesRead: number;
  bytesTotal: number;
}

export interface ImportFileRequest extends Omit<ImportRequest, 'fileName' | 'records' | 'onProgress'> {
  path: string;
  /** Default: by the file's extension. */
  format?: FileFormat;
  onProgress?: (progress: FileProgress) => void;
}

/**
 * Imports a file: all of it, or nothing.
 *
 * @throws ImportRefused, CoverageRefused, PublicationRefused; UserError when there is no such file
 */
export async function importFile(database: Database, request: ImportFileRequest): Promise<ImportResult> {
  const { path, format = formatOf(path), onProgress, ...rest } = request;
  const bytesTotal = await sizeOf(path);
  const counter = { bytesRead: 0 };
  return importRecords(database, {
    ...rest,
    fileName: basename(path),
    records: readers[format](countedBytes(path, counter)),
    onProgress: (progress) => onProgress?.({ ...progress, bytesRead: counter.bytesRead, bytesTotal }),
  });
}

const readers: Record<FileFormat, (bytes: AsyncIterable<Buffer>) => AsyncGenerator<ReadItem>> = {
  geojson: readGeoJson,
  lines: readFeatureLines,
  csv: readCsv,
};

function formatOf(path: string): FileFormat {
  if (/\.csv$/i.test(path)) return 'csv';
  if (/\.(ndjson|jsonl|geojsonl|geojsons|ndgeojson)$/i.test(path)) return 'lines';
  if (/\.(geojson|json)$/i.test(path)) return 'geojson';
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

async function* countedBytes(path: string, counter: { bytesRead: number }): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    counter.bytesRead += chunk.length;
    yield chunk;
  }
}
