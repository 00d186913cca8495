// gridwright import KIND FILE
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CoordinateSystem, coordinateSystems } from '../../core/coordinates.ts';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import { UserError } from '../errors.ts';
import { withColumn } from './columnMap.ts';
import { columnHelp } from './columnTables.ts';
import { type FileFormat, fileFormats, type ImportFileRequest, importFile } from './importFile.ts';
import type { ImportMode } from './job.ts';
import { type ImportKind, importKinds, kindDefinitions } from './kinds.ts';
import { ProgressBar } from './progressBar.ts';
import { RejectsFile } from './rejectsFile.ts';
import { refusalLines, resultLines } from './resultLines.ts';

interface ImportOptions {
  region: string;
  source: string;
  mode: ImportMode;
  crs: CoordinateSystem;
  format?: FileFormat;
  map?: Map<string, string>;
  repair?: number;
  effectiveFrom?: string;
  declareEnclaves?: boolean;
  acceptOutside?: boolean;
  encoding?: string;
  layer?: string;
  skipInvalid?: boolean;
  rejects?: string;
  dryRun?: boolean;
}

export function registerImport(program: Command): void {
  const parent = program
    .command('import')
    .description('import a file: all of it, or nothing (docs/imports.md lists the columns)');
  for (const kind of importKinds) {
    const command = parent
      .command(`${kind} <file>`)
      .description(descriptions[kind])
      .requiredOption('--region <code>', 'six-digit code of the region')
      .requiredOption('--source <name>', 'who the rows come from; with their reference it identifies them')
      .addOption(
        new Option('--mode <mode>', 'replace: what the source had before and the file leaves out ends')
          .choices(['upsert', 'replace'])
          .default('upsert'),
      )
      .addOption(
        new Option('--crs <system>', 'coordinate system of the file')
          .choices(coordinateSystems)
          .default('wgs84'),
      )
      .addOption(new Option('--format <format>', 'instead of by the file’s extension').choices(fileFormats))
      .option(
        '--encoding <name>',
        'of CSV and Shapefiles, as GB18030; default: as the file says, else by its bytes',
      )
      .option(
        '--layer <name>',
        'which layer of a GeoPackage, or Shapefile of an archive; default: the only one',
      )
      .option('--dry-run', 'do everything but the last step: say what would change, and store nothing')
      .option(
        '--map <column=field>',
        'take a field from a column of another name; may be repeated',
        mapping(kind),
      );
    if (kind === 'grids') addGridOptions(command);
    else addSkipOptions(command);
    if (kindDefinitions[kind].shapes.includes('point')) {
      command.option(
        '--accept-outside',
        'store points outside the region, unassigned, also when they are many',
      );
    }
    command.addHelpText('after', columnHelp(kind));
    command.action((file: string, options: ImportOptions) => run(kind, file, options));
  }
}

const descriptions: Record<ImportKind, string> = {
  areas: 'names of streets and communities',
  grids: 'grids: an exact coverage, published as the next boundary version',
  households: 'households, located in their grids',
  incidents: 'incidents, located in their grids',
  workers: 'workers, and which grids they work',
  blocks: 'street blocks and compounds that planners paint with',
  roads: 'roads of the basemap',
  water: 'rivers, lakes and sea of the basemap',
};

function addGridOptions(command: Command): void {
  command
    .option('--repair <metres>', 'snap boundaries that miss each other by no more than this', metres)
    .option(
      '--effective-from <date>',
      'a date in the region’s time zone, or an instant; default: always for the first, now for later ones',
    )
    .option('--declare-enclaves', 'take every hole of the coverage as land of another region');
}

function addSkipOptions(command: Command): void {
  command
    .option(
      '--skip-invalid',
      'leave rows with faults out instead of refusing the file; not with --mode replace',
    )
    .option(
      '--rejects <file>',
      'with --skip-invalid: write the rows left out, with the reasons, into a CSV file',
    );
}

function run(kind: ImportKind, file: string, options: ImportOptions): Promise<void> {
  return withDatabase(async (database) => {
    if (options.rejects !== undefined && !options.skipInvalid) {
      throw new UserError('--rejects goes with --skip-invalid: without it no row is left out');
    }
    const bar = new ProgressBar(process.stderr);
    const rejects = options.rejects === undefined ? undefined : new RejectsFile(options.rejects);
    const request: ImportFileRequest = {
      kind,
      path: file,
      regionCode: options.region,
      source: options.source,
      mode: options.mode,
      crs: options.crs,
      columns: options.map ?? new Map<string, string>(),
      onProgress: (progress) => bar.show(progress),
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.repair === undefined ? {} : { repairM: options.repair }),
      ...(options.effectiveFrom === undefined ? {} : { effectiveFrom: options.effectiveFrom }),
      declareEnclaves: options.declareEnclaves ?? false,
      acceptOutside: options.acceptOutside ?? false,
      skipInvalid: options.skipInvalid ?? false,
      isDryRun: options.dryRun ?? false,
      ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
      ...(options.layer === undefined ? {} : { layer: options.layer }),
      ...(rejects === undefined ? {} : { onReject: (rejected) => rejects.add(rejected) }),
    };
    try {
      const result = await importFile(database, request);
      bar.end();
      for (const line of resultLines(result)) say(line);
    } catch (error) {
      bar.end();
      for (const line of refusalLines(error)) process.stderr.write(`${line}\n`);
      throw error;
    } finally {
      rejects?.close();
    }
  });
}

function metres(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 100))
    throw new InvalidArgumentError('metres are a number above 0, 100 at most.');
  return number;
}

/** `--map 户号=reference` as field → column. */
function mapping(kind: ImportKind): (text: string, map?: Map<string, string>) => Map<string, string> {
  return (text, map) => {
    try {
      return withColumn(kind, text, map);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}
