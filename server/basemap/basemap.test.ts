// A basemap configured: what the browser is told, may ask for, and gets.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyArchive } from '../../fixtures/tinyArchive.ts';
import { buildApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testDatabase } from '../testing/database.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'gridwright-basemap-'));
const path = join(folder, 'city.pmtiles');
const bytes = tinyArchive({
  ...{ z: 3, x: 6, y: 3, type: 'png', bytes: Buffer.alloc(70_000, 'tile') },
  metadata: { attribution: 'Somebody' },
});
writeFileSync(path, bytes);
writeFileSync(join(folder, 'secret.txt'), 'secret');

const apps: FastifyInstance[] = [];
async function appWith(environment: Record<string, string>): Promise<FastifyInstance> {
  const config: Config = { ...readConfig(environment), logLevel: 'silent' };
  const app = await buildApp({ database, config, snapshots: new Snapshots(database) });
  apps.push(app);
  return app;
}
afterAll(async () => {
  for (const app of apps) await app.close();
  rmSync(folder, { recursive: true });
});

const told = async (app: FastifyInstance) => (await app.inject('/api/client-configuration')).json();
const policy = async (app: FastifyInstance) =>
  String((await app.inject('/api/health/live')).headers['content-security-policy']);

test('without configuration the basemap is the built-in one, and a page may ask nobody outside', async () => {
  const app = await appWith({});
  expect(await told(app)).toEqual({ basemap: null });
  expect(await policy(app)).not.toContain('http');
  expect((await app.inject('/basemap.pmtiles')).statusCode).toBe(404);
});

test('a style may be fetched from its own origin and those named, and nothing else', async () => {
  const url = 'https://tiles.example/maps/style.json?key=1';
  const app = await appWith({ BASEMAP_STYLE_URL: url, BASEMAP_ORIGINS: 'https://icons.example' });
  expect(await told(app)).toEqual({ basemap: { kind: 'style', url } });
  const directives = (await policy(app)).split(';');
  const open = directives.filter((directive) => directive.includes('http'));
  expect(open).toEqual([
    "connect-src 'self' https://tiles.example https://icons.example",
    "img-src 'self' data: blob: https://tiles.example https://icons.example",
  ]);
});

test('an archive elsewhere is named to the browser', async () => {
  const url = 'https://tiles.example/city.pmtiles';
  const app = await appWith({ BASEMAP_PMTILES: url });
  expect(await told(app)).toEqual({ basemap: { kind: 'pmtiles', url } });
  expect(await policy(app)).toContain("connect-src 'self' https://tiles.example;");
});

describe('an archive on this machine', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appWith({ BASEMAP_PMTILES: path });
  });
  const get = (range?: string) =>
    app.inject({
      url: '/basemap.pmtiles',
      headers: { 'accept-encoding': 'gzip, br', ...(range === undefined ? {} : { range }) },
    });

  test('is served in the ranges that are asked for', async () => {
    expect(await told(app)).toEqual({ basemap: { kind: 'pmtiles', url: '/basemap.pmtiles' } });
    expect(await policy(app)).not.toContain('http');
    const start = await get('bytes=0-126');
    expect(start.statusCode).toBe(206);
    expect(start.headers['content-range']).toBe(`bytes 0-126/${bytes.length}`);
    expect(start.headers['content-type']).toBe('application/vnd.pmtiles');
    expect(start.headers['content-encoding']).toBeUndefined();
    expect(start.rawPayload.equals(bytes.subarray(0, 127))).toBe(true);
    const whole = await get();
    expect(whole.statusCode).toBe(200);
    expect(whole.headers['accept-ranges']).toBe('bytes');
    expect(whole.rawPayload.equals(bytes)).toBe(true);
  });

  test('is read by the library that the map uses', async () => {
    const archive = new PMTiles({
      getKey: () => path,
      getBytes: async (offset, length) => {
        const { rawPayload } = await get(`bytes=${offset}-${offset + length - 1}`);
        return { data: new Uint8Array(rawPayload).buffer };
      },
    });
    expect(await archive.getMetadata()).toEqual({ attribution: 'Somebody' });
    const tile = await archive.getZxy(3, 6, 3);
    expect(Buffer.from(tile!.data).toString('latin1', 0, 8)).toBe('tiletile');
    expect(await archive.getZxy(3, 6, 4)).toBeUndefined();
  });

  test('a range beyond its end is 416, and a known one 304', async () => {
    const beyond = await get('bytes=9999999-');
    expect(beyond.statusCode).toBe(416);
    expect(beyond.headers['content-type']).toContain('application/problem+json');
    const { etag } = (await get()).headers;
    const again = await app.inject({ url: '/basemap.pmtiles', headers: { 'if-none-match': String(etag) } });
    expect(again.statusCode).toBe(304);
  });

  test('nothing else of its folder is served', async () => {
    for (const url of ['/secret.txt', '/basemap.pmtiles/secret.txt', '/basemap.pmtiles/../secret.txt']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});
