import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

test('on a phone, in Chinese, a place and a list are located in the sheet', async ({ page, request }) => {
  const faults = faultsOf(page);
  const { grids } = await (await request.get('/api/regions/370215/workload')).json();
  const [lon, lat] = grids[30].labelPoint;
  const { nearestEdgePoint } = await (await request.get(`/api/locate?lon=${lon}&lat=${lat}`)).json();
  const [east, north] = nearestEdgePoint;
  await page.goto(
    `/?workspace=dispatch&tool=locate&language=zh-CN&point=${east},${north},60&map=15/${north}/${east}`,
  );
  await expect(page.getByText('难以确定：可能属于两个网格')).toBeVisible();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/locating-phone-zh.png' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const small = await page
    .getByRole('button')
    .or(page.getByRole('radio').locator('xpath=ancestor::label'))
    .or(page.getByRole('combobox'))
    .evaluateAll((controls) =>
      controls
        .map((control) => ({
          text: control.textContent?.trim(),
          height: control.getBoundingClientRect().height,
        }))
        .filter(({ height }) => height > 0 && height < 40),
    );
  expect(small.filter(({ text }) => text !== '')).toEqual([]);

  await page.getByText('批量列表').click();
  await page.getByLabel('地点列表，每行一个').fill(`码头路18号，${lon}，${lat}\n海边`);
  await page.getByRole('button', { name: '查询 2 行' }).click();
  await expect(page.getByText('2 个地点中 1 个在网格内，1 行无法识别。').first()).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '这一行没有坐标' })).toContainText('海边');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
});

test('on a phone a finger that rests on the pin takes it along, and one that moves at once pans the map', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  const { incidents } = await (await request.get('/api/regions/370215/incidents?limit=40')).json();
  const { id, lon, lat } = incidents[25];
  await page.goto(`/?workspace=dispatch&language=zh-CN&incident=${id}&map=17/${lat}/${lon}`);
  await settled(page);
  await page.getByRole('button', { name: '人工指定…' }).click();
  await expect(page.getByText('位置与记录一致。')).toBeVisible();
  await settled(page);
  const before = page.url();
  // the map brought it to the middle of what the top bar, the pills and the sheet leave; the finger on the body of the pin
  const sheet = await page.getByRole('region', { name: '当前事件' }).boundingBox();
  const pin = { x: 195, y: (112 + sheet!.y) / 2 - 24 };
  const touches = await page.context().newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    touches.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const canvas = page.locator('.maplibregl-canvas');

  await finger('touchStart', pin.x, pin.y);
  await expect(canvas).toHaveCSS('cursor', 'grabbing');
  for (let step = 1; step <= 5; step += 1) await finger('touchMove', pin.x - 12 * step, pin.y - 8 * step);
  await finger('touchEnd');
  await expect(page.getByText(/^移动 3\d\sm，/)).toBeVisible();
  expect(page.url()).toBe(before);

  await page.keyboard.press('Escape');
  await expect(page.getByText('位置与记录一致。')).toBeVisible();
  await finger('touchStart', pin.x, pin.y);
  for (let step = 1; step <= 5; step += 1) await finger('touchMove', pin.x, pin.y - 12 * step);
  await finger('touchEnd');
  await expect.poll(() => page.url()).not.toBe(before);
  await expect(page.getByText('位置与记录一致。')).toBeVisible();
  expect(faults).toEqual([]);
});
