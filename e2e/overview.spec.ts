import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('the demo district is drawn with its figures, called a demo, and asks nobody outside', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await expect(page.getByText('Demo district').first()).toBeVisible();
  await expect(page.getByText('Workload of 123 grids')).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/overview.png' });
  expect(faults).toEqual([]);
});

test('the district is shown in Chinese too, and in the dark', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await page.getByText('中文').first().click();
  await expect(page.getByText('演示区').first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/overview-zh.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/overview-zh-dark.png' });
  expect(faults).toEqual([]);
});

test('typed coordinates are answered with the grid, the metres to its edge and the runner-up', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await settled(page);
  const { regions } = await (await page.request.get('/api/regions')).json();
  const { grids } = await (await page.request.get(`/api/regions/${regions[0].code}/workload`)).json();
  const [lon, lat] = grids[20].labelPoint;
  const location = await (await page.request.get(`/api/locate?lon=${lon}&lat=${lat}`)).json();
  const search = page.getByRole('combobox').first();
  await search.fill(`${lon}, ${lat}`);
  await search.press('Enter');
  const ending = location.grid.code.slice(-6);
  await expect(page.getByText(new RegExp(`${ending.slice(0, 3)}.${ending.slice(3)}`)).first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/location.png' });
  await page.reload();
  await expect(page.getByText(new RegExp(`${ending.slice(0, 3)}.${ending.slice(3)}`)).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('a row of the list chosen by keyboard opens the grid, and the address keeps it', async ({ page }) => {
  await page.goto('/');
  const rows = page.locator('tr[data-row]');
  await expect(rows.first()).toBeVisible();
  await settled(page);
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Households').first()).toBeVisible();
  await settled(page);
  await expect(page).toHaveURL(/370215\d{9}/);
  await page.screenshot({ path: 'docs/screenshots/grid.png' });
});
