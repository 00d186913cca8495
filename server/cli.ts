// The command line: one line for each command; what it does lives in its subject's folder.
import { Command } from 'commander';
import { registerBackup } from './backup/commands.ts';
import { withUncheckedDatabase } from './command.ts';
import { readConfig } from './config.ts';
import { say, sayError } from './console.ts';
import { registerDemo } from './demo/commands.ts';
import { registerExport } from './exports/commands.ts';
import { registerImport } from './imports/commands.ts';
import { registerLocate } from './locate/commands.ts';
import { migrate, schemaState } from './migrations.ts';
import { registerVerify } from './publication/commands.ts';
import { registerRegion } from './regions/commands.ts';
import { exitOnSignals } from './signals.ts';

const environmentHelp = `
Environment (all optional):
  HOST               loopback address to listen on                     127.0.0.1
  PORT               port to listen on, 0 for any                      8080
  PUBLIC_URL         origin by which a reverse proxy, which authenticates, makes the server known
  DATA_DIR           folder of the built-in database                   ./.data
  DATABASE_URL       PostgreSQL 15+ with PostGIS 3.3+ to use instead of the built-in database
  DATABASE_READ_URL  a hot standby of it, to read from
  BASEMAP_STYLE_URL  MapLibre style to draw instead of the region's own roads and water
  BASEMAP_PMTILES    the same from a PMTiles archive: a file, or an http(s) address
  BASEMAP_ORIGINS    further origins that the basemap's tiles and icons come from
  CORS_ORIGINS       origins whose pages may read, separated by commas, or *
  LOG_LEVEL          fatal, error, warn, info, debug, trace or silent  warn
  DEMO               what an empty database is filled with: small or off  small`;

export async function runCommandLine(words: readonly string[]): Promise<void> {
  exitOnSignals();
  await commandLine().parseAsync(words);
}

export function commandLine(): Command {
  const program = new Command('gridwright')
    .description(
      'Grid boundaries of a city: exact coverage, point-in-polygon assignment, tiles, features, workload balance',
    )
    .addHelpText('after', environmentHelp)
    .showHelpAfterError('(gridwright --help lists the commands, gridwright help COMMAND explains one)');
  registerServe(program);
  registerMigrate(program);
  registerRegion(program);
  registerImport(program);
  registerExport(program);
  registerLocate(program);
  registerDemo(program);
  registerVerify(program);
  registerBackup(program);
  return program;
}

function registerServe(program: Command): void {
  program
    .command('serve')
    .description('start the server (npm start)')
    .addHelpText('after', environmentHelp)
    .action(async () => {
      try {
        const config = readConfig(process.env);
        // loaded only here: the other commands start faster without it
        const { serve } = await import('./main.ts');
        await serve(config);
      } catch (error) {
        sayError(error);
        process.exitCode = 1;
      }
    });
}

function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the schema of the database to this version')
    .action(() =>
      withUncheckedDatabase(async (database) => {
        if ((await schemaState(database)) === 'current') return say('The schema is current');
        for (const name of await migrate(database)) say(`Applied ${name}`);
      }),
    );
}
