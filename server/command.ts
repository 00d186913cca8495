// What every command of the command line needs: a database, and errors in words.
import { readConfig } from './config.ts';
import { sayError } from './console.ts';
import { type Database, openDatabase } from './database.ts';
import { prepareSchema } from './migrations.ts';

/**
 * Runs a command's work with the configured database (through the running server's, if there is one), its schema checked
 * as at a server's start, and closes it. An error is printed and becomes exit code 1. Work that found something wrong
 * without failing sets `process.exitCode` itself.
 */
export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  await withUncheckedDatabase(async (database) => {
    await prepareSchema(database);
    await work(database);
  });
}

/**
 * The same without a look at the schema, for commands that migrate.
 *
 * @param open instead of the configured database
 */
export async function withUncheckedDatabase(
  work: (database: Database) => Promise<void>,
  open: () => Promise<Database> = () => openDatabase(readConfig(process.env)),
): Promise<void> {
  let database: Database | undefined;
  try {
    database = await open();
    await work(database);
  } catch (error) {
    sayError(error);
    process.exitCode = 1;
  } finally {
    await database?.close();
  }
}
