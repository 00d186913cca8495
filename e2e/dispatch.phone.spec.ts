import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('on a phone the queue is behind a pill, and a tap on an incident shows it in the sheet', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?workspace=dispatch');
  await page.getByRole('button', { name: /^Incidents \d+/ }).tap();
  const rows = page.getByRole('list', { name: 'Incidents to work through' }).getByRole('button');
  await rows.first().tap();
  const next = page.getByRole('button', {
    name: /^(Dispatch Worker \d+|Mark in hand|Mark checked|Close it)$/,
  });
  await expect(next).toBeVisible();
  await settled(page);
  const heights = await page
    .getByRole('region', { name: 'The incident in hand' })
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => button.checkVisibility() && !button.matches('.handle'))
        .map((button) => Math.round(button.getBoundingClientRect().height)),
    );
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: 'docs/screenshots/dispatch-phone.png' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
  expect(faults).toEqual([]);
});
