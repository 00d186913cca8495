import type { Feature, FeatureCollection, MultiPolygon } from 'geojson';
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';

const database = await testDatabase();
const app = await testApp(database);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

interface Link {
  href: string;
  rel: string;
  type: string;
}
interface Linked {
  links: Link[];
}
type Page = FeatureCollection & Linked & { numberMatched: number; numberReturned: number; timeStamp: string };

async function get<Body>(url: string): Promise<Body> {
  const response = await app.inject(url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Body>();
}

function items(collection: string, query = ''): Promise<Page> {
  return get<Page>(`/ogc/collections/${collection}/items${query}`);
}

/** Follows a link as a client does that knows nothing but links; what arrives has the type that the link promises. */
async function follow<Body>(document: Linked, rel: string): Promise<Body> {
  const link = document.links.find((candidate) => candidate.rel === rel);
  expect(link, `a link with rel ${rel}`).toBeDefined();
  const response = await app.inject(link!.href);
  expect(response.statusCode, response.body).toBe(200);
  expect(String(response.headers['content-type']).replace(/;\s*charset=.*$/, '')).toBe(link!.type);
  return response.json<Body>();
}

async function idsOfAllPages(first: Page): Promise<string[]> {
  const ids: string[] = [];
  for (let page = first; ; page = await follow<Page>(page, 'next')) {
    expect(page.numberReturned).toBe(page.features.length);
    expect(page.numberMatched).toBe(first.numberMatched);
    ids.push(...page.features.map((feature) => String(feature.id)));
    if (!page.links.some(({ rel }) => rel === 'next')) return ids;
  }
}

describe('a walk by links', () => {
  test('leads from the landing page to every feature of every collection, and each is counted once', async () => {
    const landing = await get<Linked>('/ogc');
    await follow(landing, 'conformance');
    const { collections } = await follow<{ collections: (Linked & { id: string })[] }>(landing, 'data');
    const counts: Record<string, number> = {};
    for (const entry of collections) {
      expect(await follow(entry, 'self')).toEqual(entry);
      const first = await follow<Page>(entry, 'items');
      const ids = await idsOfAllPages(first);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBe(first.numberMatched);
      counts[entry.id] = ids.length;
    }
    expect(counts).toEqual({
      regions: 1,
      areas: 2,
      grids: sample.grids,
      'grid-versions': sample.grids + sample.traded.length,
      blocks: sample.grids,
      roads: 24,
      water: 2,
      workers: 0,
      households: sample.households,
      incidents: sample.incidents,
    });
  });

  test('shows what was recorded when it began, whatever is written meanwhile', async () => {
    const first = await items('incidents', '?limit=100');
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'test', 'test');
      await tx.query(sql`
        insert into incident (region_id, source, reference, category, reported_at, geom, change_sequence)
        select region_id, source, reference || '-later', category, reported_at, geom, ${sequence}::bigint
        from incident where region_id = ${regionId}`);
    });
    const ids = await idsOfAllPages(first);
    expect(ids.length).toBe(sample.incidents);
    expect((await items('incidents')).numberMatched).toBe(2 * sample.incidents);
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'test', 'test');
      await tx.query(sql`
        update incident set valid_to = clock_timestamp(), change_sequence = ${sequence}::bigint
        where region_id = ${regionId} and reference like '%-later'`);
    });
    expect((await items('incidents')).numberMatched).toBe(sample.incidents);
  });

  test('keeps to the host that the client asked', async () => {
    const response = await app.inject({ url: '/ogc', headers: { host: '127.0.0.1:8123' } });
    expect(response.json<Linked>().links.map(({ href }) => new URL(href).host)).toEqual(
      Array(8).fill('127.0.0.1:8123'),
    );
  });

  test('finds a description for machines and one for people', async () => {
    const landing = await get<Linked>('/ogc/');
    const typed = Object.fromEntries(landing.links.map(({ rel, type }) => [rel, type]));
    expect(typed).toMatchObject({
      'service-desc': 'application/vnd.oai.openapi+json;version=3.0',
      'service-doc': 'text/html',
    });
    expect((await app.inject('/ogc/api')).headers['content-type']).toBe(typed['service-desc']);
    expect((await app.inject('/ogc/api.html')).body).toContain('/ogc/collections/{collectionId}/items');
  });

  test('only what holds is declared', async () => {
    const { conformsTo } = await get<{ conformsTo: string[] }>('/ogc/conformance');
    expect(conformsTo.map((uri) => uri.split('/').at(-1))).toEqual(['core', 'geojson', 'html', 'oas30']);
  });
});

describe('features', () => {
  test('a grid says what it is and where, with 7 decimals, shells counter-clockwise', async () => {
    const page = await items('grids', '?limit=1');
    const [grid] = page.features as [Feature<MultiPolygon>];
    expect(grid.properties).toMatchObject({
      code: '370215001001001',
      kind: 'base',
      name: '网格001',
      region: '370215',
      street: '370215001',
      community: '370215001001',
      boundaryVersion: 1,
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: null,
    });
    const { rows } = await database.query<{ geometry: MultiPolygon }>(sql`
      select st_asgeojson(st_forcepolygonccw(geom), 15)::json as geometry
      from grid_version where code = '370215001001001' and valid_to = 'infinity'`);
    expect(grid.geometry).toEqual(rows[0]!.geometry);
  });

  test('a household and an incident show no personal field', async () => {
    const [household] = (await items('households', '?limit=1')).features;
    expect(Object.keys(household!.properties!)).toEqual([
      'source',
      'reference',
      'region',
      'grid',
      'people',
      'keyPersons',
      'building',
      'validFrom',
      'validTo',
    ]);
    const [incident] = (await items('incidents', '?limit=1')).features;
    expect(incident!.properties).toMatchObject({
      reference: 'i1',
      category: 'noise',
      severity: 2,
      status: 'received',
      reportedAt: '2026-03-01T00:00:00.000Z',
    });
  });

  test('a feature alone is the one of the list, with a way to itself and to its collection', async () => {
    const [listed] = (await items('grids', '?limit=1')).features;
    const response = await app.inject(`/ogc/collections/grids/items/${listed!.id}`);
    expect(response.headers['content-type']).toMatch('application/geo+json');
    const { links, ...feature } = response.json<Feature & Linked>();
    expect(feature).toEqual(listed);
    expect(await follow({ links }, 'self')).toEqual({ ...feature, links });
    expect(await follow({ links }, 'collection')).toMatchObject({ id: 'grids' });
  });

  test.each(['0', 'abc', '99999999999999999999', '-1'])('there is no feature %s', async (id) => {
    const response = await app.inject(`/ogc/collections/grids/items/${id}`);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ status: 404, value: id });
  });
});

describe('limit', () => {
  test('is 10 when nothing is said', async () => {
    expect((await items('households')).numberReturned).toBe(10);
  });

  test('above the maximum means the maximum', async () => {
    expect((await items('households', '?limit=123456789')).numberReturned).toBe(sample.households);
  });
});

describe('bbox', () => {
  const [lon, lat] = sample.centre;

  test('selects what it touches', async () => {
    const box = [lon - 0.002, lat - 0.002, lon + 0.002, lat + 0.002];
    const page = await items('households', `?limit=1000&bbox=${box}`);
    const inside = page.features.filter(({ geometry }) => {
      const [x, y] = geometry.type === 'Point' ? geometry.coordinates : [];
      return x! >= box[0]! && x! <= box[2]! && y! >= box[1]! && y! <= box[3]!;
    });
    expect(page.numberMatched).toBeGreaterThan(10);
    expect(page.numberMatched).toBeLessThan(sample.households);
    expect(inside.length).toBe(page.numberMatched);
  });

  test('across the antimeridian selects on both sides of it, and nothing between', async () => {
    expect((await items('grids', '?bbox=170,-90,121,90')).numberMatched).toBe(sample.grids);
    expect((await items('grids', '?bbox=177,65,-177,70')).numberMatched).toBe(0);
  });

  test('of the whole world selects all, with heights too', async () => {
    expect((await items('grids', '?bbox=-180,-90,180,90')).numberMatched).toBe(sample.grids);
    expect((await items('grids', '?bbox=-180,-90,0,180,90,9000')).numberMatched).toBe(sample.grids);
  });
});

describe('datetime', () => {
  const tradedShape = async (query: string) => {
    const page = await items('grids', `?limit=100&${query}`);
    expect(page.numberMatched).toBe(page.features.length);
    const found = page.features.filter(({ properties }) => properties!.code === sample.traded[0]);
    expect(found.length).toBeLessThanOrEqual(1);
    return found[0] && { version: found[0].properties!.boundaryVersion, geometry: found[0].geometry };
  };

  test('shows grids in the shape that was in force at an instant', async () => {
    const before = await tradedShape('datetime=2026-02-01T00:00:00Z');
    const now = await tradedShape('');
    expect(before!.version).toBe(1);
    expect(now!.version).toBe(2);
    expect(before!.geometry).not.toEqual(now!.geometry);
  });

  test('shows each grid once in its latest shape within an interval', async () => {
    const across = await tradedShape('datetime=2026-02-01T00:00:00Z/2026-07-01T00:00:00Z');
    expect(across!.version).toBe(2);
    const early = await tradedShape('datetime=../2026-02-01T00:00:00Z');
    expect(early!.version).toBe(1);
  });

  test('shows no grid from before the first version', async () => {
    expect((await items('grids', '?datetime=2025-12-31T23:59:59Z')).numberMatched).toBe(0);
    expect((await items('grids', '?datetime=2026-01-01T00:00:00Z')).numberMatched).toBe(sample.grids);
  });

  test('selects incidents by when they were reported, ends included', async () => {
    const count = async (datetime: string) => {
      const page = await items('incidents', `?datetime=${encodeURIComponent(datetime)}`);
      return page.numberMatched;
    };
    expect(await count('2026-03-01T00:00:00Z/2026-03-01T09:00:00Z')).toBe(10);
    expect(await count('2026-03-01T08:00:00+08:00')).toBe(1);
    expect(await count('../2026-03-01T01:30:00Z')).toBe(2);
    expect(await count('2026-03-02T00:00:00Z/..')).toBe(sample.incidents - 24);
    expect(await count('../..')).toBe(sample.incidents);
  });

  test('selects households by when they were recorded', async () => {
    expect((await items('households', '?datetime=2000-01-01T00:00:00Z')).numberMatched).toBe(0);
    expect((await items('households', '?datetime=2000-01-01T00:00:00Z/..')).numberMatched).toBe(
      sample.households,
    );
  });

  test('goes together with bbox and the pages', async () => {
    const [lon, lat] = sample.centre;
    const first = await items(
      'incidents',
      `?limit=7&bbox=${lon - 0.003},${lat - 0.003},${lon + 0.003},${lat + 0.003}&datetime=2026-03-02T00:00:00Z/..`,
    );
    expect(first.numberMatched).toBeGreaterThan(7);
    expect(first.numberMatched).toBeLessThan(sample.incidents - 24);
    expect((await idsOfAllPages(first)).length).toBe(first.numberMatched);
  });
});

describe('a request that cannot be understood is refused with the offending value', () => {
  test.each([
    ['items?limit=0', 'limit', '0'],
    ['items?limit=-5', 'limit', '-5'],
    ['items?limit=unlimited', 'limit', 'unlimited'],
    ['items?limit=1.5', 'limit', '1.5'],
    ['items?bbox=1,2,3', 'bbox', '1,2,3'],
    ['items?bbox=0,0,500,1', 'bbox', '0,0,500,1'],
    ['items?bbox=NaN,0,1,1', 'bbox', 'NaN,0,1,1'],
    ['items?bbox=0,0,1e308,1', 'bbox', '0,0,1e308,1'],
    ['items?datetime=yesterday', 'datetime', 'yesterday'],
    ['items?cursor=made-up', 'cursor', 'made-up'],
    ['items?colour=red', 'colour', 'red'],
    ['items/1?colour=red', 'colour', 'red'],
    ['?colour=red', 'colour', 'red'],
  ])('%s', async (path, parameter, value) => {
    const response = await app.inject(`/ogc/collections/grids/${path}`.replace('/?', '?'));
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.json()).toMatchObject({ status: 400, parameter, value });
    expect(response.json<{ detail: string }>().detail).toContain(`${parameter}=${value}`);
  });

  test.each(['/ogc?x=1', '/ogc/conformance?x=1', '/ogc/api?x=1', '/ogc/collections?x=1'])(
    '%s',
    async (url) => {
      expect((await app.inject(url)).statusCode).toBe(400);
    },
  );

  test('an unknown collection is answered with the list of those that are there', async () => {
    const response = await app.inject('/ogc/collections/dragons/items');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({
      value: 'dragons',
      collections: expect.arrayContaining(['grids', 'households', 'incidents']),
    });
  });
});
