// A working session in a district: each step is timed until what it asked for is on the screen, and the main thread is
// watched all the while.
import type { Page } from '@playwright/test';
import type { Measurement } from '../measurement.ts';
import { longestTask, watchMainThread } from './mainThread.ts';
import { median, untilDrawn, untilUseful, withBrowser, withPage } from './page.ts';

const ROWS_HOVERED = 20;
/** Each one more: no answer is known already. */
const CATEGORIES = ['Refuse', 'Parking', 'Noise', 'Dispute', 'Lights and power'];
const PERIODS = ['30 days', '14 days', '7 days'];

export function measureSession(url: string): Promise<Measurement[]> {
  return withBrowser((browser) => withPage(browser, (page) => session(page, url)));
}

async function session(page: Page, url: string): Promise<Measurement[]> {
  await page.goto(`${url}/?page=workload`);
  await untilUseful(page);
  await watchMainThread(page);
  const hover = await hoverMs(page);
  const framesWithoutHeader = await page.evaluate<number>('bench.scrolledFramesWithoutHeader()');
  await moveMap(page);
  const onWorkload = await longestTask(page);

  await page.goto(`${url}/?page=hotspots`);
  await untilDrawn(page);
  await watchMainThread(page);
  await page.getByRole('button', { name: 'Category All' }).click();
  const filterMs = await medianOfTurns(page, CATEGORIES, (name) =>
    page.getByRole('checkbox', { name }).click(),
  );
  const periodMs = await medianOfTurns(page, PERIODS, (name) =>
    page.locator('label', { has: page.getByRole('radio', { name, exact: true }) }).click(),
  );
  await moveMap(page);
  const onHotspots = await longestTask(page);
  const longest = onWorkload.durationMs > onHotspots.durationMs ? onWorkload : onHotspots;

  const measured = (what: string, value: number, unit: string, target?: string): Measurement => ({
    name: `client: district, ${what}`,
    value,
    unit,
    ...(target === undefined ? {} : { target }),
  });
  return [
    measured('a row hovered until the frame that marks it', hover.row, 'ms', '≤ 50'),
    measured('a row hovered until the map has drawn its grid marked', hover.map, 'ms'),
    measured('a filter changed until the map has drawn it', filterMs, 'ms', '≤ 500'),
    measured('another period until the map has drawn it', periodMs, 'ms', '≤ 500'),
    measured('frames of the scrolled table without its header', framesWithoutHeader, '', '0'),
    measured(
      `longest task of the main thread after start, on ${longest.page} (${longest.count} over 50 ms)`,
      longest.durationMs,
      'ms',
      '≤ 100',
    ),
  ];
}

/** The median of several turns, each until its answer is there and the map is at rest. */
async function medianOfTurns(
  page: Page,
  turns: readonly string[],
  act: (turn: string) => Promise<void>,
): Promise<number> {
  const times: number[] = [];
  for (const turn of turns) {
    const answered = page.waitForResponse((response) => response.url().includes('/incident-cells?'));
    const started = await page.evaluate<number>('bench.now()');
    await act(turn);
    await answered;
    times.push((await page.evaluate<number>('bench.restedAt()')) - started);
  }
  return median(times);
}

async function moveMap(page: Page): Promise<void> {
  await page.mouse.move(720, 450);
  for (const step of [-300, -300, 300, 300]) {
    await page.mouse.wheel(0, step);
    await untilDrawn(page);
  }
  await page.mouse.down();
  await page.mouse.move(620, 400, { steps: 10 });
  await page.mouse.up();
  await untilDrawn(page);
}

/** From the pointer's event to the frame that shows the row marked, and until the map has drawn its grid marked, too. */
async function hoverMs(page: Page): Promise<{ row: number; map: number }> {
  const [rows, maps]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < ROWS_HOVERED; turn++) {
    const row = turn % 12;
    await untilDrawn(page);
    const marked = page.evaluate<number>(`bench.untilRowIsMarked(${row})`);
    const started = await page.evaluate<number>('bench.now()');
    await page.locator(`tr[data-row="${row}"]`).hover();
    rows.push(await marked);
    maps.push((await page.evaluate<number>('bench.restedAt()')) - started);
  }
  return { row: median(rows), map: median(maps) };
}
