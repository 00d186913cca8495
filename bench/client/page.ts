import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../../e2e/chromium.ts';

const inPage = fileURLToPath(new URL('inPage.js', import.meta.url));

/** In a browser of its own, with empty caches. */
export async function withPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath!,
    args: chromiumArguments,
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    await context.addInitScript({ path: inPage });
    return await use(await context.newPage());
  } finally {
    await browser.close();
  }
}

export const untilUseful = (page: Page) => page.evaluate('bench.untilUseful()');
export const untilDrawn = (page: Page) => page.evaluate('bench.untilDrawn()');

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
