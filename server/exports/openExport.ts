// An export as a stream of bytes, whatever its format.
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import type { Database } from '../database.ts';
import { DatabaseUnavailable, UserError } from '../errors.ts';
import { geometryInGcj02 } from '../features/gcj02.ts';
import type { OutputCrs } from '../features/parameters.ts';
import type { FeatureRow } from '../features/queries.ts';
import { exportBatches } from './batches.ts';
import type { ExportEncoding, ExportSubject, Selection } from './exportRequest.ts';
import type { ExportFormat } from './formats/index.ts';
import { TemporaryFolder } from './temporaryFolder.ts';

export interface ExportRequest extends Selection {
  format: ExportFormat;
  encoding: ExportEncoding;
  crs: OutputCrs;
}

export interface OpenedExport {
  bytes: Readable;
  /** As `households-370215-2026-11-24.csv`. */
  fileName: string;
  /** The moment that all of it shows: RFC 3339. */
  at: string;
}

/** The disk that temporary files lie on is full. */
export class StorageFull extends UserError {
  constructor(options?: ErrorOptions) {
    super(
      `There is no room for the export's temporary files in ${tmpdir()}. Make room there, or name another folder with TMPDIR; ` +
        'geojson, ndjson and csv need none',
      options,
    );
    this.name = 'StorageFull';
  }
}

/**
 * Begins an export. What goes wrong with the first features is thrown, what goes wrong later ends `bytes` with an error: it
 * never ends as if it were whole. Memory stays flat, however much there is.
 *
 * @param signal ends it: nobody reads on
 * @throws ExportTooLarge, StorageFull, ChangedMeanwhile, DatabaseUnavailable
 */
export async function openExport(
  database: Database,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<OpenedExport> {
  const { collection, region, regionCode, format, encoding, crs } = request;
  const at = region.readAt;
  const subject: ExportSubject = { collection, regionCode, at, encoding, crs };
  const batches = await begun(inSystem(exportBatches(database, request, signal), crs));
  const bytes =
    format.kind === 'text'
      ? Readable.from(format.write(batches, subject), { objectMode: false })
      : await throughFiles(format, batches, subject);
  return { bytes, at, fileName: `${collection.id}-${regionCode}-${at.slice(0, 10)}.${format.id}` };
}

/** The same batches, when the first one is there: its errors come before anything has been written. */
async function begun(batches: AsyncGenerator<FeatureRow[]>): Promise<AsyncGenerator<FeatureRow[]>> {
  const first = await batches.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* batches;
    } finally {
      await batches.return(undefined);
    }
  })();
}

async function* inSystem(
  batches: AsyncGenerator<FeatureRow[]>,
  crs: OutputCrs,
): AsyncGenerator<FeatureRow[]> {
  if (crs === 'wgs84') return yield* batches;
  for await (const batch of batches) {
    yield batch.map((row) =>
      row.geometry === null ? row : { ...row, geometry: geometryInGcj02(row.geometry) },
    );
  }
}

async function throughFiles(
  format: Extract<ExportFormat, { kind: 'file' }>,
  batches: AsyncIterable<FeatureRow[]>,
  subject: ExportSubject,
): Promise<Readable> {
  const folder = await TemporaryFolder.create();
  try {
    const bytes = await format.write(batches, subject, folder.path);
    bytes.once('close', () => folder.remove());
    return bytes;
  } catch (error) {
    folder.remove();
    throw isStorageFull(error) ? new StorageFull({ cause: error }) : error;
  }
}

function isStorageFull(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return false;
  const code = 'code' in error ? String(error.code) : '';
  // SQLite says it in words, and calls what its file system could not write an I/O error
  return code === 'ENOSPC' || code === 'EDQUOT' || /disk is full|disk I\/O error/i.test(error.message);
}
