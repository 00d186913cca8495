import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../../e2e/chromium.ts';

const inPage = fileURLToPath(new URL('inPage.js', import.meta.url));

export async function withBrowser<Result>(use: (browser: Browser) => Promise<Result>): Promise<Result> {
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: chromiumArguments });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** With empty caches. */
export async function withPage<Result>(
  browser: Browser,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  try {
    await context.addInitScript({ path: inPage });
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

export const untilUseful = (page: Page) => page.evaluate('bench.untilUseful()');
export const untilDrawn = (page: Page) => page.evaluate('bench.untilDrawn()');

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
