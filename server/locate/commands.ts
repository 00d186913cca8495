// gridwright locate FILE
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CoordinateSystem, coordinateSystems } from '../../core/coordinates.ts';
import { everything } from '../access/scope.ts';
import { withDatabase } from '../command.ts';
import type { Database } from '../database.ts';
import { ProblemError, UserError } from '../errors.ts';
import { parseMoment } from '../regions/moment.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { type AnswerKind, answerStream } from './answerStream.ts';
import { batchLocator } from './batchLocator.ts';
import { CsvReader } from './csvReader.ts';
import { GeoJsonReader } from './geoJsonReader.ts';
import { NdjsonReader } from './ndjsonReader.ts';
import type { PointReader } from './pointBatch.ts';

export interface LocateFileOptions {
  at?: string;
  crs: CoordinateSystem;
  region?: string;
  accuracy?: number;
  answer: AnswerKind;
  format?: PointFormat;
  out?: string;
}

const formats = ['csv', 'ndjson', 'geojson'] as const;
export type PointFormat = (typeof formats)[number];

export function registerLocate(program: Command): void {
  program
    .command('locate <file>')
    .description(
      'say which grid each point of a file lies in: one row out for each row in, in the same order',
    )
    .option('--at <moment>', 'a date, or an RFC 3339 instant: by the boundaries of then')
    .addOption(
      new Option('--crs <system>', 'coordinate system of the file')
        .choices(coordinateSystems)
        .default('wgs84'),
    )
    .option('--region <code>', 'look in this region only')
    .option('--accuracy <metres>', 'how far off the points may be: say which are ambiguous', metres)
    .addOption(
      new Option('--answer <kind>', 'compact rows, or all that GET /api/locate says (not for CSV)')
        .choices(['compact', 'full'])
        .default('compact'),
    )
    .addOption(new Option('--format <format>', 'instead of by the file’s extension').choices(formats))
    .option('--out <file>', 'write there instead of to standard output')
    .addHelpText('after', formatHelp)
    .action((file: string, options: LocateFileOptions) =>
      withDatabase((database) => locateFile(database, file, options)),
    );
}

const formatHelp = `
Files, by extension:
  .csv                         UTF-8, a header line that names lon, lat and perhaps id; answered as CSV
  .ndjson, .jsonl, .geojsonl   a line: an object with lon, lat and perhaps id, or a Feature; answered alike
  .geojson, .json              a FeatureCollection of Points; answered as newline-delimited JSON
A row that cannot be read is answered, in its place, by one that says why.`;

/** Any size: memory holds a piece of the file. @throws UserError when the file as a whole cannot be read */
export async function locateFile(
  database: Database,
  file: string,
  { at, crs, region, accuracy, answer, format = formatOf(file), out }: LocateFileOptions,
): Promise<void> {
  if (format === 'csv' && answer === 'full') {
    throw new UserError('--answer full: CSV has compact rows only; use newline-delimited JSON');
  }
  const snapshots = new Snapshots(database);
  try {
    const locator = await batchLocator(database, snapshots, everything, {
      regionCode: region,
      moment: at === undefined ? undefined : parseMoment('--at', at),
    });
    const answers = answerStream(
      database,
      locator,
      newReader[format](),
      format === 'csv' ? 'csv' : 'ndjson',
      { crs, accuracyM: accuracy, answer },
      createReadStream(file),
    );
    if (out === undefined) await pipeline(answers, process.stdout, { end: false });
    else await writeWhole(out, answers);
  } catch (error) {
    throw explained(error, file);
  } finally {
    await snapshots.close();
  }
}

/** The file appears when it is complete, so that half of one is never taken for a whole one. */
async function writeWhole(path: string, texts: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    await pipeline(texts, createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

const newReader: Readonly<Record<PointFormat, () => PointReader>> = {
  csv: () => new CsvReader(),
  ndjson: () => new NdjsonReader(),
  geojson: () => new GeoJsonReader(),
};

const formatOfExtension: Readonly<Record<string, PointFormat>> = {
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.geojsonl': 'ndjson',
  '.geojson': 'geojson',
  '.json': 'geojson',
};

function formatOf(file: string): PointFormat {
  const format = formatOfExtension[extname(file).toLowerCase()];
  if (format === undefined) {
    throw new UserError(`${file}: its extension says no format; add --format ${formats.join(', ')}`);
  }
  return format;
}

function metres(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100_000)) {
    throw new InvalidArgumentError('must be a number of metres between 0 and 100000');
  }
  return value;
}

function explained(error: unknown, file: string): unknown {
  if (error instanceof ProblemError) return new UserError(`${file}: ${error.detail}`, { cause: error });
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    // a reader such as head that has seen enough is no failure
    if (error.code === 'EPIPE') return new UserError('Nobody reads on', { cause: error });
    return new UserError(error.message, { cause: error });
  }
  return error;
}
