import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

const search = (page: Page) => page.getByRole('combobox');
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name }).first();

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

interface DemoGrid {
  code: string;
  name: string;
  community: { code: string; name: string; nameEn: string };
}

async function demo(page: Page): Promise<{ region: string; grids: DemoGrid[] }> {
  const { regions } = await (await page.request.get('/api/regions')).json();
  const region = regions[0].code;
  const { grids } = await (await page.request.get(`/api/regions/${region}/workload`)).json();
  return { region, grids };
}

test.describe('the search', () => {
  test('finds a grid by the end of its code, with the keyboard alone, and the link keeps it', async ({
    page,
  }) => {
    const faults = faultsOf(page);
    await page.goto('/');
    const { grids } = await demo(page);
    const { code } = grids[20]!;
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(code.slice(-9));
    await expect(page.getByRole('option').first()).toContainText(code.slice(6, 9));
    await page.screenshot({ path: 'docs/screenshots/search.png' });
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`grid=${code}`));
    await settled(page);
    await page.reload();
    await expect(page.getByRole('heading', { name: new RegExp(code.slice(-3)) }).first()).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`grid=${code}`));
    expect(faults).toEqual([]);
  });

  test('finds a community by the initials of its pinyin and shows it whole', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/?language=zh-CN');
    const { grids } = await demo(page);
    const named =
      grids.find(({ community }) => /^海关/.test(community.name)) ??
      grids.find(({ community }) => /^码头/.test(community.name));
    const { name } = named!.community;
    await settled(page);
    const before = page.url();
    await page.keyboard.press('/');
    await page.keyboard.type(name.startsWith('海关') ? 'hg' : 'mt');
    const found = page.getByRole('group', { name: '街道和社区' }).getByRole('option', { name });
    await expect(found).toBeVisible();
    await found.click();
    await expect(page).not.toHaveURL(before);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('group', { name: /最近/ }).getByRole('option', { name })).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('finds an incident by its reference and opens it in Dispatch', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/');
    const { region } = await demo(page);
    const { incidents } = await (await page.request.get(`/api/regions/${region}/incidents?limit=1`)).json();
    await settled(page);
    await search(page).fill(incidents[0].reference);
    await page
      .getByRole('group', { name: 'Incidents' })
      .getByRole('option', { name: incidents[0].reference })
      .click();
    await expect(page).toHaveURL(new RegExp(`workspace=dispatch.*incident=${incidents[0].id}`));
    expect(faults).toEqual([]);
  });

  test('reads coordinates in four systems and says which it assumed', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/');
    await settled(page);
    await search(page).fill('120.447, 36.389 ± 60 m');
    await expect(page.getByRole('option')).toHaveCount(3);
    await expect(page.getByRole('option').nth(0)).toContainText('WGS-84 or CGCS2000');
    await expect(page.getByRole('option').nth(2)).toContainText('BD-09');
    await option(page, /GCJ-02/).click();
    await expect(page.getByText('were read as GCJ-02 and converted')).toBeVisible();
    const point = new URL(page.url()).searchParams.get('point')!.split(',').map(Number);
    expect(point[0]).toBeCloseTo(120.4419, 3);
    expect(point[2]).toBe(60);
    expect(faults).toEqual([]);
  });

  test('says what failed and searches again', async ({ page }) => {
    await page.goto('/');
    await settled(page);
    let isBroken = true;
    await page.route('**/search?*', (route) =>
      isBroken ? route.fulfill({ status: 500, json: { title: 'Broken' } }) : route.continue(),
    );
    await search(page).fill('I-0');
    const retry = option(page, /Search them again/);
    await expect(retry).toContainText('could not be searched');
    expect(await violationsOf(page)).toEqual([]);
    isBroken = false;
    await retry.click();
    await expect(page.getByRole('group', { name: 'Incidents' })).toBeVisible();
  });

  test('runs commands: the language changes in place, and nothing on the map moves', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/');
    await settled(page);
    const camera = new URL(page.url()).searchParams.get('map');
    await search(page).fill('简体');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(search(page)).toHaveAttribute('placeholder', /编码/);
    await settled(page);
    expect(new URL(page.url()).searchParams.get('map')).toBe(camera);
    expect(faults).toEqual([]);
  });
});

test.describe('keys', () => {
  test('are listed, rest in text fields and can be switched off', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/');
    await settled(page);
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await expect(dialog).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: 'docs/screenshots/keys.png' });
    await dialog.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('d');
    await expect(page).not.toHaveURL(/workspace=dispatch/);
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Keys' }).click();
    await dialog.getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await search(page).focus();
    await page.keyboard.type('d');
    await expect(page).not.toHaveURL(/workspace=dispatch/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await expect(page).toHaveURL(/workspace=dispatch/);
    expect(faults).toEqual([]);
  });

  test('close one thing at a time: Escape leaves the selection until nothing else is open', async ({
    page,
  }) => {
    await page.goto('/');
    const { grids } = await demo(page);
    await page.goto(`/?grid=${grids[20]!.code}`);
    await settled(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Share' })).toBeFocused();
    await expect(page).toHaveURL(/grid=/);
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/grid=/);
  });

  test('hide and show the panels, and go to the pages', async ({ page }) => {
    await page.goto('/');
    const right = page.getByRole('region', { name: 'Grids and details' });
    await expect(right).toBeVisible();
    await settled(page);
    await page.keyboard.press(']');
    await expect(right).toBeHidden();
    await page.keyboard.press(']');
    await expect(right).toBeVisible();
    await page.keyboard.press('2');
    await expect(page).toHaveURL(/page=hotspots/);
  });
});

test.describe('sharing', () => {
  test('copies the link to the view', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const faults = faultsOf(page);
    await page.goto('/');
    await settled(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: /Copy the link/ }).click();
    await expect(page.getByText('The link is copied.')).toBeVisible();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(page.url());
    expect(await violationsOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('saves the map as a picture of a page, on white from the dark theme too', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto('/?theme=dark');
    await settled(page);
    await page.getByRole('button', { name: 'Share' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /picture/ }).click();
    const path = await (await download).path();
    expect((await download).suggestedFilename()).toMatch(/^gridwright-370215-\d{4}-\d{2}-\d{2}\.png$/);
    cpSync(path, 'docs/screenshots/picture.png');
    const [width, height, corner, middle] = await page.evaluate<[number, number, number[], number]>(
      `(${readPicture})(${JSON.stringify(await base64Of(path))})`,
    );
    expect([width, height]).toEqual([2246, 1588]);
    expect(corner).toEqual([255, 255, 255, 255]);
    expect(middle).toBeGreaterThan(30);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(faults).toEqual([]);
  });

  test('prints the page and nothing else', async ({ page }) => {
    await page.addInitScript('window.print = () => { window.printed = true; };');
    await page.goto('/');
    await settled(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: /Print/ }).click();
    await expect.poll(() => page.evaluate('window.printed'), { timeout: 40_000 }).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('#printed-page')).toBeVisible();
    await expect(page.getByRole('banner')).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await expect(page.locator('#printed-page')).toHaveCount(0);
  });
});

test('who works here is asked for, kept on the device and shown by initials', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await settled(page);
  await page.getByRole('button', { name: 'Say who works here' }).click();
  await page.getByRole('textbox', { name: 'Name or role' }).fill('Planner 2');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Planner 2 works here' })).toHaveText('P2');
  expect(faults).toEqual([]);
});

test.describe('where I am', () => {
  test('is shown with its accuracy when it is asked for', async ({ page, context }) => {
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ longitude: 120.45, latitude: 36.38, accuracy: 40 });
    await page.goto('/');
    await settled(page);
    await page.getByRole('button', { name: 'Show where I am' }).click();
    await expect(page.getByText('You are here, to within 40 m.')).toBeVisible();
    await expect(page).toHaveURL(/point=120\.45,36\.38,40/);
  });

  test('is said in words when the browser does not tell', async ({ page }) => {
    await page.addInitScript(
      'navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 });',
    );
    await page.goto('/');
    await settled(page);
    await page.getByRole('button', { name: 'Show where I am' }).click();
    await expect(page.getByText(/does not tell this page where you are/)).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
  });
});

test('what is written elsewhere appears by itself, and the map stays where it is', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await settled(page);
  const before = page.url();
  const loads: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(request.url());
  });
  const { region, grids } = await demo(page);
  const [lon, lat] = (grids[40] as DemoGrid & { labelPoint: [number, number] }).labelPoint;
  const answered = page.waitForResponse((response) =>
    response.url().includes(`/api/regions/${region}/workload`),
  );
  const written = await page.request.post('/api/incidents', {
    data: { source: 'browser test', reference: `B-${Date.now()}`, category: 'water', severity: 2, lon, lat },
  });
  expect(written.status()).toBe(201);
  await answered;
  await settled(page);
  expect(page.url()).toBe(before);
  expect(loads).toEqual([]);
  expect(faults).toEqual([]);
  const { id } = await written.json();
  const etag = written.headers().etag!;
  expect(
    (
      await page.request.delete(`/api/regions/${region}/incidents/${id}`, { headers: { 'if-match': etag } })
    ).ok(),
  ).toBe(true);
});

test.describe('a server of its own', () => {
  const port = 18_079;
  const url = `http://127.0.0.1:${port}`;
  let folder: string;
  let server: ChildProcess | undefined;

  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gridwright-e2e-own-'));
  });
  test.afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    server = spawn('node', ['bin/gridwright.js', 'serve'], {
      env: { ...process.env, PORT: String(port), DATA_DIR: folder, DATABASE_URL: '' },
      stdio: 'ignore',
    });
    await expect
      .poll(
        () =>
          fetch(`${url}/api/health/ready`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 120_000 },
      )
      .toBe(true);
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server!.once('exit', resolve));
    server.kill(signal);
    await ended;
    server = undefined;
  }

  test('is lost and regained: what still works is said, and works, and all comes back by itself', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await start();
    // once the first map stands, the page fetches what it may need without a connection
    const parts = ['SearchResults', 'Selection'].map((name) =>
      page.waitForResponse((response) => new RegExp(`/assets/${name}-[^/]*\\.js$`).test(response.url())),
    );
    await page.goto(url);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('Workload of 123 grids')).toBeVisible({ timeout: 60_000 });
    await settled(page);
    await Promise.all(parts);
    const before = page.url();

    await stop('SIGKILL');
    const bar = page.getByRole('alert').filter({ hasText: 'No connection.' });
    await expect(bar).toContainText('still work with the state of');
    await expect(page.getByRole('status').filter({ hasText: 'No connection' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('003 002');
    await expect(option(page, /003 002/)).toBeVisible();
    await expect(page.getByText(/searched again when the connection is back/)).toBeVisible();
    await page.screenshot({ path: 'docs/screenshots/offline.png' });
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/grid=\d{15}/);
    await expect(page.getByRole('row')).not.toHaveCount(0);

    await start();
    await bar
      .getByRole('button', { name: 'Retry' })
      .click({ timeout: 2_000 })
      .catch(() => {});
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(bar).toBeHidden();
    await expect(page.getByText('The connection is back')).toBeVisible();
    await settled(page);
    expect(page.url()).not.toBe(before);
  });
});

async function base64Of(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return (await readFile(path)).toString('base64');
}

/** In the page: the picture's size, the colour of its corner, and how many colours a row through the map has. */
const readPicture = `async (data) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const brush = canvas.getContext('2d');
  brush.drawImage(image, 0, 0);
  const row = brush.getImageData(100, image.height / 2, 1500, 1).data;
  const colours = new Set();
  for (let i = 0; i < row.length; i += 4) colours.add(row.slice(i, i + 3).join());
  return [image.width, image.height, [...brush.getImageData(5, 5, 1, 1).data], colours.size];
}`;
