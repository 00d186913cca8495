// The workload page: whose workload, what it is made of, other weights tried and saved, the table and the map as one.
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

const region = '370215';
const weightsUrl = `/api/regions/${region}/weights`;

// the weights are as they were after each test
test.afterEach(async ({ request }) => {
  const { headers, isDefault } = await weightsInForce(request);
  if (!isDefault) expect((await request.delete(weightsUrl, { headers })).ok()).toBe(true);
});

async function weightsInForce(request: APIRequestContext) {
  const response = await request.get(weightsUrl);
  const { weights, isDefault } = await response.json();
  return { weights, isDefault, headers: { 'if-match': response.headers().etag ?? '' } };
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** The radio button itself is hidden behind its label. */
const pick = (page: Page, name: string) =>
  page.getByRole('radio', { name, exact: true }).check({ force: true });

const rows = (page: Page) => page.locator('tr[data-row]');

/** Where on the screen a place is: the camera of the URL is the middle of what no panel covers. */
function pixelOf(page: Page, [lon, lat]: [number, number]): { x: number; y: number } {
  const [zoom, centreLat, centreLon] = new URL(page.url()).searchParams.get('map')!.split('/').map(Number);
  const world = 512 * 2 ** zoom!;
  const yOf = (degrees: number) => (world * Math.asinh(Math.tan((degrees * Math.PI) / 180))) / (2 * Math.PI);
  const [left, right, top, bottom] = [348, 1440 - 424, 60, 900 - 12];
  return {
    x: (left + right) / 2 + (world * (lon - centreLon!)) / 360,
    y: (top + bottom) / 2 - (yOf(lat) - yOf(centreLat!)),
  };
}

test('grids, workers, communities and streets each have their rows, distribution and colours', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await expect(page.getByText('Workload of 123 grids')).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/workload-grids.png' });

  await pick(page, 'Workers');
  await pick(page, 'Parts');
  await expect(page.getByText(/^Workload of \d+ workers$/)).toBeVisible();
  await expect(rows(page).first()).toHaveAttribute(
    'aria-label',
    /^Worker \d+: index \d+, [\d.]+ hours a week/,
  );
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/workload-workers.png' });

  await pick(page, 'Communities');
  await pick(page, 'Figures');
  await rows(page).nth(2).click();
  await expect(page).toHaveURL(/level=communities&of=\d{12}/);
  await expect(
    page
      .getByRole('list', { name: /^Grids of / })
      .getByRole('button')
      .first(),
  ).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.screenshot({ path: 'docs/screenshots/workload-communities.png' });

  await page.reload();
  await expect(page.getByRole('list', { name: /^Grids of / })).toBeVisible();
  await pick(page, 'Streets');
  await expect(page.getByText('Workload of 5 streets')).toBeVisible();
  await expect(rows(page)).toHaveCount(5);
  expect(faults).toEqual([]);
});

test('the table and the map are one: hover and choice go both ways, and the address keeps the order', async ({
  page,
}) => {
  const faults = faultsOf(page);
  const { grids } = await (await page.request.get(`/api/regions/${region}/workload`)).json();
  const largest = grids.reduce((a: { areaKm2: number }, b: { areaKm2: number }) =>
    b.areaKm2 > a.areaKm2 ? b : a,
  );
  await page.goto('/?layers=values');
  await expect(rows(page).first()).toBeVisible();
  await settled(page);
  await page.getByLabel('Find in the table').fill(largest.code);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).not.toHaveClass(/hovered/);

  const { x, y } = pixelOf(page, largest.labelPoint);
  await page.mouse.move(x, y);
  await expect(rows(page).first()).toHaveClass(/hovered/);

  await page.mouse.move(700, 870);
  await expect(rows(page).first()).not.toHaveClass(/hovered/);
  await settled(page);
  const clip = { x: x - 150, y: y - 100, width: 300, height: 200 };
  const before = await page.screenshot({ clip });
  await rows(page).first().hover();
  await settled(page);
  expect((await page.screenshot({ clip })).equals(before)).toBe(false);

  await rows(page).first().click();
  await expect(page).toHaveURL(new RegExp(`grid=${largest.code}`));
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await page.getByLabel('Find in the table').fill('');

  await page.getByRole('columnheader', { name: 'Incidents' }).getByRole('button').click();
  await expect(page.getByText('123 grids, most incidents first')).toBeVisible();
  await expect(page).toHaveURL(/sort=-incidents/);
  const mostIncidents = [...grids].sort((a, b) => b.incidents - a.incidents || (a.code < b.code ? -1 : 1));
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`grid=${mostIncidents[1].code}`));
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Incidents' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  expect(faults).toEqual([]);
});

test('the table keeps its head and its rows however far it is scrolled', async ({ page }) => {
  await page.goto('/');
  await expect(rows(page).first()).toBeVisible();
  const head = page.getByRole('columnheader', { name: 'Grid', exact: true });
  const top = (await head.boundingBox())!.y;
  await rows(page).first().hover();
  for (let step = 0; step < 8; step += 1) {
    await page.mouse.wheel(0, 900);
    await expect(rows(page).first()).toBeAttached();
    expect((await head.boundingBox())!.y).toBeCloseTo(top, 0);
  }
  await rows(page).last().focus();
  await page.keyboard.press('End');
  await expect(page.locator('tr[data-row="122"]')).toBeFocused();
});

test('other weights are shown before they hold, are given up, and hold for everybody once they are saved', async ({
  page,
  browser,
}) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await expect(rows(page).first()).toBeVisible();
  await settled(page);
  const firstRow = await rows(page).first().getAttribute('aria-label');
  await page.getByRole('button', { name: 'Change the weights' }).click();
  await expect(page.getByText('Nothing changed yet')).toBeVisible();
  await expect(page.getByText('Preview, not saved')).toBeHidden();
  await page.getByLabel('Slider: Person in need').fill('90');
  await expect(page.getByText('Preview, not saved')).toBeVisible();
  await expect(page.getByText(/^\d+ grids change class$/)).toBeVisible();
  await expect(rows(page).first()).not.toHaveAttribute('aria-label', firstRow!);
  await settled(page);
  await expectAccessible(page);
  await page.screenshot({ path: 'docs/screenshots/workload-weights.png' });

  await page.getByRole('button', { name: 'Cancel' }).last().click();
  await expect(page.getByText('Preview, not saved')).toBeHidden();
  await expect(rows(page).first()).toHaveAttribute('aria-label', firstRow!);
  expect((await weightsInForce(page.request)).isDefault).toBe(true);

  await page.getByRole('button', { name: 'Change the weights' }).click();
  await page.getByLabel('Minutes: Person in need').fill('');
  await expect(page.getByText('From 0 to 10,000')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the weights' })).toBeDisabled();
  await page.getByLabel('Minutes: Person in need').fill('90');
  const previewed = await rows(page).first().getAttribute('aria-label');
  await page.getByRole('button', { name: 'Save the weights' }).click();
  await expect(page.getByText('90 min a person in need')).toBeVisible();
  await expect(rows(page).first()).toHaveAttribute('aria-label', previewed!);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto('/');
  await expect(rows(other).first()).toHaveAttribute('aria-label', previewed!);
  await expect(other.getByText('90 min a person in need')).toBeVisible();
  await elsewhere.close();
  expect(faults).toEqual([]);
});

test('whoever is slower sees the other weights, and chooses whose shall hold', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Change the weights' }).click();
  await page.getByLabel('Minutes: Household').fill('5');
  let isTaken = false;
  // somebody else saves while our own save is on its way
  await page.route(`**${weightsUrl}`, async (route) => {
    if (route.request().method() === 'PUT' && !isTaken) {
      isTaken = true;
      const { weights, headers } = await weightsInForce(page.request);
      const theirs = { ...weights, areaMinutesPerKm2: 75 };
      const signed = { ...headers, 'gridwright-actor': 'Lin' };
      expect((await page.request.put(weightsUrl, { headers: signed, data: theirs })).ok()).toBe(true);
    }
    await route.continue();
  });
  const refused = page.waitForResponse((response) => response.status() === 412);
  await page.getByRole('button', { name: 'Save the weights' }).click();
  await refused;
  const conflict = page.getByRole('alert').filter({ hasText: /^Lin saved other weights on / });
  await expect(conflict.getByRole('row', { name: 'Square kilometre 60 75' })).toBeVisible();
  await expect(conflict.getByRole('row', { name: 'Household 5 3' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the weights' })).toBeDisabled();
  await settled(page);
  await expectAccessible(page);
  await page.screenshot({ path: 'docs/screenshots/workload-conflict.png' });

  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save the weights' }).click();
  await expect(page.getByText('5 min a household')).toBeVisible();
  expect((await weightsInForce(page.request)).weights).toMatchObject({
    householdMinutes: 5,
    areaMinutesPerKm2: 60,
  });

  await page.getByRole('button', { name: 'Change the weights' }).click();
  await page.getByRole('button', { name: 'Defaults' }).click();
  await page.getByRole('button', { name: 'Save the weights' }).click();
  await expect(page.getByText('3 min a household')).toBeVisible();
  expect((await weightsInForce(page.request)).isDefault).toBe(true);
});

test('the file holds the rows of the table in their order, for a spreadsheet', async ({ page }) => {
  await page.goto('/?sort=-households&find=003');
  await expect(rows(page).first()).toBeVisible();
  const shown =
    Number(await page.locator('table[aria-label="Workload of the grids"]').getAttribute('aria-rowcount')) - 1;
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the table as a CSV file' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^gridwright-370215-grids-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\ufeffCode,Name,Community,Street,Workload index,')).toBe(true);
  const lines = text.trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(shown);
  expect(shown).toBeLessThan(123);
  const households = lines.map((line) => Number(line.split(',')[10]));
  expect(households).toEqual([...households].sort((a, b) => b - a));
  await expect(rows(page).first()).toHaveAttribute('aria-label', new RegExp(lines[0]!.slice(12, 15)));
});

test('a range from the time control stands in words, and one press leads back to the last 12 months', async ({
  page,
}) => {
  await page.goto('/?period=2026-09-01..2026-09-30');
  await expect(page.getByText(/1\s*–\s*30 Sept? 2026/).first()).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to the last 12 months' }).click();
  await expect(page).not.toHaveURL(/period=/);
  await expect(page.getByRole('radio', { name: '12 months' })).toBeChecked();
});

test('the legend folds up, and stays so', async ({ page }) => {
  await page.goto('/');
  const heading = page.getByRole('button', { name: 'Workload index', exact: true });
  await heading.click();
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByText('130 and more')).toBeHidden();
  await pick(page, 'Streets');
  await expect(page.getByText('130 and more')).toBeHidden();
  await heading.click();
  await expect(page.getByText('130 and more')).toBeVisible();
});

test('the page speaks Chinese in the dark, with the weights open too', async ({ page }) => {
  const faults = faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/?language=zh-CN&level=streets&columns=parts');
  await expect(page.getByText('5 个街道的工作量')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: '调整权重' }).click();
  await page.getByLabel('滑块：住户').fill('6');
  await expect(page.getByText('预览，尚未保存')).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.screenshot({ path: 'docs/screenshots/workload-zh-dark.png' });
  await page.keyboard.press('Escape');
  await expect(page.getByText('预览，尚未保存')).toBeHidden();
  expect(faults).toEqual([]);
});

test('a server that fails leaves the table and says what failed', async ({ page }) => {
  await page.route(`**${weightsUrl}`, (route) => route.fulfill({ status: 500, json: { title: 'Broken' } }));
  await page.goto('/');
  await page.getByRole('button', { name: 'Change the weights' }).click();
  await expect(page.getByText('The weights did not load.')).toBeVisible();
  await page.unroute(`**${weightsUrl}`);
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByLabel('Minutes: Household')).toHaveValue('3');
});
