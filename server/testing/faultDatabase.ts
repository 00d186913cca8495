// What the fault tests have in common: a database each, the command that verifies it, and random numbers that can be had again.
import { expect, inject } from 'vitest';
import { type Random, randomStream } from '../../fixtures/demoCity/random.ts';
import { databaseUrl, onServer } from './databaseServer.ts';
import { askFreshly, type ClusterPlace, type PrivateCluster, privateCluster } from './privateCluster.ts';
import { runGridwright } from './process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    faultCluster: { place: ClusterPlace; template: string };
  }
}

/** The run's own PostgreSQL. It may be killed: test files follow each other. */
export function sharedCluster(): PrivateCluster {
  return privateCluster(inject('faultCluster').place);
}

/** The demo's region. */
export const regionCode = '370215';

/** A copy of the demo city, or of another template, on the run's own PostgreSQL. @returns its URL */
export async function cityDatabase(
  name: string,
  template = inject('faultCluster').template,
): Promise<string> {
  const { url } = sharedCluster();
  await onServer(url, `create database ${name} template ${template}`);
  return databaseUrl(url, name);
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(sharedCluster().url, `drop database if exists ${name} with (force)`);
}

/** `gridwright verify` finds nothing: the coverage is exact and every assignment is right. */
export async function expectVerified(url: string): Promise<void> {
  const verified = await runGridwright(['verify', '--region', regionCode], { DATABASE_URL: url });
  expect(verified).toMatchObject({ exitCode: 0, stderr: '' });
}

/** Every change has its number, none is missing, and each incident's creation is told once. */
export async function expectWholeChanges(url: string): Promise<void> {
  const [state] = await askFreshly<{ changes: string; last: string; region: string; halves: string }>(
    url,
    `select count(*) as changes, max(c.sequence) as last, max(s.change_sequence) as region,
       (select count(*) from incident i where not exists (
          select 1 from change where change.region_id = i.region_id and change.sequence = i.change_sequence)) as halves
     from change c join region_state s on s.region_id = c.region_id`,
  );
  expect(state).toEqual({ changes: state?.last, last: state?.last, region: state?.last, halves: '0' });
}

/**
 * How often a fault is repeated: what the issue asks for, unless FAULT_REPEATS says a share of it (0.1) while a test is
 * being written.
 */
export function repeats(count: number): number {
  return Math.max(1, Math.round(count * Number(process.env.FAULT_REPEATS ?? '1')));
}

/** Other moments in each run; FAULT_SEED brings back those of a run that failed, which prints it. */
export const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

/** Random numbers of that seed; says it, so that a failure can be had again. */
export function faultRandom(name: string): Random {
  console.log(`${name}: FAULT_SEED=${seed}`);
  return randomStream(seed, name);
}
