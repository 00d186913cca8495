import { expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';

const database = await testDatabase();
await createSampleRegion(database);
const app = await testApp(database);
const [lon, lat] = sample.centre;

/** By name and labels, as Prometheus reads them. */
async function figures(of = app): Promise<Map<string, number>> {
  const response = await of.inject('/metrics');
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toContain('text/plain; version=0.0.4');
  const lines = response.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

const counted = (labels: string) => `gridwright_http_request_duration_seconds_count{${labels}}`;

test('requests are counted by route, never by address', async () => {
  for (const code of ['370215', '000000', '000001']) await app.inject(`/api/regions/${code}/summary`);
  for (const path of ['/a', '/b', '/c']) await app.inject(path);
  const seen = await figures();
  const summaries = [...seen].filter(([name]) => name.includes('_count{') && name.includes('/summary"'));
  expect(summaries.map(([name]) => name)).toHaveLength(2);
  expect(summaries.reduce((sum, [, count]) => sum + count, 0)).toBe(3);
  expect(seen.get(counted('method="GET",route="none",status="404"'))).toBe(3);
  expect([...seen.keys()].join()).not.toContain('000001');
});

test('tiles are counted as rendered once and then as at hand, with their bytes', async () => {
  const zoom = 13;
  const x = Math.floor(((lon + 180) / 360) * 2 ** zoom);
  const radians = (lat * Math.PI) / 180;
  const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** zoom);
  const url = `/tiles/grids/${zoom}/${x}/${y}.mvt`;
  const { rawPayload } = await app.inject(url);
  expect(rawPayload.length).toBeGreaterThan(0);
  await app.inject(url);
  const seen = await figures();
  expect(seen.get('gridwright_tiles_total{layer="grids",from="rendering"}')).toBe(1);
  expect(seen.get('gridwright_tiles_total{layer="grids",from="cache"}')).toBe(1);
  expect(seen.get('gridwright_tile_bytes_total{layer="grids"}')).toBe(2 * rawPayload.length);
});

test('a region in memory is shown with its bytes, version and changes', async () => {
  expect((await app.inject(`/api/locate?lon=${lon}&lat=${lat}`)).statusCode).toBe(200);
  const seen = await figures();
  const region = `{region="${sample.code}"}`;
  expect(seen.get(`gridwright_snapshot_bytes${region}`)).toBeGreaterThan(10_000);
  expect(seen.get(`gridwright_boundary_version${region}`)).toBe(2);
  expect(seen.get(`gridwright_change_sequence${region}`)).toBeGreaterThan(0);
});

test('connections, imports, the event loop and the process have their figures', async () => {
  const seen = await figures();
  expect(seen.get('gridwright_database_connections{pool="primary",state="busy"}')).toBe(0);
  expect(seen.get('gridwright_database_waiting{pool="primary"}')).toBe(0);
  expect(seen.get('gridwright_unhandled_rejections')).toBe(0);
  expect(seen.has('gridwright_standby_used')).toBe(false);
  expect(seen.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect(seen.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test('two applications in one process count apart', async () => {
  const other = await testApp(database);
  await other.inject('/api/health/live');
  const live = counted('method="GET",route="/api/health/live",status="200"');
  expect((await figures(other)).get(live)).toBe(1);
  expect((await figures()).has(live)).toBe(false);
});

test('only this machine may read them', async () => {
  expect((await app.inject({ url: '/metrics', headers: { host: 'evil.example' } })).statusCode).toBe(403);
});
