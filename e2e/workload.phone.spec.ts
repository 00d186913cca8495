import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('on a phone the table is a list, and weights are tried above the map', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?level=communities&columns=parts');
  await page.getByRole('button', { name: /^Communities/ }).click();
  const rows = page.locator('tr[data-row]');
  await expect(rows.first()).toBeVisible();
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.screenshot({ path: 'docs/screenshots/workload-phone.png' });

  await rows.first().tap();
  await expect(page.getByRole('list', { name: /^Grids of / })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the choice' }).tap();

  await page.getByRole('button', { name: /^Workload/ }).tap();
  await page.getByRole('button', { name: 'Change the weights' }).tap();
  await page.getByLabel('Minutes: Household').fill('6');
  await expect(page.getByText('Preview, not saved')).toBeVisible();
  await settled(page);
  const tried = await new AxeBuilder({ page }).analyze();
  expect(tried.violations.map(({ id }) => id)).toEqual([]);
  await page.screenshot({ path: 'docs/screenshots/workload-phone-weights.png' });
  await page.getByRole('button', { name: 'Cancel' }).tap();
  await expect(page.getByText('Preview, not saved')).toBeHidden();
  expect(faults).toEqual([]);
});
