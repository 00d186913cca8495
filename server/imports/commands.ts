// gridwright import KIND FILE
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CoordinateSystem, coordinateSystems, toDegrees } from '../../core/coordinates.ts';
import type { Defect } from '../../core/coverage.ts';
import { withDatabase } from '../command.ts';
import { say } from '../console.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import { columnHelp } from './columnTables.ts';
import { ImportRefused } from './faults.ts';
import { type FileFormat, fileFormats, type ImportFileRequest, importFile } from './importFile.ts';
import { type ImportKind, importKinds, kindDefinitions } from './kinds.ts';
import { ProgressBar } from './progressBar.ts';
import type { ImportResult } from './request.ts';
import type { ImportMode } from './staging.ts';

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
        '--map <column=field>',
        'take a field from a column of another name; may be repeated',
        mapping(kind),
      );
    if (kind === 'grids') addGridOptions(command);
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

function run(kind: ImportKind, file: string, options: ImportOptions): Promise<void> {
  return withDatabase(async (database) => {
    const bar = new ProgressBar(process.stderr);
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
    };
    try {
      const result = await importFile(database, request);
      bar.end();
      for (const line of resultLines(result)) say(line);
    } catch (error) {
      bar.end();
      for (const line of refusalLines(error)) process.stderr.write(`${line}\n`);
      throw error;
    }
  });
}

function* resultLines(result: ImportResult): Generator<string> {
  for (const { grids, x, y, metres: distance } of result.mended ?? []) {
    yield `Moved ${distance.toFixed(3)} m at ${place(x, y)}: ${grids.join(', ')}`;
  }
  for (const { grids, x, y } of result.publication?.inserted ?? []) {
    yield `Inserted a neighbour’s vertex at ${place(x, y)}: ${grids.join(', ')}`;
  }
  const { added, changed, closed, unchanged } = result;
  const ended = result.kind === 'grids' ? 'retired' : 'ended';
  yield `${result.rows} ${result.kind} read: ${added} new, ${changed} changed, ${closed} ${ended}, ${unchanged} unchanged`;
  if (result.publication && !result.publication.unchanged) yield* publicationLines(result);
  if (result.changeSequence === undefined) yield 'Nothing was written: the file says what is stored already';
  if (result.unassigned > 0) yield `${result.unassigned} lie in no grid and are listed as unassigned`;
  if (result.keptByHand.length > 0) {
    yield `Corrected by hand and therefore left as they are: ${result.keptByHand.join(', ')}`;
  }
  if (result.changeSequence !== undefined) {
    yield `The region’s writers waited ${(result.moveMs / 1000).toFixed(1)} s at most`;
  }
}

function* publicationLines({ publication, enclaves }: ImportResult): Generator<string> {
  if (!publication) return;
  const { household, incident } = publication.relocated;
  yield `Boundary version ${publication.version} is in force; ${household} households and ${incident} incidents have other grids`;
  const pins = [...publication.droppedPins.household, ...publication.droppedPins.incident];
  if (pins.length > 0) yield `Pins to retired grids were dropped: ${pins.join(', ')}`;
  if (enclaves) yield `Declared enclaves: ${enclaves.length}`;
}

/** What the error's own message does not say: every fault, every defect. */
function* refusalLines(error: unknown): Generator<string> {
  if (error instanceof ImportRefused) {
    for (const { row, field, value, reason } of error.faults) {
      yield `row ${row}, ${field}${value === '' ? '' : ` ${value}`}: ${reason}`;
    }
    if (error.total > error.faults.length) yield `… and ${error.total - error.faults.length} more`;
  }
  if (error instanceof CoverageRefused) for (const defect of error.defects) yield defectLine(defect);
}

/** The message says the grids, the size and the repair; what it lacks is the place to zoom to. */
export function defectLine({ kind, x, y, message }: Defect): string {
  return `${kind} at ${place(x, y)}: ${message}`;
}

function place(x: number, y: number): string {
  return `${toDegrees(x)},${toDegrees(y)}`;
}

function metres(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 100))
    throw new InvalidArgumentError('metres are a number above 0, 100 at most.');
  return number;
}

/** `--map 户号=reference` as field → column. */
function mapping(kind: ImportKind): (text: string, map?: Map<string, string>) => Map<string, string> {
  const fields = kindDefinitions[kind].fields.map((field) => field.name);
  const known = kindDefinitions[kind].shapes.includes('point') ? [...fields, 'lon', 'lat'] : fields;
  return (text, map) => {
    const split = text.lastIndexOf('=');
    const [column, field] = [text.slice(0, split).trim(), text.slice(split + 1).trim()];
    if (split < 1) throw new InvalidArgumentError('write it as COLUMN=FIELD.');
    if (!known.includes(field))
      throw new InvalidArgumentError(`${kind} have the fields ${known.join(', ')}.`);
    return new Map(map).set(field, column);
  };
}
