// A copy of a private cluster that follows it.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asPostgres,
  binaries,
  freePort,
  giveToPostgres,
  type PrivateCluster,
  privateCluster,
} from './privateCluster.ts';

/** Makes a hot standby of the cluster, which must be running, and starts it. */
export async function startHotStandby({ place: primary }: PrivateCluster): Promise<PrivateCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwright-standby-'));
  const place = { folder, data: join(folder, 'data'), port: await freePort() };
  await giveToPostgres(folder);
  await asPostgres(join(binaries(), 'pg_basebackup'), [
    ...['-D', place.data, '-h', '127.0.0.1', '-p', String(primary.port), '-U', 'postgres'],
    // -R says whom to follow
    ...['-R', '-X', 'stream', '-c', 'fast', '--no-sync'],
  ]);
  const standby = privateCluster(place);
  await standby.start();
  return standby;
}
