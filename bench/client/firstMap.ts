// From an empty browser to the map with its figures, and how much JavaScript that takes.
import { gzipSync } from 'node:zlib';
import type { Page, Request } from '@playwright/test';
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
      name: 'client: JavaScript until then, gzipped, MapLibre and its worker included',
      value: scriptBytes / 1000,
      unit: 'kB',
      target: '≤ 550',
    },
  ];
}

/** What the scripts of the page and of its workers are, gzipped as well as gzip can, until the first map. */
function scriptSizes(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  const add = (request: Request) => {
    if (/\.m?js($|\?)/.test(request.url())) sizes.push(gzippedSize(request));
  };
  page.context().on('requestfinished', add);
  return async () => {
    // what is fetched when the page has nothing else to do is not needed for the first map
    page.context().off('requestfinished', add);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
}

async function gzippedSize(request: Request): Promise<number> {
  const response = await request.response();
  return response === null ? 0 : gzipSync(await response.body(), { level: 9 }).length;
}
