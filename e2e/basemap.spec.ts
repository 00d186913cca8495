// Another basemap below the boundaries. The server under test has none configured, so what it would tell and serve is put in
// its place; that it does so is tested in server/basemap.
import { deflateSync } from 'node:zlib';
import type { GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { expect, type Page, test } from '@playwright/test';
import { tinyArchive } from '../fixtures/tinyArchive.ts';
import { faultsOf, settled } from './page.ts';

const zoom = 9;

/** The tile that the demo city's middle lies in. */
async function demoTile(page: Page): Promise<{ z: number; x: number; y: number }> {
  const { regions } = await (await page.request.get('/api/regions')).json();
  const [west, south, east, north] = regions[0].bbox;
  const latitude = (((south + north) / 2) * Math.PI) / 180;
  return {
    z: zoom,
    x: Math.floor((((west + east) / 2 + 180) / 360) * 2 ** zoom),
    y: Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * 2 ** zoom),
  };
}

async function serveArchive(page: Page, archive: Buffer): Promise<void> {
  await page.route('/api/client-configuration', (route) =>
    route.fulfill({ json: { basemap: { kind: 'pmtiles', url: '/basemap.pmtiles' } } }),
  );
  await page.route('/basemap.pmtiles', (route) => {
    const [, from = '0', to = '0'] = /bytes=(\d+)-(\d+)/.exec(route.request().headers().range ?? '') ?? [];
    const body = archive.subarray(Number(from), Number(to) + 1);
    return route.fulfill({
      status: 206,
      body,
      headers: { 'content-range': `bytes ${from}-${Number(from) + body.length - 1}/${archive.length}` },
    });
  });
}

test('a raster archive is drawn below the boundaries, and says whose it is', async ({ page }) => {
  const faults = faultsOf(page);
  const bytes = checkedPng();
  const tile = await demoTile(page);
  await serveArchive(
    page,
    tinyArchive({ ...tile, type: 'png', bytes, metadata: { attribution: 'Somebody' } }),
  );
  await page.goto('/');
  await expect(page.getByText('Workload of 123 grids')).toBeVisible();
  await settled(page);
  await expect(page.locator('.maplibregl-ctrl-attrib')).toContainText('Somebody');
  await page.screenshot({ path: 'test-results/basemap-raster.png' });
  expect(faults).toEqual([]);
});

test('a vector archive is drawn in our colours, in the dark too', async ({ page }) => {
  const faults = faultsOf(page);
  const tile = await demoTile(page);
  await serveArchive(page, tinyArchive({ ...tile, type: 'mvt', bytes: cityTile() }));
  await page.goto('/');
  await settled(page);
  await page.screenshot({ path: 'test-results/basemap-vector.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await page.screenshot({ path: 'test-results/basemap-vector-dark.png' });
  expect(faults).toEqual([]);
});

test('a basemap that cannot be had leaves the built-in one', async ({ page }) => {
  await page.route('/api/client-configuration', (route) =>
    route.fulfill({ json: { basemap: { kind: 'style', url: '/no-such-style.json' } } }),
  );
  const roads = page.waitForResponse(/\/tiles\/roads\/.*\.mvt/);
  await page.goto('/');
  expect((await roads).ok()).toBe(true);
});

/** 64 × 64 pixels in two colours. */
function checkedPng(): Buffer {
  const size = 64;
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: size }, (_, x) =>
        (x + y) % 2 === 0 ? [214, 196, 160] : [160, 190, 214],
      ).flat(),
    ]),
  );
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // 8 bits, red green blue
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const chunk = Buffer.alloc(8 + body.length);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  chunk.writeUInt32BE(~crc >>> 0, 4 + body.length);
  return chunk;
}

/** Ground, water, streets and buildings all over the tile. */
function cityTile(): Uint8Array {
  type Ring = [number, number][];
  const box = (x: number, y: number, size: number): Ring => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  const steps = Array.from({ length: 64 }, (_, index) => index * 64);
  const polygons = (rings: Ring[], kind: string) =>
    rings.map((ring) => ({ type: 3, geometry: [ring], tags: { kind } }));
  const lines = (paths: Ring[], kind: string) =>
    paths.map((path) => ({ type: 2, geometry: [path], tags: { kind } }));
  const along = (at: number): Ring => [
    [0, at],
    [4096, at],
  ];
  const down = (at: number): Ring => [
    [at, 0],
    [at, 4096],
  ];
  const layer = (features: unknown[]) => ({ features }) as unknown as GeoJSONVTTile;
  return fromGeojsonVt(
    {
      earth: layer(polygons([box(0, 0, 4096)], 'earth')),
      water: layer(
        polygons(
          steps.map((at) => box(at, at, 40)),
          'lake',
        ),
      ),
      landuse: layer(
        polygons(
          steps.map((at) => box(at, 4096 - at, 30)),
          'park',
        ),
      ),
      roads: layer([...lines(steps.map(along), 'minor_road'), ...lines(steps.map(down), 'major_road')]),
      buildings: layer(
        polygons(
          steps.map((at) => box(at, 2048, 8)),
          'building',
        ),
      ),
    },
    { version: 2, extent: 4096 },
  );
}
