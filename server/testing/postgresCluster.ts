// PostgreSQL clusters of a test's own, to be killed, paused and copied: made under the system's temporary folder with the
// binaries that are installed, as user postgres where we are root (initdb refuses root).
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Cluster {
  /** Of the database `postgres`, as superuser. */
  url: string;
  dataDirectory: string;
  start(): Promise<void>;
  /** `immediate` is the crash of the postmaster, without a checkpoint. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

export async function makeCluster(): Promise<Cluster> {
  const cluster = await prepare();
  await asPostgres('initdb', [
    ...['-D', cluster.dataDirectory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
    ...['--locale', 'C', '--no-sync'],
  ]);
  await cluster.start();
  return cluster;
}

/** A copy that follows: a hot standby. */
export async function makeStandbyOf(primary: Cluster): Promise<Cluster> {
  const cluster = await prepare();
  const { hostname, port } = new URL(primary.url);
  await asPostgres('pg_basebackup', [
    ...['-D', cluster.dataDirectory, '-h', hostname, '-p', port, '-U', 'postgres'],
    ...['-R', '-X', 'stream', '-c', 'fast', '--no-sync'],
  ]);
  await cluster.start();
  return cluster;
}

async function prepare(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwright-cluster-'));
  const owner = await postgresUser();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const dataDirectory = join(folder, 'data');
  const port = await freePort();
  const control = (...words: string[]) =>
    asPostgres('pg_ctl', ['-D', dataDirectory, '-w', '-t', '60', '-l', join(folder, 'log'), ...words]);
  const stop = async (mode: 'fast' | 'immediate' = 'fast'): Promise<void> => {
    if (existsSync(join(dataDirectory, 'postmaster.pid'))) await control('-m', mode, 'stop');
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    dataDirectory,
    start: () => control('-o', `-p ${port} -h 127.0.0.1 -k ${folder} -c fsync=off`, 'start'),
    stop,
    remove: async () => {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The newest installed one. */
function binaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const [newest] = versions.filter((version) => existsSync(join(root, version, 'bin', 'initdb')));
  if (newest === undefined) throw new Error(`no PostgreSQL server is installed under ${root}`);
  return join(root, newest, 'bin');
}

async function asPostgres(program: string, words: readonly string[]): Promise<void> {
  const before = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  // pg_ctl hands its output on to the postmaster: as a pipe it would be waited for
  const shell = [
    '-c',
    'exec "$@" </dev/null >/dev/null',
    'sh',
    ...before,
    join(binaries(), program),
    ...words,
  ];
  // of its own folder: the present one may be closed to user postgres
  await run('sh', shell, { cwd: tmpdir() });
}

async function postgresUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout));
  return { uid: uid!, gid: gid! };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
