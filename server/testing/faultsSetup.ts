// Makes what all fault tests share: the client's files, and a private PostgreSQL with the small demo city in a template
// database. Removed after the run.
import type { TestProject } from 'vitest/node';
import { buildClient } from '../http/buildClient.ts';
import { isClientBuilt } from '../http/clientFiles.ts';
import { loadCity } from './demoDatabase.ts';
import { startPrivateCluster } from './privateCluster.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!isClientBuilt()) await buildClient();
  const cluster = await startPrivateCluster();
  try {
    await loadCity(cluster.url, 'city');
  } catch (error) {
    await cluster.remove();
    throw error;
  }
  project.provide('faultCluster', { place: cluster.place, template: 'city' });
  return () => cluster.remove();
}
