// Insight's coverage page and the Plan workspace, on the small demo: 30 incidents out at sea or beyond the limits, one grid
// without a worker, and a second boundary version that changed six grids.
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
}

const lines = (page: Page) => page.getByRole('region', { name: 'What the map shows' });
const places = (page: Page) => page.getByRole('region', { name: 'Places that need attention' });

test('the coverage page says in one sentence whether the data can be trusted, and why', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/?page=coverage');
  await expect(lines(page).getByRole('heading', { name: /^\d+ things? needs? attention$/ })).toBeVisible();
  await expect(lines(page).getByText('No gap and no overlap between the grids.')).toBeVisible();
  await expect(lines(page).getByText(/incidents lie outside the grids/)).toBeVisible();
  await expect(lines(page).getByText(/^Version 2 was checked on/)).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/coverage.png' });
  expect(faults).toEqual([]);
});

test('each line that needs attention shows its places, by keyboard too, and the address keeps it', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?page=coverage');
  const links = lines(page)
    .getByRole('button', { pressed: false })
    .filter({ hasText: /\d+ places?/ });
  await expect(links.first()).toBeVisible();
  const found = await links.count();
  expect(found).toBeGreaterThanOrEqual(2);
  for (let index = 0; index < found; index += 1) {
    const link = lines(page)
      .getByRole('button')
      .filter({ hasText: /\d+ places?/ })
      .nth(index);
    const [, count] = /(\d+) places?/.exec(await link.innerText())!;
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(link).toHaveAttribute('aria-pressed', 'true');
    await expect(places(page).getByText(`${count} place`).first()).toBeVisible();
    const rows = places(page).getByRole('list').first().getByRole('button');
    await expect(rows).toHaveCount(Number(count));
    await rows.first().focus();
    await page.keyboard.press('Enter');
    await expect(places(page).locator('[aria-current=true]')).toHaveCount(1);
    await expect(page).toHaveURL(/line=[a-z-]+/);
    await expect(page).toHaveURL(/grid=|point=/);
  }
  const title = await places(page).getByRole('heading').first().innerText();
  await page.reload();
  await expect(places(page).getByRole('heading', { name: title })).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/coverage-places.png' });
  expect(faults).toEqual([]);
});

test('the coverage page is there in Chinese and in the dark', async ({ page }) => {
  const faults = faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/?page=coverage&line=grids-base&language=zh-CN');
  await expect(page.getByText('1 个网格没有网格员。').first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/coverage-zh-dark.png' });
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('defects, workers without a grid and old data are told apart by how much they matter', async ({
  page,
}) => {
  await page.route('**/api/regions/*/quality', async (route) => {
    const quality = await (await route.fetch()).json();
    await route.fulfill({
      json: {
        ...quality,
        workersWithoutGrids: [{ id: '1', number: 12 }],
        freshness: quality.freshness.map((entry: { subject: string }) =>
          entry.subject === 'incidents' ? { ...entry, newestAt: '2020-01-01T00:00:00Z' } : entry,
        ),
      },
    });
  });
  await page.route('**/api/regions/*/defects', async (route) => {
    const defects = await (await route.fetch()).json();
    const gap = { kind: 'gap', grids: ['370215001001001'], lon: 120.45, lat: 36.38, message: 'A gap' };
    await route.fulfill({ json: { ...defects, published: { ...defects.published, defects: [gap] } } });
  });
  await page.goto('/?page=coverage');
  await expect(lines(page).getByRole('heading', { name: '5 things need attention' })).toBeVisible();
  await expect(lines(page).getByRole('button', { name: /Blocking 1 gap between grids/ })).toBeVisible();
  await expect(lines(page).getByText(/none new or changed for \d/)).toBeVisible();
  await lines(page)
    .getByRole('button', { name: /1 worker has no grid/ })
    .click();
  await expect(places(page).getByText('Worker 12')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});

test('the problems are saved as CSV, a line each', async ({ page }) => {
  await page.goto('/?page=coverage');
  await expect(places(page).getByRole('button').first()).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the list as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^gridwright-370215-coverage-\d{4}-\d\d-\d\d\.csv$/);
  const rows = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(rows[0]).toBe('\ufeffSubject,Kind,Code,Longitude,Latitude,Detail');
  const total = Number(
    /^\d+/.exec(
      await places(page)
        .getByText(/places need attention/)
        .innerText(),
    )![0],
  );
  expect(rows).toHaveLength(total + 1);
  expect(rows[1]).toMatch(/^incident,outside the grids,[^,]+,120\.\d+,36\.\d+,/);
});

test('what does not load is said, and Retry asks again', async ({ page }) => {
  // a refusal comes at once, before the panel is there; a broken server is asked again first
  for (const [status, path, url, sentence, afterwards] of [
    [404, '**/api/regions/*/quality', '/?page=coverage', 'The check of the data did not load.', 'Boundaries'],
    [503, '**/api/regions/*/versions', '/?workspace=plan', 'The boundary versions did not load.', 'Versions'],
  ] as const) {
    await page.route(path, (route) =>
      route.fulfill({
        status,
        contentType: 'application/problem+json',
        body: '{"title":"Unavailable"}',
      }),
    );
    await page.goto(url);
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
    await page.unroute(path);
    await page
      .getByRole('alert')
      .filter({ hasText: sentence })
      .getByRole('button', { name: 'Retry' })
      .click();
    await expect(page.getByRole('heading', { name: afterwards, exact: true })).toBeVisible();
  }
});

test('Plan lists the boundary versions, marks what one of them changed, and shows a grid among its neighbours', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?workspace=plan');
  const versions = page.getByRole('region', { name: 'Boundary versions' });
  await expect(versions.getByText('In force since 1 August 2026').first()).toBeVisible();
  await versions.getByRole('button', { name: /6 grids added, changed or retired/ }).click();
  await expect(page).toHaveURL(/changes=1\.\.2/);
  const changed = versions.getByRole('list', { name: 'From version 1 to version 2' }).getByRole('button');
  await expect(changed).toHaveCount(6);
  await expect(changed.filter({ hasText: 'Retired' })).toHaveText(
    /Gives all of its land and \d+ households to/,
  );
  await changed.filter({ hasText: 'Shipyard South' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/grid=370215004003002/);
  const neighbours = page.getByRole('list', { name: 'Neighbours' }).getByRole('button');
  await expect(neighbours.first()).toHaveText(/(below|above) the upper limit.* shared/s);
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/plan.png' });
  await expectAccessible(page);

  await page.reload();
  await expect(changed).toHaveCount(6);
  await versions.getByRole('combobox', { name: 'To version' }).selectOption('1');
  await expect(versions.getByText('Choose two different versions.')).toBeVisible();
  expect(faults).toEqual([]);
});

test('Plan is there in Chinese and in the dark, and by a link to a version that does not exist', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/?workspace=plan&changes=7&language=zh-CN');
  await expect(page.getByText('本区没有第 7 版。')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('on a narrow screen the places and the balance are a drawer', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto('/?page=coverage');
  await expect(places(page)).toBeHidden();
  await lines(page)
    .getByRole('button', { name: /1 grid has no worker/ })
    .click();
  await expect(places(page)).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});
