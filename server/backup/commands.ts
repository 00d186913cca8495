// gridwright backup FILE, gridwright restore FILE, gridwright db copy --to URL
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import sql from 'sql-template-tag';
import { withDatabase, withUncheckedDatabase } from '../command.ts';
import { readConfig, withoutPassword } from '../config.ts';
import { say } from '../console.ts';
import { connectPostgis, type Database, openDatabase } from '../database.ts';
import { ConfigError, UserError } from '../errors.ts';
import { prepareSchema } from '../migrations.ts';
import { verificationLines } from '../publication/commands.ts';
import { verifyRegion } from '../publication/verify.ts';
import { copyDatabase } from './copy.ts';
import type { OnBackupProgress } from './dump.ts';
import { restoreBackupFile, writeBackupFile } from './file.ts';
import type { Restored } from './restore.ts';

export function registerBackup(program: Command): void {
  program
    .command('backup <file>')
    .description('write everything in the database, as it is at one moment, to a file (as city.backup.gz)')
    .option('--overwrite', 'replace a file that is there, once the new one is whole')
    .action((file: string, { overwrite = false }: { overwrite?: boolean }) =>
      withDatabase(async (database) => {
        await requireRegions(database);
        const bytes = await writeBackupFile(database, file, {
          overwrite,
          onProgress: progressLines('Reading'),
        });
        say(
          `${file} is written, ${megabytes(bytes)} MB. It holds personal data: keep it as you keep the database`,
        );
      }),
    );
  program
    .command('restore <file>')
    .description('read a backup into an empty database, all of it or nothing, and verify every region')
    .action((file: string) =>
      withUncheckedDatabase(async (database) => {
        sayRestored(await restoreBackupFile(database, file, progressLines('Restoring')));
        await verifyEveryRegion(database);
      }),
    );
  const db = program.command('db').description('databases as a whole');
  db.command('copy')
    .description(
      'copy the built-in database in DATA_DIR into an empty one on PostGIS, and verify every region',
    )
    .requiredOption('--to <url>', 'postgres://user:password@host:5432/database')
    .action(({ to }: { to: string }) =>
      withUncheckedTarget(to, async (target) => {
        const restored = await withBuiltInDatabase((source) =>
          copyDatabase(source, target, progressLines('Copying')),
        );
        sayRestored(restored);
        await verifyEveryRegion(target);
        say(`From now on start with DATABASE_URL=${withoutPassword(to)}`);
      }),
    );
}

/** As a command whose database is the target. */
function withUncheckedTarget(url: string, work: (target: Database) => Promise<void>): Promise<void> {
  return withUncheckedDatabase(work, () => connectPostgis(targetUrl(url)));
}

function targetUrl(url: string): string {
  try {
    const { databaseUrl } = readConfig({ DATABASE_URL: url });
    if (databaseUrl !== undefined) return databaseUrl;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
  throw new UserError(
    `--to ${withoutPassword(url)}: is not the URL of a PostgreSQL database; write it as postgres://user:password@host:5432/database`,
  );
}

async function withBuiltInDatabase<T>(use: (source: Database) => Promise<T>): Promise<T> {
  const { dataDirectory } = readConfig(process.env);
  if (!existsSync(join(dataDirectory, 'database'))) {
    throw new UserError(`DATA_DIR=${dataDirectory}: there is no built-in database in that folder`);
  }
  const source = await openDatabase({ dataDirectory });
  try {
    await prepareSchema(source);
    await requireRegions(source);
    return await use(source);
  } finally {
    await source.close();
  }
}

async function requireRegions(database: Database): Promise<void> {
  const { rows } = await database.query(sql`select 1 from region limit 1`);
  if (rows.length > 0) return;
  throw new UserError(
    'The database holds no region. Is DATA_DIR, or DATABASE_URL, the one that the server runs with?',
  );
}

function sayRestored({ createdAt, rows, migrations }: Restored): void {
  say(`${rows.toLocaleString('en')} rows are stored, as they were at ${createdAt}`);
  for (const name of migrations) say(`Applied ${name}`);
}

async function verifyEveryRegion(database: Database): Promise<void> {
  const { rows } = await database.query<{ regionId: number; code: string }>(
    sql`select region_id as "regionId", code from region order by code`,
  );
  for (const region of rows) {
    const verification = await verifyRegion(database, region);
    for (const line of verificationLines(region.code, verification)) say(line);
    if (verification.total > 0) process.exitCode = 1;
  }
}

const LINE_EVERY_MS = 2000;
const LARGE_TABLE_ROWS = 1000;

/** On standard error, when a large table begins, and now and then in one. */
function progressLines(doing: string): OnBackupProgress {
  let shown = '';
  let shownAt = Number.NEGATIVE_INFINITY;
  return ({ table, tableRows, rows, total }) => {
    const begins = table !== shown && tableRows >= LARGE_TABLE_ROWS;
    if (!begins && performance.now() - shownAt < LINE_EVERY_MS) return;
    shown = table;
    shownAt = performance.now();
    const share = total === 0 ? 100 : Math.floor((rows / total) * 100);
    process.stderr.write(
      `${doing} ${table}: ${rows.toLocaleString('en')} of ${total.toLocaleString('en')} rows, ${share} %\n`,
    );
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
