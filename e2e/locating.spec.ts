import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import type { Location } from '../server/locate/schemas.ts';
import { faultsOf, settled } from './page.ts';

const region = '370215';

async function locate(request: APIRequestContext, query: Record<string, string | number>): Promise<Location> {
  return (await request.get('/api/locate', { params: query })).json();
}

/** Places far from any edge, and places on one, as the server itself says. */
async function knownPlaces(request: APIRequestContext) {
  const { grids } = await (await request.get(`/api/regions/${region}/workload`)).json();
  const inside: Location[] = [];
  const onEdge: Location[] = [];
  for (const { labelPoint } of grids as { labelPoint: [number, number] }[]) {
    const found = await locate(request, { lon: labelPoint[0], lat: labelPoint[1] });
    if (found.grid !== null && (found.distanceToEdgeM ?? 0) > 40) inside.push(found);
    if (onEdge.length < 3 && found.nearestEdgePoint !== null && found.runnerUp !== null) {
      const [lon, lat] = found.nearestEdgePoint;
      const edge = await locate(request, { lon, lat, accuracyM: 10 });
      if (edge.grid !== null && edge.runnerUp !== null && edge.runnerUp.distanceM < 1) onEdge.push(edge);
    }
  }
  return { inside, onEdge };
}

const seconds = (degrees: number, letter: string) => {
  const whole = Math.floor(degrees);
  const minutes = Math.floor((degrees - whole) * 60);
  return `${whole}°${minutes}'${((degrees - whole) * 3600 - minutes * 60).toFixed(5)}"${letter}`;
};

/** One place in the ways in which people write them. */
const notations: readonly ((place: Location, number: number) => string)[] = [
  ({ lon, lat }) => `${lon}, ${lat}`,
  ({ lon, lat }, number) => `R-${number}\t${lon}\t${lat}`,
  ({ lon, lat }) => `${lat},${lon}`,
  ({ lon, lat }, number) => `"Lane ${number}, gate 2",${lat},${lon}`,
  ({ lon, lat }) => `${seconds(lat, 'N')} ${seconds(lon, 'E')}`,
  ({ lon, lat }, number) => `码头路${number}号，东经${lon}度，北纬${lat}度`,
  ({ lon, lat }, number) => `${number} ${lon} ${lat}`,
];

async function axeFindsNothing(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
}

test('fifty pasted places are located, and what is ambiguous, outside or unreadable says so', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  const { inside, onEdge } = await knownPlaces(request);
  const clear = inside.slice(0, 43);
  expect([clear.length, onEdge.length]).toEqual([43, 3]);
  const lines = [
    ...clear.map((place, index) => notations[index % notations.length]!(place, index + 1)),
    ...onEdge.map(({ lon, lat }) => `on the edge\t${lon}\t${lat}`),
    'Beijing, 116.391, 39.907',
    'out at sea, 120.4162, 36.3540',
    'somewhere by the harbour',
    '540123.4, 4029123.8',
  ];
  await page.goto('/?workspace=dispatch&tool=locate&places=list');
  await page.getByLabel('Places, one a line').fill(lines.join('\n'));
  await page.getByLabel('Accuracy of all').selectOption('10');
  await page.getByRole('button', { name: 'Locate 50 lines' }).click();
  await expect(
    page.getByText('46 of 50 lie in a grid, 3 are ambiguous, 2 lie in none, 2 could not be read.').first(),
  ).toBeVisible();

  const table = page.getByRole('table', { name: 'Located places' });
  const row = (line: number) => table.locator(`tr[data-row="${line - 1}"]`);
  for (const [index, place] of clear.slice(0, 5).entries()) {
    await expect(row(index + 1)).toContainText(place.grid!.code.slice(-3));
    await expect(row(index + 1)).toContainText(place.grid!.nameEn);
  }

  // the last rows: reached by keyboard, as every row is
  await row(1).focus();
  await page.keyboard.press('End');
  await expect(row(50)).toContainText('Metres of a projection, not degrees');
  await expect(row(50)).toContainText('540123.4, 4029123.8');
  await expect(row(49)).toContainText('No coordinates in this line');
  await expect(row(48)).toContainText('In no');
  await expect(row(47)).toContainText('In no region');
  await expect(row(46)).toContainText('Ambiguous at 10 m');

  // a choice is kept, counted and exported
  await row(46).getByRole('radio').nth(1).check({ force: true });
  await expect(page.getByText('3 are ambiguous (1 decided)').first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const csv = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
  expect(csv).toHaveLength(51);
  for (const [index, place] of clear.entries()) expect(csv[index + 1]).toContain(`,${place.grid!.code},`);
  expect(csv[46]).toContain(`decided for`);
  expect(csv[46]).toContain(`,${onEdge[2]!.runnerUp!.grid.code},`);

  await settled(page);
  await page.mouse.move(700, 300);
  await page.screenshot({ path: 'docs/screenshots/locating-list.png' });
  await axeFindsNothing(page);

  // on this device, in this tab
  await page.reload();
  await expect(page.getByText('3 are ambiguous (1 decided)').first()).toBeVisible();
  expect(new URL(page.url()).search).not.toContain('harbour');
  expect(faults).toEqual([]);
});

test('coordinates typed in GCJ-02 are located where GCJ-02 means them', async ({ page, request }) => {
  const faults = faultsOf(page);
  const { inside } = await knownPlaces(request);
  const typed = { lon: inside[3]!.lon, lat: inside[3]!.lat };
  const truth = await locate(request, { ...typed, crs: 'gcj02' });
  await page.goto('/?workspace=dispatch&tool=locate');
  await page.getByLabel('Coordinate system').selectOption('gcj02');
  const field = page.getByRole('combobox', { name: 'Place', exact: true });
  await field.fill(`${typed.lon}, ${typed.lat}`);
  await field.press('Enter');
  const answer = page.getByRole('region', { name: 'Position' });
  await expect(answer).toContainText(truth.grid!.code.slice(-3));
  const [, point] = /point=([-0-9.]+,[-0-9.]+)/.exec(page.url())!;
  const [lon, lat] = point!.split(',').map(Number);
  expect(Math.hypot(lon! - truth.lon, lat! - truth.lat)).toBeLessThan(3e-7);
  expect(Math.hypot(lon! - typed.lon, lat! - typed.lat)).toBeGreaterThan(0.001);
  await axeFindsNothing(page);
  expect(faults).toEqual([]);
});

test('an ambiguous place leaves the choice to a person, and the new incident carries it', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  const { inside } = await knownPlaces(request);
  // 38 m before the edge, on the way to it
  const middle = inside.find(
    ({ runnerUp, distanceToEdgeM }) => runnerUp !== null && runnerUp.distanceM < distanceToEdgeM! + 1,
  )!;
  const part = 1 - 38 / middle.distanceToEdgeM!;
  const [east, north] = middle.nearestEdgePoint!;
  const lon = Number((middle.lon + part * (east - middle.lon)).toFixed(7));
  const lat = Number((middle.lat + part * (north - middle.lat)).toFixed(7));
  const { runnerUp } = await locate(request, { lon, lat });
  await page.goto(`/?workspace=dispatch&tool=locate&point=${lon},${lat},60&map=16/${lat}/${lon}`);
  await expect(page.getByText('Ambiguous: two grids are possible')).toBeVisible();
  const cards = page.getByRole('group', { name: 'Which grid is it?' }).getByRole('radio');
  await expect(cards).toHaveCount(2);
  await expect(cards.first()).not.toBeChecked();
  await cards.nth(1).check();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/locating-ambiguous.png' });
  await axeFindsNothing(page);
  await page.getByRole('button', { name: 'New incident from here' }).click();
  const kept = page.getByRole('group', { name: 'Which grid is it?' }).getByRole('radio', { checked: true });
  await expect(kept).toHaveValue(runnerUp!.grid.code);
  await expect(page).toHaveURL(/tool=new/);
  expect(faults).toEqual([]);
});

test('by the boundaries of another day a place is in another grid, and the answer says both', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  const points = Array.from({ length: 6_000 }, (_, index) => ({
    lon: 120.39 + 0.12 * ((index * 0.618034) % 1),
    lat: 36.35 + 0.07 * (index / 6_000),
  }));
  const codesAt = async (query: string) => {
    const answer = await request.post(`/api/locate${query}`, { data: { points } });
    return ((await answer.json()).locations as { code: string | null }[]).map(({ code }) => code);
  };
  const [now, then] = await Promise.all([codesAt(''), codesAt('?at=2026-06-01')]);
  const changed = points.findIndex(
    (_, index) => now[index] !== null && then[index] !== null && now[index] !== then[index],
  );
  expect(changed).toBeGreaterThan(-1);
  const { lon, lat } = points[changed]!;
  const short = (code: string) => `${code.slice(-6, -3)}.${code.slice(-3)}`;
  await page.goto(
    `/?workspace=dispatch&tool=locate&point=${lon.toFixed(7)},${lat.toFixed(7)}&map=15/${lat}/${lon}`,
  );
  await page.getByLabel('Boundaries of').selectOption({ label: 'Version 1, until 1 August 2026' });
  await expect(page.getByLabel('Day')).toHaveValue('2026-07-31');
  await page.getByLabel('Day').fill('2026-06-01');
  await page.getByLabel('Time, if not midnight').fill('');
  await page.getByLabel('Day').press('Tab');
  const sentence = new RegExp(
    `On 1 June 2026.*it was …\\W?${short(then[changed]!)}; today it is …\\W?${short(now[changed]!)}\\.`,
  );
  await expect(page.getByText(sentence)).toBeVisible();
  await expect(page).toHaveURL(/at=2026-06-01/);
  await settled(page);
  await axeFindsNothing(page);
  await page.reload();
  await expect(page.getByText(sentence)).toBeVisible();
  expect(faults).toEqual([]);
});

test.describe('the place of an incident', () => {
  async function anIncident(request: APIRequestContext, which: number) {
    const { incidents } = await (await request.get(`/api/regions/${region}/incidents?limit=40`)).json();
    return (
      incidents as { id: string; lon: number; lat: number; grid: object | null; isPinned: boolean }[]
    ).filter(({ grid, isPinned }) => grid !== null && !isPinned)[which]!;
  }

  /** Where the camera's centre is on a wide screen: in the middle of what the panels leave. */
  const centre = { x: 348 + (1440 - 348 - 424) / 2, y: 60 + (900 - 72) / 2 };

  test('is dragged with a live answer, put back by Esc, nudged by keys, and saved', async ({
    page,
    request,
  }) => {
    const faults = faultsOf(page);
    const { id, lon, lat } = await anIncident(request, 20);
    await page.goto(`/?workspace=dispatch&incident=${id}&map=17/${lat}/${lon}`);
    await settled(page);
    await page.getByRole('button', { name: 'Pin by hand…' }).click();
    await expect(page.getByText('It stands where it was recorded.')).toBeVisible();
    await settled(page);
    await page.mouse.move(centre.x, centre.y - 24);
    await page.mouse.down();
    await page.mouse.move(centre.x + 60, centre.y - 24, { steps: 6 });
    await page.mouse.move(centre.x + 120, centre.y + 36, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByText(/^Moves by 6\d\sm/)).toBeVisible();
    await settled(page);
    await page.screenshot({ path: 'docs/screenshots/locating-correct.png' });
    await axeFindsNothing(page);
    await page.keyboard.press('Escape');
    await expect(page.getByText('It stands where it was recorded.')).toBeVisible();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByText(/^Moves by 30\sm/)).toBeVisible();
    await page.getByRole('button', { name: 'Save the place' }).click();
    await expect(page.getByText(/^Moved\./).first()).toBeVisible();
    const after = await (await request.get(`/api/regions/${region}/incidents/${id}`)).json();
    expect(after.correctedByHand).toBe(true);
    expect((after.lon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180)).toBeCloseTo(30, 1);
    expect((after.lat - lat) * 111_320).toBeCloseTo(1, 1);
    expect(faults).toEqual([]);
  });

  test('does not matter once it is pinned to a grid, with the reason on record', async ({
    page,
    request,
  }) => {
    const faults = faultsOf(page);
    const { id, lon, lat } = await anIncident(request, 21);
    const inside = await locate(request, { lon, lat });
    await page.goto(`/?workspace=dispatch&incident=${id}&map=16/${lat}/${lon}`);
    await settled(page);
    await page.getByRole('button', { name: 'Pin by hand…' }).click();
    await page.getByText('Pin to a grid').click();
    const candidates = page.getByRole('group', { name: 'Grids that it may belong to' }).getByRole('radio');
    await candidates.nth(1).check();
    const wanted = await candidates.nth(1).inputValue();
    expect(wanted).not.toBe(inside.grid!.code);
    await page.getByRole('button', { name: /^Pin to …/ }).click();
    await expect(page.getByText('A reason is needed')).toBeVisible();
    await page.getByText('The entrance is on this side').click();
    await axeFindsNothing(page);
    await page.getByRole('button', { name: /^Pin to …/ }).click();
    await expect(page.getByText(/^Pinned to …/).first()).toBeVisible();
    const after = await (await request.get(`/api/regions/${region}/incidents/${id}`)).json();
    expect(after.pin).toEqual({ grid: wanted, reason: 'The entrance is on this side' });
    expect(after.grid.code).toBe(wanted);
    expect(faults).toEqual([]);
  });
});
