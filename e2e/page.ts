import { expect, type Page } from '@playwright/test';

/** Collects console errors and requests that leave the machine; there must be none at the end. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1')
      faults.push(`left the machine: ${request.url()}`);
  });
  return faults;
}

/** The map has drawn all that it was told to draw. */
export async function settled(page: Page): Promise<void> {
  // what the last action changed reaches the map within two frames
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await expect(page.locator('.map')).toHaveAttribute('aria-busy', 'false', { timeout: 40_000 });
}
