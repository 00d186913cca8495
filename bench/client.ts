// The client in Chromium, with WebGL drawn in software: how soon its first map is there, and how long a person waits for what
// they do in a district of 2,003 grids, 400,000 households and 200,000 incidents.
import { chromiumPath } from '../e2e/chromium.ts';
import { startServer, untilReady } from '../server/testing/serverProcess.ts';
import { measureFirstMap } from './client/firstMap.ts';
import { measureSession } from './client/session.ts';
import type { Measurement } from './measurement.ts';

export async function measureClient(): Promise<Measurement[]> {
  if (chromiumPath === undefined) {
    return [{ name: 'client', value: Number.NaN, unit: '', notMeasured: 'no Chromium was found' }];
  }
  const { DATABASE_URL: districtUrl } = process.env;
  const onBuiltIn = await withServer({ DEMO: 'small', DATABASE_URL: '' }, measureFirstMap);
  if (!districtUrl) {
    const notMeasured = 'DATABASE_URL (demo in size district) is not set';
    return [...onBuiltIn, { name: 'client: district', value: Number.NaN, unit: '', notMeasured }];
  }
  return [...onBuiltIn, ...(await withServer({ DATABASE_URL: districtUrl }, measureSession))];
}

async function withServer(
  environment: Record<string, string>,
  measure: (url: string) => Promise<Measurement[]>,
): Promise<Measurement[]> {
  const server = await startServer(environment);
  try {
    await untilReady(server.url);
    return await measure(server.url);
  } finally {
    await server.stop();
  }
}
