import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

async function expectGoodOnPhone(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
}

test('a phone shows the verdict, the lines, and the places of one of them', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?page=coverage');
  await expect(page.getByRole('heading', { name: /things? needs? attention/ })).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/coverage-phone.png' });
  await expectGoodOnPhone(page);
  const line = page.getByRole('button', { name: /incidents lie outside the grids/ });
  expect((await line.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await line.tap();
  const place = page.getByRole('button', { name: /^Incident / }).first();
  await expect(place).toBeVisible();
  expect((await place.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await place.tap();
  await expect(page).toHaveURL(/point=/);
  await expect(page.getByText(/^In no (grid|region)$/)).toBeVisible();
  await settled(page);
  await expectGoodOnPhone(page);
  expect(faults).toEqual([]);
});

test('a phone shows the boundary versions and what changed', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?workspace=plan');
  await page.getByRole('button', { name: /^Versions/ }).tap();
  await page.getByRole('button', { name: /6 grids added, changed or retired/ }).tap();
  await expect(page.getByRole('list', { name: 'From version 1 to version 2' })).toBeAttached();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/plan-phone.png' });
  await expectGoodOnPhone(page);
  expect(faults).toEqual([]);
});
