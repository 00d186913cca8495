// What holds the main thread: the browser itself reports every task of more than 50 ms.
import type { Page } from '@playwright/test';

export interface LongestTask {
  page: string;
  durationMs: number;
  /** Tasks of more than 50 ms. */
  count: number;
}

/** From now on. */
export async function watchMainThread(page: Page): Promise<void> {
  await page.evaluate('bench.watchMainThread()');
}

/** @returns 50 ms as the duration when no task was longer */
export async function longestTask(page: Page): Promise<LongestTask> {
  const durations = await page.evaluate<number[]>('bench.longTasks');
  return {
    page: new URL(page.url()).searchParams.get('page') ?? 'workload',
    durationMs: Math.max(50, ...durations),
    count: durations.length,
  };
}
