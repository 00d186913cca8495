import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';

const database = await testDatabase();
const app = await testApp(database);

interface Result {
  kind: string;
  id: string | null;
  title: string;
  subtitle: string;
  lon: number;
  lat: number;
  bbox: number[] | null;
}

beforeAll(async () => {
  const { west, east } = await createTwoRegions(database);
  const inLeft = at(places.inLeft);
  const inRight = at(places.inRight);
  await record('households', [
    {
      reference: 'H-1',
      building: '海滨路18号',
      address: '海滨路18号1单元101室',
      phone: '000-7777',
      ...inLeft,
    },
    { reference: 'H-12', building: '海滨路18号', address: '海滨路18号1单元102室', ...at(places.besidePark) },
    { reference: 'H-123', building: '海滨路180号', address: '海滨路180号', ...inLeft },
    { reference: 'H-4', building: '3号楼', address: '青岛市码头巷2号3号楼', contact: '演示人', ...inLeft },
    { reference: 'H-5', building: '3号楼', address: '青岛市码头巷2号3号楼', ...inLeft },
    { reference: 'H-6', building: '3号楼', address: '', ...inRight },
    { reference: '100%_\\', building: 'Tower Ｂ', ...inRight },
  ]);
  const category = 'water';
  await record('incidents', [
    {
      reference: 'I-7',
      address: '海滨路18号',
      description: '水管爆裂',
      reporter: '演示人',
      category,
      ...inLeft,
    },
    {
      reference: 'I-8',
      address: '海滨路18号门前',
      category,
      status: 'closed',
      reportedAt: '2026-10-02T08:00:00Z',
      ...inLeft,
    },
    {
      reference: 'I-9',
      address: '海滨路18号门前',
      category,
      reportedAt: '2026-10-01T08:00:00Z',
      ...at(places.farAway),
    },
  ]);
  await addRoad(west, '1', '海滨路', 'Seaside Road', 0.001);
  await addRoad(west, '2', '海滨路', 'Seaside Road', 0.004);
  await addRoad(west, '3', '北海滨巷', 'North Seaside Lane', 0.002);
  await addRoad(east, '4', '海滨东路', 'Seaside Road East', 0.002);
});

async function record(collection: 'households' | 'incidents', rows: readonly object[]) {
  for (const row of rows) {
    const response = await app.inject({
      method: 'POST',
      url: `/api/regions/${codes.west}/${collection}`,
      payload: { source: 'test', ...row },
    });
    expect(response.statusCode, response.body).toBe(201);
  }
}

/** A line of 0.001° to the east, so far north of the corner. */
async function addRoad(regionId: number, reference: string, name: string, nameEn: string, north: number) {
  await database.query(sql`
    insert into road (region_id, source, reference, name, name_en, geom)
    values (${regionId}, 'test', ${reference}, ${name}, ${nameEn}, st_setsrid(st_multi(st_makeline(
      st_makepoint(120.45, 36.38 + ${north}::float8), st_makepoint(120.451, 36.38 + ${north}::float8))), 4326))`);
}

const url = (q: string, more = '') => `/api/regions/${codes.west}/search?q=${encodeURIComponent(q)}${more}`;

async function search(q: string, more = ''): Promise<Result[]> {
  const response = await app.inject(url(q, more));
  expect(response.statusCode, response.body).toBe(200);
  return response.json().results;
}

const shown = ({ kind, title }: Result) => `${kind} ${title}`;

describe('a search', () => {
  test('gives whole matches first, then beginnings, then parts', async () => {
    expect((await search('海滨路18号')).map(shown)).toEqual([
      'building 海滨路18号',
      'incident I-7',
      'address 海滨路18号1单元101室',
      'address 海滨路18号1单元102室',
      'incident I-9',
      'incident I-8',
    ]);
    expect((await search('码头巷2号')).map(shown)).toEqual(['address 青岛市码头巷2号3号楼']);
    expect((await search('h-12')).map(shown)).toEqual(['household H-12', 'household H-123']);
  });

  test('does not mind case, width and blanks', async () => {
    for (const typed of ['Ｈ－１２', ' h-12 ', 'H - 12', 'h-12　']) {
      expect((await search(typed)).map(shown)[0], typed).toBe('household H-12');
    }
    expect((await search('tower b')).map(shown)).toEqual(['building Tower Ｂ']);
    expect((await search('海滨路 18 号')).map(shown)[0]).toBe('building 海滨路18号');
  });

  test('takes what is typed for letters, not for a pattern', async () => {
    expect((await search('100%_\\')).map(shown)).toEqual(['household 100%_\\']);
    for (const typed of ['%', '_', '海%路', 'H_1', '\\', "' or true --"]) {
      expect(await search(typed), typed).toEqual([]);
    }
  });

  test('gives one result for the households of a building, and another for one of its name elsewhere', async () => {
    const found = await search('3号楼');
    expect(found.filter(({ kind }) => kind === 'building')).toEqual([
      expect.objectContaining({ id: null, title: '3号楼', subtitle: codes.left, ...at(places.inLeft) }),
      expect.objectContaining({ id: null, title: '3号楼', subtitle: codes.right, ...at(places.inRight) }),
    ]);
    expect(found.filter(({ kind }) => kind === 'address')).toHaveLength(1);
  });

  test('shows a building in the middle of its households', async () => {
    const [building] = await search('海滨路18号');
    const [west, east] = [at(places.inLeft), at(places.besidePark)];
    expect(building!.lon).toBeCloseTo((west.lon + east.lon) / 2, 7);
    expect(building!.lat).toBeCloseTo((west.lat + east.lat) / 2, 7);
  });

  test('does not name an address beside the building that it is', async () => {
    expect((await search('海滨路180号')).map(shown)).toEqual(['building 海滨路180号']);
  });

  test('finds a road by a part of either name, once, with the box of all its lines', async () => {
    expect((await search('海滨')).slice(0, 1)).toEqual([
      expect.objectContaining({
        kind: 'road',
        title: '海滨路',
        subtitle: 'Seaside Road',
        bbox: [120.45, 36.381, 120.451, 36.384],
      }),
    ]);
    const roads = (await search('seaside')).filter(({ kind }) => kind === 'road');
    expect(roads.map(shown)).toEqual(['road 海滨路', 'road 北海滨巷']);
    const { lon, lat } = roads[0]!;
    expect(lon >= 120.45 && lon <= 120.451 && [36.381, 36.384].includes(lat)).toBe(true);
  });

  test('leaves room for each kind, and gives no more than asked for', async () => {
    const kinds = (await search('海滨路', '&limit=5')).map(({ kind }) => kind);
    expect(kinds).toEqual(['road', 'building', 'building', 'address', 'incident']);
  });

  test('needs three letters for a part of anything but a road', async () => {
    expect((await search('头巷')).map(shown)).toEqual([]);
    expect((await search('头巷2')).map(shown)).toEqual(['address 青岛市码头巷2号3号楼']);
  });

  test('knows the address of a household and an incident, and neither names nor telephone numbers', async () => {
    expect((await search('H-1'))[0]).toMatchObject({ title: 'H-1', subtitle: '海滨路18号1单元101室' });
    expect((await search('I-9'))[0]).toMatchObject({ subtitle: '海滨路18号门前', ...at(places.farAway) });
    for (const typed of ['演示人', '000-7777', '水管爆裂']) expect(await search(typed), typed).toEqual([]);
  });

  test('follows what is written at once', async () => {
    const [{ id }] = (await search('H-5')) as [Result];
    const household = `/api/regions/${codes.west}/households/${id}`;
    const etag = (await app.inject(household)).headers.etag as string;
    const headers = { 'if-match': etag, 'content-type': 'application/merge-patch+json' };
    await app.inject({ method: 'PATCH', url: household, headers, payload: { building: 'Annexe' } });
    expect((await search('annexe')).map(shown)).toEqual(['building Annexe']);
    const changed = (await app.inject(household)).headers.etag as string;
    await app.inject({ method: 'DELETE', url: household, headers: { 'if-match': changed } });
    expect(await search('annexe')).toEqual([]);
    expect(await search('H-5')).toEqual([]);
  });

  test('stays in its region, and is kept by nobody', async () => {
    const response = await app.inject(url('海滨东路'));
    expect(response.json()).toEqual({ results: [] });
    expect(response.headers['cache-control']).toBe('private, no-store');
    expect((await app.inject(`/api/regions/999999/search?q=1`)).statusCode).toBe(404);
  });

  test.each([
    ['', 400],
    ['   ', 400],
    ['　', 400],
    ['路'.repeat(200), 200],
    ['路'.repeat(201), 400],
    ['\0', 400],
  ])('of %j is answered with %i', async (typed, status) => {
    expect((await app.inject(url(typed))).statusCode).toBe(status);
  });

  test.each(['&limit=0', '&limit=51', '&kind=road'])('with %s is refused', async (more) => {
    expect((await app.inject(url('1', more))).statusCode).toBe(400);
  });
});
