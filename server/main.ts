// Starts the server: client, database, schema, demo city, HTTP; and stops it cleanly.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import sql from 'sql-template-tag';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { say } from './console.ts';
import { type Database, openDatabase } from './database.ts';
import { demoReporter } from './demo/commands.ts';
import { interruptedDemo, loadDemo } from './demo/load.ts';
import { UserError } from './errors.ts';
import { buildClient } from './http/buildClient.ts';
import { isClientBuilt } from './http/clientFiles.ts';
import { limits } from './limits.ts';
import { migrate, prepareSchema, schemaState } from './migrations.ts';
import { surviveRejections } from './rejections.ts';
import { closeOnSignal } from './signals.ts';
import { Snapshots } from './snapshot/snapshots.ts';

/**
 * Serves until SIGINT or SIGTERM. Says what takes time, and the address last.
 *
 * @throws UserError, DatabaseUnavailable when it cannot start; nothing is left open then
 */
export async function serve(config: Config): Promise<void> {
  surviveRejections();
  const database = await open(config);
  const snapshots = new Snapshots(database);
  try {
    await Promise.all([prepare(database, config), buildMissingClient()]);
    const app = await buildApp({ database, config, snapshots });
    const stopped = closedBySignal(app);
    say(`Gridwright is at ${await listen(app, config)} (Ctrl-C stops it)`);
    await stopped;
  } finally {
    await snapshots.close();
    await database.close();
  }
}

async function open(config: Config): Promise<Database> {
  say(
    config.databaseUrl === undefined
      ? `Opening the built-in database in ${config.dataDirectory}`
      : 'Connecting to DATABASE_URL',
  );
  return openDatabase(config, {
    use: 'alone',
    onEngineExit: (reason) => {
      // nothing acknowledged is lost; what is in memory cannot be trusted any more
      process.stderr.write(`The built-in database ended: ${reason}. Start Gridwright again\n`);
      process.exit(1);
    },
  });
}

async function prepare(database: Database, config: Config): Promise<void> {
  if ((await schemaState(database)) === 'empty') {
    say('Creating the schema');
    await migrate(database);
  }
  await prepareSchema(database);
  if (config.demo !== 'off') await loadMissingDemo(database, config.demo);
}

/** Into an empty database; a load that was interrupted goes on. */
async function loadMissingDemo(database: Database, size: 'small'): Promise<void> {
  const interrupted = await interruptedDemo(database);
  if (interrupted === undefined && (await hasRegions(database))) return;
  await loadDemo(database, interrupted ?? size, demoReporter(say));
}

async function hasRegions(database: Database): Promise<boolean> {
  const { rows } = await database.query(sql`select 1 from region limit 1`);
  return rows.length > 0;
}

async function buildMissingClient(): Promise<void> {
  if (isClientBuilt()) return;
  say('Building the client (once)');
  await buildClient();
}

/** @returns the address to open in a browser */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new UserError(
        `PORT=${port}: another program already listens there. Choose another PORT, or stop that program`,
      );
    }
    throw error;
  }
  const { port: actualPort } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${actualPort}`;
}

function endAnyway(): void {
  process.stderr.write(`Stopped after ${limits.stopMs / 1000} s, although something was still under way\n`);
  process.exit(1);
}

/** Resolves when a signal has closed the application: answers under way are finished first. */
function closedBySignal(app: FastifyInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    closeOnSignal(() => {
      say('Stopping');
      // whatever it still waits for: a supervisor would kill it soon, and nothing acknowledged is lost by that
      setTimeout(endAnyway, limits.stopMs).unref();
      app.close().then(resolve, reject);
    });
  });
}
