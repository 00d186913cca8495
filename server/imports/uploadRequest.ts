// What an upload's query and headers ask for, as an import.
import { badRequest, ProblemError } from '../errors.ts';
import { withColumn } from './columnMap.ts';
import { ImportRefused } from './faults.ts';
import type { FileFormat, ImportFileRequest } from './importFile.ts';
import { refuseContradictions } from './importRecords.ts';
import { kindDefinitions } from './kinds.ts';
import { encodingNamed } from './readers/encoding.ts';
import type { UploadQuery } from './schemas.ts';

interface MediaType {
  format: FileFormat;
  description: string;
}

export const mediaTypes: Readonly<Record<string, MediaType>> = {
  'text/csv': { format: 'csv', description: 'A header line, then a row a line; UTF-8 or GB18030' },
  'application/geo+json': { format: 'geojson', description: 'A FeatureCollection' },
  'application/json': { format: 'geojson', description: 'A FeatureCollection' },
  'application/geo+json-seq': { format: 'lines', description: 'A Feature a line' },
  'application/x-ndjson': { format: 'lines', description: 'A Feature a line' },
  'application/zip': { format: 'shapefile', description: 'A Shapefile: its .shp, .dbf, .prj and .cpg' },
  'application/geopackage+sqlite3': { format: 'geopackage', description: 'A GeoPackage' },
};

const extensions: Record<FileFormat, string> = {
  csv: 'csv',
  geojson: 'geojson',
  lines: 'ndjson',
  shapefile: 'zip',
  geopackage: 'gpkg',
};

export type AskedImport = Omit<ImportFileRequest, 'path' | 'regionCode'> & { fileName: string };

/** @throws ProblemError 400, 415 */
export function uploadOf(query: UploadQuery, contentType: string | undefined): AskedImport {
  const format = query.format ?? formatOf(contentType);
  checkOptions(query);
  return {
    kind: query.kind,
    source: query.source,
    format,
    fileName: query.fileName ?? `upload.${extensions[format]}`,
    mode: query.mode ?? 'upsert',
    crs: query.crs ?? 'wgs84',
    columns: columnsOf(query),
    skipInvalid: query.skipInvalid ?? false,
    isDryRun: query.dryRun ?? false,
    acceptOutside: query.acceptOutside ?? false,
    declareEnclaves: query.declareEnclaves ?? false,
    ...(query.encoding === undefined ? {} : { encoding: query.encoding }),
    ...(query.layer === undefined ? {} : { layer: query.layer }),
    ...(query.repairM === undefined ? {} : { repairM: query.repairM }),
    ...(query.effectiveFrom === undefined ? {} : { effectiveFrom: query.effectiveFrom }),
  };
}

function formatOf(contentType: string | undefined): FileFormat {
  const type = (contentType ?? '').replace(/;.*/s, '').trim().toLowerCase();
  if (Object.hasOwn(mediaTypes, type)) return mediaTypes[type]!.format;
  throw new ProblemError(
    415,
    'Unsupported media type',
    `Content-Type ${contentType ?? 'is missing'}: say what the file is, with Content-Type ` +
      `(${Object.keys(mediaTypes).join(', ')}) or with format=${Object.keys(extensions).join(', format=')}`,
  );
}

function checkOptions(query: UploadQuery): void {
  try {
    refuseContradictions(query);
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    throw badRequest(
      query.skipInvalid ? 'skipInvalid' : 'mode',
      query.skipInvalid ?? query.mode,
      error.message,
    );
  }
  for (const name of ['repairM', 'effectiveFrom', 'declareEnclaves'] as const) {
    if (query[name] && query.kind !== 'grids') throw badRequest(name, query[name], 'is for kind=grids alone');
  }
  if (query.acceptOutside && !kindDefinitions[query.kind].shapes.includes('point')) {
    throw badRequest('acceptOutside', true, 'is for kind=households and kind=incidents alone');
  }
  if (query.encoding !== undefined && encodingNamed(query.encoding) === undefined) {
    throw badRequest('encoding', query.encoding, 'is not known; UTF-8, GB18030, Big5 and windows-1252 are');
  }
  for (const name of ['source', 'fileName', 'layer'] as const) {
    if (query[name]?.includes('\0')) throw badRequest(name, '\\u0000', 'contains the character NUL');
  }
}

function columnsOf({ kind, map: texts = [] }: UploadQuery): Map<string, string> {
  let map = new Map<string, string>();
  for (const text of texts) {
    try {
      map = withColumn(kind, text, map);
    } catch (error) {
      throw badRequest('map', text, (error as Error).message);
    }
  }
  return map;
}
