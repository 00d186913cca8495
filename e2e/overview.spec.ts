import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

/** Fails the test on a console error or a request that leaves the machine. */
function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1')
      faults.push(`left the machine: ${request.url()}`);
  });
  return faults;
}

test('the demo district is drawn with its figures, called a demo, and asks nobody outside', async ({
  page,
}) => {
  const faults = watch(page);
  await page.goto('/');
  await expect(page.locator('canvas').first()).toBeVisible();
  await expect(page.getByText('Demo district').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: 'docs/screenshots/overview.png' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(faults).toEqual([]);
});

test('the district is shown in Chinese too', async ({ page }) => {
  const faults = watch(page);
  await page.goto('/');
  await page.getByText('中文').first().click();
  await expect(page.getByText('演示区').first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: 'docs/screenshots/overview-zh.png' });
  expect(faults).toEqual([]);
});
