import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('a phone shows the map without scrolling sideways', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await settled(page);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: 'docs/screenshots/phone.png' });
  expect(faults).toEqual([]);
});
