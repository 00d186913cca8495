import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { faultsOf, settled } from './page.ts';

const region = '370215';

interface Grid {
  code: string;
  labelPoint: [number, number];
  workers: number[];
}

let grids: Grid[];
test.beforeAll(async ({ request }) => {
  grids = (await (await request.get(`/api/regions/${region}/workload`)).json()).grids;
});

let number = 0;
/** Reported now, in a grid that has a worker. */
async function report(request: APIRequestContext, more: object = {}) {
  number += 1;
  const grid = grids.filter(({ workers }) => workers.length > 0)[number % 40]!;
  const [lon, lat] = grid.labelPoint;
  const response = await request.post('/api/incidents', {
    data: {
      region,
      source: 'hotline',
      reference: `E-${Date.now()}-${number}`,
      category: 'water',
      severity: 4,
      description: `Burst water main ${number}`,
      address: `Wharf Lane ${number}`,
      ...{ lon, lat },
      ...more,
    },
  });
  expect(response.status()).toBe(201);
  const { id } = (await response.json()) as { id: string };
  return { id, grid, title: `Burst water main ${number}` };
}

/** A place so near the edge of its grid that its accuracy leaves it to two. */
async function ambiguousPlace(
  request: APIRequestContext,
): Promise<{ lon: number; lat: number; accuracyM: number }> {
  const locate = async (lon: number, lat: number) =>
    (await request.get(`/api/locate?lon=${lon}&lat=${lat}`)).json();
  for (const { labelPoint, workers } of grids) {
    const inside = await locate(...labelPoint);
    const metres = inside.distanceToEdgeM;
    if (workers.length === 0 || inside.grid.kind !== 'base' || metres < 100 || metres > 200) continue;
    const [lon, lat] = [0, 1].map(
      (axis) =>
        inside.nearestEdgePoint[axis] + (labelPoint[axis]! - inside.nearestEdgePoint[axis]) * (38 / metres),
    ) as [number, number];
    const { runnerUp, grid } = await locate(lon, lat);
    if (grid.code === inside.grid.code && runnerUp?.distanceM < 45) return { lon, lat, accuracyM: 60 };
  }
  throw new Error('the demo has no such place');
}

const details = (page: Page) => page.getByRole('region', { name: 'The incident in hand' });
const queue = (page: Page) => page.getByRole('list', { name: 'Incidents to work through' });

async function expectNoViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
}

test('where the accuracy leaves two grids it is said in words, decided with a click, and taken back', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  const { id } = await report(request, await ambiguousPlace(request));
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  await expect(panel.getByText('Ambiguous: two grids are possible')).toBeVisible();
  const choices = panel.getByRole('radiogroup', { name: 'The grid that answers for it' }).getByRole('radio');
  await expect(choices).toHaveCount(2);
  await panel.getByRole('button', { name: 'Zoom to it' }).click();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/dispatch.png' });
  await expectNoViolation(page);
  await choices.nth(1).press('Space');
  await expect(panel.getByText(/^Pinned to .* by hand$/)).toBeVisible();
  await expect(choices.nth(1)).toBeChecked();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByText('Ambiguous: two grids are possible')).toBeVisible();
  await expect(choices.nth(0)).toBeChecked();
  expect(faults).toEqual([]);
});

test('an incident goes through its states to its end, and the history says who did it', async ({
  page,
  request,
}) => {
  const faults = faultsOf(page);
  await page.addInitScript({ content: "localStorage.setItem('gridwright.actor', 'Dispatcher Li')" });
  const { id, title } = await report(request);
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  await expect(panel.getByRole('heading', { name: title })).toBeVisible();
  await panel.getByRole('button', { name: /^Dispatch Worker \d+$/ }).click();
  await expect(page.getByText(/^Dispatched to Worker \d+\.$/)).toBeVisible();
  for (const [step, done] of [
    ['Mark in hand', 'State: In hand.'],
    ['Mark checked', 'State: Checked.'],
    ['Close it', 'State: Closed.'],
  ] as const) {
    await panel.getByRole('button', { name: step }).click();
    await expect(page.getByText(done)).toBeVisible();
  }
  await expect(panel.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(panel.getByText('Closed, was Checked')).toBeVisible();
  await expect(panel.getByText(/Dispatcher Li$/).first()).toBeVisible();
  await expectNoViolation(page);
  expect(faults).toEqual([]);
});

test('who was slower is told what the other one did, and may go on all the same', async ({
  page,
  request,
}) => {
  const { id } = await report(request);
  const url = `/api/regions/${region}/incidents/${id}`;
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  const dispatchIt = panel.getByRole('button', { name: /^Dispatch Worker \d+$/ });
  await expect(dispatchIt).toBeVisible();
  // the other one is faster by as much as the request takes
  await page.route(`**${url}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    const { etag } = (await request.get(url)).headers();
    const other = await request.patch(url, {
      headers: {
        'if-match': etag!,
        'gridwright-actor': 'Dispatcher Wang',
        'content-type': 'application/merge-patch+json',
      },
      data: { severity: 3 },
    });
    expect(other.status()).toBe(200);
    await page.unroute(`**${url}`);
    return route.fallback();
  });
  await dispatchIt.click();
  await expect(
    panel.getByText(/^Dispatcher Wang changed it at .*: Severity high, was urgent\.$/),
  ).toBeVisible();
  await expectNoViolation(page);
  await panel.getByRole('button', { name: 'Make my change all the same' }).click();
  await expect(page.getByText(/^Dispatched to Worker \d+\.$/)).toBeVisible();
  await expect(panel.getByText(/Wharf Lane \d+ · reported .* by hotline · high/)).toBeVisible();
});

test('a new incident arrives by itself, and the list does not jump under the pointer', async ({
  page,
  request,
}) => {
  await page.goto('/?workspace=dispatch');
  const rows = queue(page).getByRole('button');
  await expect(rows.first()).toBeVisible();
  const before = await rows.first().getAttribute('aria-label');
  await rows.nth(1).hover();
  const { title } = await report(request);
  await expect(page.getByText('1 new in the last minute')).toBeVisible();
  await expect(page.getByText(`A new incident: ${title}.`)).toBeAttached();
  expect(await rows.first().getAttribute('aria-label')).toBe(before);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(rows.first()).toHaveAttribute('aria-label', new RegExp(`New: ${title},`));
});

test('the card is on the clipboard, in the language of the screen', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id, grid, title } = await report(request);
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  await expect(details(page).getByRole('heading', { name: title })).toBeVisible();
  await expect(details(page).getByText('Path')).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByText('The card is on the clipboard.')).toBeVisible();
  const card = (await page.evaluate('navigator.clipboard.readText()')) as string;
  expect(card).toContain(`${title} (urgent)`);
  expect(card.replace(/ /g, '')).toContain(`Grid:${grid.code}`);
  expect(card).toContain('Path: Demo district › ');
});

test('by keyboard alone: down the list, a worker, the next state, and aside again', async ({
  page,
  request,
}) => {
  const { title } = await report(request);
  await page.goto('/?workspace=dispatch');
  await expect(queue(page).getByRole('button').first()).toHaveAttribute('aria-label', new RegExp(title));
  await page.keyboard.press('j');
  const panel = details(page);
  await expect(panel.getByRole('heading', { name: title })).toBeVisible();
  await expect(panel.getByText('suggested')).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText(/^Dispatched to Worker \d+\.$/)).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByText('State: In hand.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel.getByText('No incident in hand')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'New incident' })).toBeVisible();
});

test('from a call to the worker: N, the place, Enter, the category by its digit, Ctrl Enter', async ({
  page,
}) => {
  const faults = faultsOf(page);
  await page.goto('/?workspace=dispatch');
  await expect(queue(page).getByRole('button').first()).toBeVisible();
  const [lon, lat] = grids.find(({ workers }) => workers.length > 0)!.labelPoint;
  await page.keyboard.press('n');
  await expect(page.getByRole('combobox', { name: 'Where is it?' })).toBeFocused();
  await page.keyboard.type(`${lon}, ${lat}`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Water and drains' })).toBeFocused();
  await page.keyboard.press('1');
  await expect(page.getByRole('button', { name: /^Dispatch Worker \d+$/ })).toBeVisible();
  await expectNoViolation(page);
  await page.screenshot({ path: 'docs/screenshots/dispatch-new.png' });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^In the queue, and dispatched to Worker \d+\.$/)).toBeVisible();
  await expect(details(page).getByText('Dispatched', { exact: true })).toBeVisible();
  await expect(details(page).getByText('handles this one')).toBeVisible();
  expect(faults).toEqual([]);
});

test('without a connection it is said that nothing was sent, and it is sent when there is one', async ({
  page,
  request,
}) => {
  const { id } = await report(request);
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  const dispatchIt = panel.getByRole('button', { name: /^Dispatch Worker \d+$/ });
  await expect(dispatchIt).toBeVisible();
  await page.route(`**/incidents/${id}`, (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.fallback(),
  );
  await dispatchIt.click();
  await expect(panel.getByText(/^The server did not answer, and nothing is kept for later/)).toBeVisible();
  await page.unroute(`**/incidents/${id}`);
  await panel.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText(/^Dispatched to Worker \d+\.$/)).toBeVisible();
});

test('a change whose answer was lost is done once, and nobody else is blamed for it', async ({
  page,
  request,
}) => {
  const { id } = await report(request);
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  let changes = 0;
  await page.route(`**/incidents/${id}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    changes += 1;
    if (changes > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  const dispatchIt = panel.getByRole('button', { name: /^Dispatch Worker \d+$/ });
  await expect(dispatchIt).toBeVisible();
  await dispatchIt.click();
  await panel.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText(/^Dispatched to Worker \d+\.$/)).toBeVisible();
  await expect(panel.getByText('Somebody was faster')).toBeHidden();
});

test('a new incident whose answer was lost is stored once, and nobody is sent whom nobody chose', async ({
  page,
}) => {
  const sent: object[] = [];
  await page.goto('/?workspace=dispatch&tool=new');
  const place = page.getByRole('combobox', { name: 'Where is it?' });
  const [lon, lat] = grids.find(({ workers }) => workers.length > 0)!.labelPoint;
  await place.fill(`${lat}, ${lon}`);
  await place.press('Enter');
  await expect(page.getByRole('radio', { name: 'Water and drains' })).toBeFocused();
  await page.keyboard.press('3');
  await expect(page.getByRole('button', { name: /^Dispatch Worker \d+$/ })).toBeVisible();
  await page.route('**/api/incidents', async (route) => {
    sent.push(route.request().postDataJSON());
    if (sent.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Create only' }).click();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('The incident is in the queue.')).toBeVisible();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  await expect(details(page).getByText('Received', { exact: true })).toBeVisible();
});

test('where the place could not be looked up, or the grids did not load, nothing is said that nobody knows', async ({
  page,
  request,
}) => {
  const { id } = await report(request);
  const refuse = { status: 404, contentType: 'application/problem+json', body: '{"title":"Not Found"}' };
  await page.route('**/api/locate?*', (route) => route.fulfill(refuse));
  await page.route('**/workload?*', (route) => route.fulfill(refuse));
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  await expect(panel.getByText(/^The grid at this point could not be looked up\./)).toBeVisible();
  await expect(panel.getByText(/^The grids and their workload did not load\./)).toBeVisible();
  await expect(panel.getByText('No worker works this grid')).toBeHidden();
  await page.unroute('**/api/locate?*');
  await page.unroute('**/workload?*');
  await panel.getByRole('button', { name: 'Retry' }).first().click();
  await expect(panel.getByRole('button', { name: /^Dispatch Worker \d+$/ })).toBeVisible();
});

test('a filter is in the address, and a link shows the same list', async ({ page }) => {
  await page.goto('/?workspace=dispatch');
  await expect(queue(page).getByRole('button').first()).toBeVisible();
  await page.keyboard.press('l');
  const filter = page.getByRole('region', { name: 'Filter' });
  await filter.getByRole('button', { name: 'Noise' }).click();
  await filter.getByRole('button', { name: 'In hand' }).click();
  await expect(page).toHaveURL(/queueCategory=noise&queueStatus=in_hand/);
  const rows = queue(page).getByRole('button');
  await expect(rows.first()).toHaveAttribute('aria-label', /In hand/);
  const labels = await rows.evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute('aria-label')),
  );
  await expectNoViolation(page);
  await page.reload();
  await expect(rows.first()).toHaveAttribute('aria-label', labels[0]!);
});

test('a list that is empty says what would be there; one that failed is asked for again', async ({
  page,
}) => {
  await page.goto('/?workspace=dispatch&queueCategory=fire&queueStatus=closed&queueSeverity=1&queueWorker=1');
  await expect(page.getByText('No incident passes the filter')).toBeVisible();
  await expectNoViolation(page);
  await page.route('**/incidents?**', (route) => route.abort());
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(page.getByText('The incidents did not load.')).toBeVisible();
  await expectNoViolation(page);
  await page.unroute('**/incidents?**');
  await page.getByRole('button', { name: 'Retry' }).first().click();
  await expect(queue(page).getByRole('button').first()).toBeVisible();
});

test('an incident in no grid says so, and any state, severity and category can be set', async ({
  page,
  request,
}) => {
  const { id, title } = await report(request, { lon: 121.9, lat: 36.9 });
  await page.goto(`/?workspace=dispatch&queue=unassigned&incident=${id}`);
  const panel = details(page);
  await expect(panel.getByRole('heading', { name: title })).toBeVisible();
  await expect(panel.getByText('In no grid', { exact: true })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Choose a worker' })).toBeVisible();
  await panel.getByRole('button', { name: 'Change state, severity or category' }).click();
  await expectNoViolation(page);
  await panel.getByRole('combobox', { name: 'State' }).selectOption('checked');
  await expect(page.getByText('State: Checked.')).toBeVisible();
  await panel.getByRole('combobox', { name: 'State' }).selectOption('received');
  await expect(page.getByText('State: Received.')).toBeVisible();
  await panel.getByRole('combobox', { name: 'Severity' }).selectOption('2');
  await expect(page.getByText('Severity: normal.')).toBeVisible();
  await panel.getByRole('button', { name: 'Choose a worker' }).click();
  const worker = grids.find(({ workers }) => workers.length > 0)!.workers[0]!;
  await panel.getByRole('textbox', { name: 'Another worker' }).fill(String(worker));
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Dispatched to Worker ${worker}.`)).toBeVisible();
});

test('the caller is shown only when somebody asks', async ({ page, request }) => {
  const { id, title } = await report(request, { reporter: 'Example Person', phone: '000-1234' });
  await page.goto(`/?workspace=dispatch&incident=${id}`);
  const panel = details(page);
  await expect(panel.getByRole('heading', { name: title })).toBeVisible();
  await expect(panel.getByText('000-1234')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Show the caller' }).click();
  await expect(panel.getByText('000-1234')).toBeVisible();
});

test('Dispatch in Chinese and in the dark', async ({ page, request }) => {
  const faults = faultsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const { id } = await report(request, {
    ...(await ambiguousPlace(request)),
    description: '主水管爆裂',
    address: '码头巷18号',
  });
  await page.goto(`/?workspace=dispatch&language=zh-CN&incident=${id}`);
  const panel = page.getByRole('region', { name: '当前事件' });
  await expect(panel.getByText('无法确定：可能属于两个网格')).toBeVisible();
  await panel.getByRole('button', { name: '缩放至此' }).click();
  await settled(page);
  await page.screenshot({ path: 'docs/screenshots/dispatch-zh-dark.png' });
  await expectNoViolation(page);
  expect(faults).toEqual([]);
});
