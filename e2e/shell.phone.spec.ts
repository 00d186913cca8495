import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Buttons, fields and links that a finger cannot be sure to hit. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('header button, [role="dialog"] button, [role="option"], .controls button')]
    .filter((element) => element.getClientRects().length > 0)
    .filter((element) => { const { width, height } = element.getBoundingClientRect(); return width < 44 || height < 44; })
    .map((element) => element.outerHTML.slice(0, 120))`);
}

test('every workspace is two taps away, and everything can be hit', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?language=zh-CN');
  await settled(page);
  expect(await smallTargets(page)).toEqual([]);
  await page.getByRole('button', { name: '更多' }).click();
  const menu = page.getByRole('dialog');
  await expect(menu).toBeVisible();
  expect(await smallTargets(page)).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
  await page.screenshot({ path: 'docs/screenshots/phone-menu-zh.png' });
  await menu.getByRole('button', { name: '调度' }).click();
  await expect(menu).toBeHidden();
  await expect(page).toHaveURL(/workspace=dispatch/);
  expect(faults).toEqual([]);
});

test('the search takes the whole phone and finds by what is typed', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await settled(page);
  await page.getByRole('button', { name: /^Search/ }).click();
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('003 002');
  const found = page.getByRole('option').first();
  await expect(found).toContainText('003 002');
  expect(await smallTargets(page)).toEqual([]);
  expect(await violationsOf(page)).toEqual([]);
  await found.tap();
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(page).toHaveURL(/grid=\d{15}/);
  await settled(page);
  await expect(page).not.toHaveURL(/point=/);
  expect(faults).toEqual([]);
});
