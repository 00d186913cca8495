// gridwright export COLLECTION --region CODE --out FILE
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { everything } from '../access/scope.ts';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import type { Database } from '../database.ts';
import { ProblemError, UserError } from '../errors.ts';
import { collectionIds, collectionNamed } from '../features/collections/index.ts';
import { type OutputCrs, outputCrs, parseBbox, parseDatetime } from '../features/parameters.ts';
import { requireRegion } from '../regions/registry.ts';
import { regionVersions } from '../regions/versions.ts';
import { writeWholeFile } from '../wholeFile.ts';
import { type ExportEncoding, exportEncodings } from './exportRequest.ts';
import { type ExportFormat, exportFormats } from './formats/index.ts';
import { type ExportRequest, openExport } from './openExport.ts';

interface ExportOptions {
  region: string;
  out: string;
  format?: string;
  datetime?: string;
  bbox?: string;
  encoding: ExportEncoding;
  crs: OutputCrs;
  overwrite?: boolean;
}

const formatIds = exportFormats.map((format) => format.id);

export function registerExport(program: Command): void {
  program
    .command('export <collection>')
    .description(`write a collection to a file: ${collectionIds.join(', ')}`)
    .requiredOption('--region <code>', 'six-digit code of the region')
    .requiredOption('--out <file>', 'the file to write; its extension says the format')
    .addOption(new Option('--format <format>', 'instead of by the file’s extension').choices(formatIds))
    .option('--datetime <span>', 'an RFC 3339 instant, or an interval start/end with .. for an open end')
    .option('--bbox <box>', 'west,south,east,north in degrees: only features that touch the box')
    .addOption(
      new Option('--encoding <encoding>', 'of csv and zip').choices(exportEncodings).default('utf-8'),
    )
    .addOption(
      new Option('--crs <system>', 'gcj02 is for Chinese web maps, never to be imported again')
        .choices(outputCrs)
        .default('wgs84'),
    )
    .option('--overwrite', 'replace a file that is there, once the new one is whole')
    .action((collectionId: string, options: ExportOptions) =>
      withDatabase(async (database) => {
        const request = await requestOf(database, collectionId, options);
        await writeWholeFile(options.out, options.overwrite ?? false, async (path) => {
          const { bytes } = await openExport(database, request, new AbortController().signal);
          await pipeline(bytes, createWriteStream(path));
        });
        say(`${options.out} is written`);
      }),
    );
}

async function requestOf(
  database: Database,
  collectionId: string,
  options: ExportOptions,
): Promise<ExportRequest> {
  const format = formatOf(options);
  if (!format.encodings.includes(options.encoding)) {
    throw new UserError(
      `--encoding ${options.encoding}: ${format.id} is always UTF-8; csv and zip can be gb18030`,
    );
  }
  try {
    await requireRegion(database, options.region);
    const [region] = await regionVersions(database, everything, options.region);
    return {
      collection: collectionNamed(collectionId),
      region: region!,
      regionCode: options.region,
      boxes: parseBbox(options.bbox),
      during: parseDatetime(options.datetime),
      format,
      encoding: options.encoding,
      crs: options.crs,
    };
  } catch (error) {
    // what a request is told suits a person as well
    throw error instanceof ProblemError ? new UserError(error.detail) : error;
  }
}

function formatOf({ out, format: id }: ExportOptions): ExportFormat {
  const format = exportFormats.find((candidate) =>
    id === undefined ? out.toLowerCase().endsWith(`.${candidate.id}`) : candidate.id === id,
  );
  if (format) return format;
  throw new UserError(
    `${out}: its extension names no format. Let it end in ${formatIds.map((known) => `.${known}`).join(', ')}, or give --format`,
  );
}
