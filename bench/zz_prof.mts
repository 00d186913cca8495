import autocannon from 'autocannon';
import { householdPlaces, withServer } from './locate.ts';

await withServer('postgres://postgres@127.0.0.1:55432/district', async (server) => {
  const places = await householdPlaces(server.database, 100_000);
  const body = `id,lon,lat\n${places.map(({ lon, lat }, index) => `${index},${lon},${lat}\n`).join('')}`;
  console.log('body', body.length);
  for (let i = 0; i < 6; i++) {
    const c0 = process.cpuUsage();
    const t = performance.now();
    const r = await fetch(server.origin + '/api/locate', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    const txt = await r.text();
    const c = process.cpuUsage(c0);
    console.log(
      'batch',
      txt.length,
      (performance.now() - t).toFixed(0),
      'ms wall',
      ((c.user + c.system) / 1000).toFixed(0),
      'ms cpu (user',
      (c.user / 1000).toFixed(0),
      ')',
    );
  }
  const paths = places.slice(0, 1000).map(({ lon, lat }) => `/api/locate?lon=${lon}&lat=${lat}`);
  server.constant.text = await (await fetch(server.origin + paths[0])).text();
  const N = 30000;
  async function load(paths: string[]) {
    const el0 = performance.eventLoopUtilization();
    const c0 = process.cpuUsage();
    const r = await autocannon({
      url: server.origin,
      connections: 32,
      amount: N,
      workers: 1,
      requests: paths.map((path) => ({ path })),
    });
    const c = process.cpuUsage(c0);
    return r.requests.total;
  }
  // in-process inject cost
  const { default: http } = await import('node:http');
  for (let i = 0; i < 3; i++) {
    for (const [name, list] of [
      ['locate', paths],
      ['constant', ['/bench/constant']],
    ] as const) {
      await load([...list]);
      console.log(name);
    }
  }
});
