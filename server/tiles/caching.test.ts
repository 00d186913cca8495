import { gunzipSync } from 'node:zlib';
import sql, { type Sql } from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { decodeTile, tilePath } from '../testing/tiles.ts';
import { layers } from './layers.ts';
import type { TileJson } from './schemas.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

const pathOf = (layer: string, z: number) => tilePath(layer, z, sample.centre);

async function versionedPath(layer: string, z: number): Promise<string> {
  const { tiles } = (await app.inject(`/tiles/${layer}.json`)).json<TileJson>();
  return pathOf(layer, z) + new URL(tiles[0]!).search;
}

test('boundaries asked for by the version in force may be kept for ever, others are asked again', async () => {
  const path = await versionedPath('grids', 12);
  expect((await app.inject(path)).headers['cache-control']).toBe('private, max-age=31536000, immutable');
  expect((await app.inject(`${pathOf('grids', 12)}?v=old`)).headers['cache-control']).toBe(
    'private, no-cache',
  );
  expect((await app.inject(pathOf('grids', 12))).headers['cache-control']).toBe('private, no-cache');
});

/** Says yes or no: whether a tile that was asked for before is the same still. */
async function knownTile(path: string): Promise<() => Promise<boolean>> {
  const headers = { 'if-none-match': String((await app.inject(path)).headers.etag) };
  return async () => (await app.inject({ url: path, headers })).statusCode === 304;
}

async function write(kind: string, detail: object, statement: (sequence: string) => Sql): Promise<void> {
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, kind, 'test', { ...detail });
    await tx.query(statement(sequence));
  });
  snapshots.invalidate();
}

test('what was written is in the next tile of its layer, and changes the tag of no other', async () => {
  const [incidents, households, roads, grids] = await Promise.all([
    knownTile(pathOf('incidents', 12)),
    knownTile(pathOf('households', 12)),
    knownTile(pathOf('roads', 12)),
    knownTile(pathOf('grids', 12)),
  ]);
  const same = async () => [await incidents(), await households(), await roads(), await grids()];
  expect(await same()).toEqual([true, true, true, true]);

  await write(
    'incident',
    {},
    (sequence) => sql`
      update incident set status = 'closed', change_sequence = ${sequence}
      where region_id = ${regionId} and reference = 'i2'`,
  );
  expect(await same()).toEqual([false, true, true, true]);

  await write(
    'import',
    { kind: 'households' },
    (sequence) => sql`
      update household set people = 9, change_sequence = ${sequence}
      where region_id = ${regionId} and reference = 'h2'`,
  );
  expect(await same()).toEqual([false, false, true, true]);

  await write(
    'import',
    { kind: 'roads' },
    () => sql`update road set name = 'Harbour Road' where region_id = ${regionId} and reference = 'r1'`,
  );
  expect(await same()).toEqual([false, false, false, true]);
  const { roads: drawn } = decodeTile((await app.inject(pathOf('roads', 12))).rawPayload);
  expect(drawn!.map(({ properties }) => properties.name)).toContain('Harbour Road');

  await write(
    'import',
    { kind: 'areas' },
    () => sql`update area set name_en = 'Renamed' where region_id = ${regionId} and kind = 'region'`,
  );
  expect(await same()).toEqual([false, false, false, false]);
  const { areas } = decodeTile((await app.inject(pathOf('areas', 12))).rawPayload);
  expect(areas!.map(({ properties }) => properties.name_en)).toContain('Renamed');
});

test('another filter is another tag, however the same filter is written the same', async () => {
  const tagOf = async (query: string) => (await app.inject(pathOf('incidents', 12) + query)).headers.etag;
  const tags = [await tagOf(''), await tagOf('?category=noise'), await tagOf('?category=noise,water')];
  expect(new Set(tags).size).toBe(3);
  expect(await tagOf('?category=water,noise,water')).toBe(tags[2]);
  expect(await tagOf('?status=received')).not.toBe(tags[1]);
});

test('boundaries through a filter may be kept for ever by the version that their TileJSON gives', async () => {
  const { tiles } = (await app.inject('/tiles/grids.json?kind=base')).json<TileJson>();
  const path = pathOf('grids', 12) + new URL(tiles[0]!).search;
  expect((await app.inject(path)).headers['cache-control']).toBe('private, max-age=31536000, immutable');
});

test.each(['grids', 'incidents', 'roads'])('%s known by their tag are not sent again', async (layer) => {
  const path = pathOf(layer, 12);
  const { etag } = (await app.inject(path)).headers;
  for (const known of [etag!, `"other", W/${etag}`, '*']) {
    const response = await app.inject({ url: path, headers: { 'if-none-match': known } });
    expect(response.statusCode).toBe(304);
    expect(response.rawPayload.length).toBe(0);
    expect(response.headers.etag).toBe(etag);
  }
});

test('a compressed tile has the same content under another tag', async () => {
  const path = pathOf('grids', 12);
  const plain = await app.inject(path);
  const gzipped = await app.inject({ url: path, headers: { 'accept-encoding': 'gzip, br' } });
  expect(gzipped.headers['content-encoding']).toBe('gzip');
  expect(gzipped.headers.vary).toMatch(/accept-encoding/i);
  expect(gunzipSync(gzipped.rawPayload).equals(plain.rawPayload)).toBe(true);
  expect(gzipped.headers.etag).not.toBe(plain.headers.etag);
  const refused = await app.inject({ url: path, headers: { 'accept-encoding': 'gzip;q=0, br' } });
  expect(refused.headers['content-encoding']).toBeUndefined();
});

test('no answer may be kept by a proxy that others share', async () => {
  for (const { id, minzoom } of layers) {
    const response = await app.inject(pathOf(id, Math.max(minzoom, 12)));
    expect(response.headers['cache-control']).toMatch(/^private/);
  }
});
