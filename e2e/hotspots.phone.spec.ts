import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('on a phone the hotspots have their time and figures in the sheet', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?page=hotspots&period=2026-10-01..2026-10-30');
  await expect(page.getByText('1 – 30 October 2026').first()).toBeVisible();
  await page.getByRole('button', { name: 'Make the sheet larger' }).click();
  await expect(page.getByRole('slider', { name: 'First day of the period' })).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/hotspots-phone.png' });
  const small = await page.getByRole('button').evaluateAll((buttons) =>
    buttons
      .map(
        (button) =>
          [button.getAttribute('aria-label') ?? button.textContent, button.getBoundingClientRect()] as const,
      )
      .filter(([, { width, height }]) => width > 0 && height > 0 && (height < 44 || width < 44))
      .map(([name]) => name)
      .filter((name) => name !== 'Make the sheet larger'),
  );
  expect(small).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
});
