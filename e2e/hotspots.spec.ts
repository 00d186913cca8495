import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

/** A segmented control's label takes the click for its radio button. */
const choose = (page: Page, name: string) =>
  page.locator('label', { has: page.getByRole('radio', { name, exact: true }) }).click();

const key = async (page: Page, name: string, pressed: string) => {
  await page.getByRole('slider', { name }).focus();
  await page.keyboard.press(pressed);
};

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('the density says incidents per km², and a filter changes the map, the numbers and the link', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?page=hotspots');
  await expect(page.getByText('Incidents per km²')).toBeVisible();
  await expect(page.getByText('6,000 incidents').first()).toBeVisible();
  await expect(page.getByText('Densest places')).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/hotspots-density.png' });

  await page.getByRole('button', { name: 'Category All' }).click();
  const noise = page.getByRole('checkbox', { name: 'Noise' });
  const number = /[\d,]+$/.exec((await noise.locator('..').innerText()).trim())![0];
  const cells = page.waitForResponse(
    (response) => /\/incident-cells\?.*category=noise/.test(response.url()) && response.ok(),
  );
  await noise.check();
  await expect(page.getByText(`${number} incidents`).first()).toBeVisible();
  await cells;
  await expect(page).toHaveURL(/ofCategory=noise/);
  await page.getByRole('button', { name: 'Hour All' }).click();
  await page.getByLabel('From').selectOption('22');
  await page.getByLabel('Until').selectOption('6');
  await expect(page).toHaveURL(/atHour=22-6/);
  await expect(page.getByRole('button', { name: 'Remove the filter 22:00–06:00' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByRole('button', { name: 'Remove the filter Noise' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).not.toHaveURL(/ofCategory|atHour/);
  expect(faults).toEqual([]);
});

test('hexagons count, one is selected from the list by keyboard, and compares two periods', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/?page=hotspots&show=cells&cellM=250&period=2026-10-01..2026-10-30');
  await expect(page.getByText('Incidents per hexagon')).toBeVisible();
  await page.getByLabel('Compare with').selectOption('Period before');
  await expect(page.getByText('More or fewer incidents')).toBeVisible();
  await expect(page.getByText(/in the 30 days before/).first()).toBeVisible();
  const first = page
    .getByRole('list')
    .getByRole('button', { name: /incidents?, \S+ before/ })
    .first();
  const said = /^(\d+) incidents?, (\w+) before/.exec((await first.locator('.value').innerText()).trim())!;
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Hexagon near/ })).toBeVisible();
  await expect(page.getByText(`${said[1]} incidents, ${said[2]} in the 30 days before`)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'In these grids' })).toBeVisible();
  await expect(page).toHaveURL(/cell=-?\d+,-?\d+/);
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/hotspots-compared-dark.png' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close the hexagon' }).click();
  await expect(page).not.toHaveURL(/cell=/);
  expect(faults).toEqual([]);
});

test('the period is drawn with the pointer, moved by keyboard and stepped on', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?page=hotspots&period=2026-09-07..2026-09-20');
  await expect(page.getByText('7 – 20 September 2026').first()).toBeVisible();
  await key(page, 'Last day of the period', 'PageUp');
  await expect(page).toHaveURL(/period=2026-09-07\.\.2026-09-27/);
  // another period is no other page: what has the focus keeps it
  await expect(page.getByRole('slider', { name: 'Last day of the period' })).toBeFocused();
  await key(page, 'First day of the period', 'ArrowRight');
  await expect(page).toHaveURL(/period=2026-09-08\.\.2026-09-27/);
  await page.getByRole('button', { name: 'One week on' }).click();
  await expect(page).toHaveURL(/period=2026-09-15\.\.2026-10-04/);

  const bars = page.locator('.bars').last();
  const box = (await bars.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 30, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/period=2026-0[2-4]-\d\d\.\.2026-0[4-6]-\d\d/);
  await choose(page, '14 days');
  await expect(page).toHaveURL(/period=14d/);
  expect(faults).toEqual([]);
});

test('in Chinese the hotspots are written in Chinese', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto(
    '/?page=hotspots&language=zh-CN&show=cells&ofCategory=refuse&period=2026-05-01..2026-07-31',
  );
  await expect(page.getByText('每个六边形的事件数')).toBeVisible();
  await expect(page.getByText(/起事件，此前 92 天/).first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/hotspots-zh.png' });
  await expectAccessible(page);
  await choose(page, '点位');
  await expect(page.getByText('按类别显示事件')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('what fails says so, and is asked for again', async ({ page }) => {
  let isDown = true;
  await page.route('**/incident-statistics**', (route) =>
    isDown
      ? route.fulfill({ status: 400, json: { title: 'Out of order', detail: 'for a test' } })
      : route.continue(),
  );
  await page.goto('/?page=hotspots');
  await expect(page.getByText('The counts of incidents did not load.').first()).toBeVisible();
  isDown = false;
  await page.getByRole('button', { name: 'Retry' }).first().click();
  await expect(page.getByText('6,000 incidents').first()).toBeVisible();
});
