import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Feature, FeatureCollection, Point, Position } from 'geojson';
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { toGcj02 } from '../../core/coordinates.ts';
import { appendChange } from '../changes/queries.ts';
import { contentCoding } from '../http/entityTags.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion } from '../testing/sampleRegion.ts';

const database = await testDatabase();
const app = await testApp(database);
let regionId: number;
let resources: string[];

interface Link {
  href: string;
  rel: string;
  type: string;
}

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
  const { features } = (await app.inject('/ogc/collections/grids/items?limit=1')).json<FeatureCollection>();
  resources = [
    '/ogc',
    '/ogc/conformance',
    '/ogc/collections',
    '/ogc/collections/grids',
    '/ogc/collections/grids/items?limit=3',
    `/ogc/collections/grids/items/${features[0]!.id}`,
    '/ogc/api',
  ];
});

const typeOf = (headers: Record<string, unknown>) => String(headers['content-type']).split('; ')[0];

describe('the encoding', () => {
  test('is JSON for a client that says nothing, or anything', async () => {
    for (const url of resources) {
      for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
        expect(typeOf((await app.inject({ url, headers })).headers), url).not.toBe('text/html');
      }
    }
  });

  test('is HTML for a browser, and for f=html', async () => {
    const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
    for (const url of resources) {
      const negotiated = await app.inject({ url, headers: browser });
      expect(typeOf(negotiated.headers), url).toBe('text/html');
      expect(String(negotiated.headers.vary)).toMatch(/\baccept\b(?!-)/i);
      const chosen = await app.inject(`${url}${url.includes('?') ? '&' : '?'}f=html`);
      expect(typeOf(chosen.headers), url).toBe('text/html');
      expect(chosen.body).toMatch(/^<!doctype html>/);
    }
  });

  test('f wins over Accept', async () => {
    const response = await app.inject({ url: '/ogc?f=json', headers: { accept: 'text/html' } });
    expect(typeOf(response.headers)).toBe('application/json');
  });

  test('that is not there is refused by its name', async () => {
    const response = await app.inject('/ogc?f=xml');
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ parameter: 'f', value: 'xml' });
  });

  test('every resource links to itself and to its other encoding, each of the type that the link says', async () => {
    for (const url of resources.filter((resource) => resource !== '/ogc/api')) {
      const { links } = (await app.inject(url)).json<{ links: Link[] }>();
      for (const rel of ['self', 'alternate']) {
        const found = links.filter((link) => link.rel === rel);
        expect(found.length, `${url} ${rel}`).toBe(1);
        expect(typeOf((await app.inject(found[0]!.href)).headers), `${url} ${rel}`).toBe(found[0]!.type);
      }
    }
  });

  test('every collection links to its items in every encoding', async () => {
    const { collections } = (await app.inject('/ogc/collections')).json<{
      collections: { crs: string[]; links: Link[] }[];
    }>();
    for (const { crs, links } of collections) {
      expect(crs[0]).toBe('http://www.opengis.net/def/crs/OGC/1.3/CRS84');
      expect(links.filter(({ rel }) => rel === 'items').map(({ type }) => type)).toEqual([
        'application/geo+json',
        'text/html',
      ]);
    }
  });
});

describe('a page to read', () => {
  test('has no script, and what it shows is escaped', async () => {
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'test', 'test');
      await tx.query(sql`
        update incident set reference = '<script>alert(1)</script>', change_sequence = ${sequence}
        where region_id = ${regionId} and reference = 'i1'`);
    });
    const { body } = await app.inject('/ogc/collections/incidents/items?f=html');
    expect(body).not.toContain('<script');
    expect(body).toContain('&#60;script&#62;');
  });

  test('shows each feature as a row and on the map, both linked, and the next page', async () => {
    const { body } = await app.inject('/ogc/collections/grids/items?f=html&limit=5');
    expect(body.match(/<path class="area"/g)?.length).toBe(5);
    expect(body).toContain('5 of 40 features');
    const next = /<a href="([^"]+)" rel="next">/.exec(body)?.[1];
    expect(next).toBeDefined();
    const response = await app.inject(next!.replaceAll('&#38;', '&'));
    expect(response.body).toContain('5 of 40 features');
    expect(typeOf(response.headers)).toBe('text/html');
  });

  test('leads everywhere: every collection and feature is found by following <a> alone', async () => {
    const seen = new Set<string>();
    const queue = ['http://localhost:80/ogc?f=html'];
    while (queue.length > 0) {
      const url = queue.shift()!;
      if (seen.has(url)) continue;
      seen.add(url);
      const response = await app.inject(url);
      expect(response.statusCode, url).toBe(200);
      if (typeOf(response.headers) !== 'text/html') continue;
      for (const [, href] of response.body.matchAll(/<a href="([^"]+)"/g)) {
        const target = href!.replaceAll('&#38;', '&');
        if (/^http:\/\/localhost(:80)?\/ogc/.test(target)) queue.push(target);
      }
      if (seen.size > 400) break;
    }
    const paths = [...seen].map((url) => new URL(url).pathname);
    for (const collection of [
      'regions',
      'areas',
      'grids',
      'grid-versions',
      'water',
      'households',
      'incidents',
    ]) {
      expect(
        paths.some((path) => new RegExp(`/ogc/collections/${collection}/items/\\d+$`).test(path)),
        collection,
      ).toBe(true);
    }
  });

  test('of at most 200 features, whatever limit says', async () => {
    const { body } = await app.inject('/ogc/collections/households/items?f=html&limit=10000');
    expect(body).toContain('200 of 600 features');
  });
});

describe('ETag', () => {
  test('a resource that is known is answered 304 without a body, with the same headers', async () => {
    for (const url of resources) {
      const first = await app.inject(url);
      const tag = String(first.headers.etag);
      expect(tag, url).toMatch(/^W\/"[\w-]+"$/);
      const second = await app.inject({ url, headers: { 'if-none-match': `"other", ${tag}` } });
      expect(second.statusCode, url).toBe(304);
      expect(second.body).toBe('');
      expect(second.headers.etag).toBe(tag);
      expect(second.headers.vary).toBe(first.headers.vary);
      expect(second.headers['cache-control']).toBe('private, no-cache');
    }
  });

  test('differs by content coding, encoding, address and coordinates', async () => {
    const url = '/ogc/collections/grids/items?limit=3';
    const tags = await Promise.all(
      [
        { url },
        { url, headers: { 'accept-encoding': 'gzip' } },
        { url, headers: { 'accept-encoding': 'gzip, deflate, br' } },
        { url, headers: { accept: 'text/html' } },
        { url: `${url}&crs=gcj02` },
        { url: '/ogc/collections/grids/items?limit=4' },
        { url, headers: { host: '127.0.0.1:9000' } },
      ].map(async (request) => (await app.inject(request)).headers.etag),
    );
    expect(new Set(tags).size).toBe(tags.length);
  });

  test('gzip and br carry the same document', async () => {
    const url = '/ogc/collections/grids/items?limit=3';
    const unpack = { gzip: gunzipSync, br: brotliDecompressSync };
    const plain = (await app.inject(url)).json<FeatureCollection>();
    for (const coding of ['gzip', 'br'] as const) {
      const response = await app.inject({ url, headers: { 'accept-encoding': coding } });
      expect(response.headers['content-encoding']).toBe(coding);
      expect(String(response.headers.etag)).toContain(`-${coding}"`);
      const { features } = JSON.parse(unpack[coding](response.rawPayload).toString()) as FeatureCollection;
      expect(features).toEqual(plain.features);
    }
  });

  test('moves with what is shown, and stays when something else is written', async () => {
    const tagOf = async (collection: string) =>
      (await app.inject(`/ogc/collections/${collection}/items`)).headers.etag;
    const before = { incidents: await tagOf('incidents'), grids: await tagOf('grids') };
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'test', 'test');
      await tx.query(sql`
        update incident set severity = 4, change_sequence = ${sequence}
        where region_id = ${regionId} and reference = 'i2'`);
    });
    expect(await tagOf('incidents')).not.toBe(before.incidents);
    expect(await tagOf('grids')).toBe(before.grids);
  });

  test('a problem has none', async () => {
    expect((await app.inject('/ogc/collections/grids/items/0')).headers).not.toHaveProperty('etag');
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['gzip;q=0', undefined],
    ['*', 'br'],
    ['identity', undefined],
    [undefined, undefined],
  ])('Accept-Encoding %s means %s', (header, coding) => {
    expect(contentCoding(header)).toBe(coding);
  });
});

describe('crs=gcj02', () => {
  test('shifts every position of a copy, says so, and leaves the box in WGS84', async () => {
    const get = async <Body>(url: string) => (await app.inject(url)).json<Body>();
    const url = '/ogc/collections/grids/items?limit=2&bbox=120.3,36.2,120.6,36.5';
    const plain = await get<FeatureCollection>(url);
    const shifted = await get<FeatureCollection & { coordinateSystem: string }>(`${url}&crs=gcj02`);
    expect(shifted.coordinateSystem).toBe('gcj02');
    expect(plain).not.toHaveProperty('coordinateSystem');
    expect(shifted.features.map(({ properties }) => properties)).toEqual(
      plain.features.map(({ properties }) => properties),
    );
    const positions = (collection: FeatureCollection) =>
      collection.features.flatMap(({ geometry }) =>
        geometry.type === 'MultiPolygon' ? geometry.coordinates.flat(2) : [],
      );
    const expected = positions(plain).map(
      ([lon, lat]): Position => toGcj02(lon!, lat!).map((degrees) => Math.round(degrees * 1e7) / 1e7),
    );
    expect(positions(shifted)).toEqual(expected);
    expect(expected[0]).not.toEqual(positions(plain)[0]);
    expect((await get<FeatureCollection>(url)).features).toEqual(plain.features);
  });

  test('holds on the next page and for a feature alone', async () => {
    const page = (await app.inject('/ogc/collections/households/items?limit=1&crs=gcj02')).json<
      FeatureCollection<Point> & { links: Link[] }
    >();
    const next = page.links.find(({ rel }) => rel === 'next')!;
    expect(next.href).toContain('crs=gcj02');
    const [household] = page.features;
    const alone = (await app.inject(`/ogc/collections/households/items/${household!.id}?crs=gcj02`)).json<
      Feature<Point> & { coordinateSystem: string; links: Link[] }
    >();
    expect(alone.geometry).toEqual(household!.geometry);
    expect(alone.coordinateSystem).toBe('gcj02');
    expect(alone.links.find(({ rel }) => rel === 'self')!.href).toContain('crs=gcj02');
  });

  test('another system is refused', async () => {
    const response = await app.inject('/ogc/collections/grids/items?crs=bd09');
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ parameter: 'crs', value: 'bd09' });
  });
});
