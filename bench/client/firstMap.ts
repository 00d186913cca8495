// From an empty browser to the map with its figures, and how much JavaScript that takes.
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from '@playwright/test';
import type { Measurement } from '../measurement.ts';
import { median, untilUseful, withBrowser, withPage } from './page.ts';

const RUNS = 5;

export function measureFirstMap(url: string): Promise<Measurement[]> {
  return withBrowser(async (browser) => {
    // the server reads the region at the first request: what is measured is the client
    await fetch(`${url}/api/regions`).then((response) => response.arrayBuffer());
    const first = await open(browser, url);
    const later = [];
    for (let run = 0; run < RUNS; run++) later.push(await open(browser, url));
    return [
      {
        name: `client: first useful map on the built-in database, median of ${RUNS} empty caches`,
        value: median(later.map(({ seconds }) => seconds)),
        unit: 's',
        target: '≤ 2',
      },
      {
        name: 'client: the same in a browser that has just been started, with its shaders to compile',
        value: first.seconds,
        unit: 's',
      },
      {
        name: 'client: JavaScript until then, gzipped, MapLibre and its worker included',
        value: first.scriptBytes / 1000,
        unit: 'kB',
        target: '≤ 550',
      },
    ];
  });
}

function open(browser: Browser, url: string): Promise<{ seconds: number; scriptBytes: number }> {
  return withPage(browser, async (page) => {
    const sizes = scriptSizes(page);
    const started = performance.now();
    await page.goto(url);
    await untilUseful(page);
    return { seconds: (performance.now() - started) / 1000, scriptBytes: await sizes() };
  });
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
