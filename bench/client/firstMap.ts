// From an empty browser to the map with its figures, and how much JavaScript that takes.
import type { Page } from '@playwright/test';
import type { Measurement } from '../measurement.ts';
import { median, untilUseful, withPage } from './page.ts';

const RUNS = 5;

export async function measureFirstMap(url: string): Promise<Measurement[]> {
  const seconds: number[] = [];
  let scriptBytes = 0;
  // the server reads the region at the first request: what is measured is the client
  await fetch(`${url}/api/regions`).then((response) => response.arrayBuffer());
  for (let run = 0; run < RUNS; run++) {
    await withPage(async (page) => {
      const sizes = scriptSizes(page);
      const started = performance.now();
      await page.goto(url);
      await untilUseful(page);
      seconds.push((performance.now() - started) / 1000);
      scriptBytes = await sizes();
    });
  }
  return [
    {
      name: `client: first useful map on the built-in database, median of ${RUNS} empty browsers`,
      value: median(seconds),
      unit: 's',
      target: '≤ 2',
    },
    {
      name: 'client: JavaScript until then, compressed, MapLibre and its worker included',
      value: scriptBytes / 1000,
      unit: 'kB',
      target: '≤ 550',
    },
  ];
}

/** What the scripts of the page and of its workers took on the way, headers left out. */
function scriptSizes(page: Page): () => Promise<number> {
  const bodies: Promise<number>[] = [];
  page.context().on('requestfinished', (request) => {
    if (!/\.m?js($|\?)/.test(request.url())) return;
    bodies.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
}
