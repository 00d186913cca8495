import { expect, test } from '@playwright/test';

test('a phone shows the map without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await expect(page.locator('canvas').first()).toBeVisible();
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: 'docs/screenshots/phone.png' });
});
