// A real PostgreSQL of a test's own, to be killed, starved and started again: in a temporary folder, on a port of its own.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const installations = '/usr/lib/postgresql';
const isRoot = process.getuid?.() === 0;

export interface PrivateCluster {
  /** From which another process can make the same handle. */
  readonly place: ClusterPlace;
  /** Of the database `postgres`. */
  readonly url: string;
  /** Returns when connections are accepted. */
  start(): Promise<void>;
  /** `kill -9` of the postmaster: its backends notice, and end by themselves. */
  killPostmaster(): void;
  /** `kill -9` of one backend: the postmaster ends all the others, and recovers. */
  /** @returns when the postmaster has noticed, and has therefore ended all other backends too */
  killBackend(pid: number): Promise<void>;
  /** Stops it by force and removes its folder. */
  remove(): Promise<void>;
}

export interface ClusterPlace {
  /** Holds the log, the socket, the write-ahead log, and the data unless that lies elsewhere. */
  folder: string;
  data: string;
  port: number;
}

/**
 * Makes a cluster and starts it. As root it runs as the user `postgres`, because PostgreSQL refuses root.
 *
 * @param dataFolder where the data goes, empty and there already; default: a folder of its own
 * @throws when PostgreSQL is not installed
 */
export async function startPrivateCluster(dataFolder?: string): Promise<PrivateCluster> {
  const initdb = join(binaries(), 'initdb');
  const folder = await mkdtemp(join(tmpdir(), 'gridwright-cluster-'));
  const place = { folder, data: dataFolder ?? join(folder, 'data'), port: await freePort() };
  const cluster = privateCluster(place);
  await giveToPostgres(folder);
  if (dataFolder !== undefined) await giveToPostgres(dataFolder);
  try {
    // the write-ahead log lies elsewhere than the data: without room for it PostgreSQL ends, without room for data it says so
    await asPostgres(initdb, [
      ...['-D', place.data, '--waldir', join(folder, 'wal'), '-A', 'trust', '-U', 'postgres'],
      ...['--locale=C.UTF-8', '-E', 'UTF8'],
    ]);
    await cluster.start();
  } catch (error) {
    await cluster.remove();
    throw error;
  }
  return cluster;
}

/** A handle on a cluster that somebody has made. */
export function privateCluster(place: ClusterPlace): PrivateCluster {
  const { folder, data, port } = place;
  const control = (verb: string, ...more: string[]) =>
    asPostgres(join(binaries(), 'pg_ctl'), [verb, '-D', data, '-w', '-t', '60', ...more]);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=100',
  ];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return {
    place,
    url,
    async start() {
      await backendsGone(data);
      const options = settings.map((setting) => `-c ${setting}`).join(' ');
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await control('start', '-l', logOf(place), '-o', options);
        } catch (error) {
          // a killed one's last backend may hold the shared memory for a moment after it has gone from the list
          if (attempt === 20)
            throw new Error(`PostgreSQL does not start:\n${toldBy(place)}`, { cause: error });
          await pause(100);
        }
      }
    },
    killPostmaster() {
      process.kill(postmasterOf(data), 'SIGKILL');
    },
    async killBackend(pid) {
      const witness = new pg.Client({ connectionString: url });
      witness.on('error', () => {});
      await witness.connect();
      // not `once` of node:events, which takes the error before it for a failure
      const ended = new Promise((resolve) => witness.once('end', resolve));
      process.kill(pid, 'SIGKILL');
      await ended;
    },
    async remove() {
      await control('stop', '-m', 'immediate').catch(() => {
        // it has been killed already
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The last lines of its log. */
function toldBy(place: ClusterPlace): string {
  const log = logOf(place);
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-20).join('\n') : '';
}

function logOf({ folder }: ClusterPlace): string {
  return join(folder, 'log');
}

/** Runs one statement in a connection of its own, which is how a test sees what is really stored. */
export async function askFreshly<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // a connection that is cut later than its answer is nobody's concern
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

export function binaries(): string {
  const versions = existsSync(installations) ? readdirSync(installations).map(Number) : [];
  for (const version of versions.sort((a, b) => b - a)) {
    const bin = join(installations, String(version), 'bin');
    if (existsSync(join(bin, 'initdb'))) return bin;
  }
  throw new Error(
    `There is no PostgreSQL below ${installations}: the fault tests start and kill one of their own. ` +
      'Install it: apt-get install postgresql postgresql-15-postgis-3',
  );
}

export async function asPostgres(command: string, words: readonly string[]): Promise<void> {
  const [program, ...before] = isRoot ? ['runuser', '-u', 'postgres', '--', command] : [command];
  // pg_ctl passes its own output on to the postmaster, so it must not be a pipe that somebody waits for
  await run('sh', ['-c', 'exec "$@" </dev/null >/dev/null', 'sh', program!, ...before, ...words], {
    cwd: tmpdir(),
  });
}

export async function giveToPostgres(folder: string): Promise<void> {
  if (isRoot) await run('chown', ['postgres', folder]);
  await chmod(folder, 0o700);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The first line of its lock file. */
function postmasterOf(data: string): number {
  return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Waits for the backends that a killed postmaster has left: as long as one of them lives, no other starts. */
async function backendsGone(data: string): Promise<void> {
  while (processesIn(data) > 0) await pause(20);
}

/** How many processes work in the folder. */
function processesIn(data: string): number {
  let count = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (command.startsWith('postgres: ') && readlinkSync(`/proc/${name}/cwd`) === data) count += 1;
    } catch {
      // it has ended meanwhile
    }
  }
  return count;
}
