// Each main state is loaded once; themes and languages change inside the page, and each time axe finds nothing. While the data
// arrives nothing moves that stood already.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

const region = '370215';

/** In the page: how far what stood already was moved, by anything but the user. */
const countShifts = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Both themes and both languages, without loading the page again: in English by day, in Chinese by night. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page), 'light, in English').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await violationsOf(page), 'dark, in Chinese').toEqual([]);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(countShifts);
});

for (const [name, address] of [
  ['coverage', '/?page=coverage'],
  ['density', '/?page=hotspots'],
  ['hexagons compared', '/?page=hotspots&show=cells&compare=before'],
  ['workload of grids', '/'],
  ['parts of the workers’ hours', '/?level=workers&columns=parts'],
  ['the queue', '/?workspace=dispatch'],
  ['a new incident', '/?workspace=dispatch&tool=new'],
  ['looking up a place', '/?workspace=dispatch&tool=locate'],
  ['a list of places', '/?workspace=dispatch&tool=locate&places=list'],
  ['Plan', '/?workspace=plan'],
] as const) {
  test(`${name}: nothing for axe to find, nothing moves while it loads`, async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto(address);
    await settled(page);
    expect(await page.evaluate<number>('window.shifted')).toBeLessThan(0.01);
    expect(await page.evaluate('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
}

test('a chosen grid: the details arrive without moving the table below them', async ({ page }) => {
  const faults = faultsOf(page);
  const { grids } = await (await page.request.get(`/api/regions/${region}/workload`)).json();
  await page.goto(`/?grid=${grids[20].code}`);
  await settled(page);
  await expect(page.getByText('Boundaries', { exact: true })).toBeVisible();
  expect(await page.evaluate<number>('window.shifted')).toBeLessThan(0.01);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('an incident in hand: what is known of its place arrives without moving what stands', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?workspace=dispatch');
  const rows = page.getByRole('list', { name: 'Incidents to work through' }).getByRole('button');
  await rows.first().click();
  await expect(page).toHaveURL(/incident=/);
  await page.reload();
  await expect(page.getByText('Boundaries', { exact: true }).first()).toBeVisible();
  await settled(page);
  expect(await page.evaluate<number>('window.shifted')).toBeLessThan(0.01);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});
