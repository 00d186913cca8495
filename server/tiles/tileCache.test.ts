import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TileCache } from './tileCache.ts';

test('a tile that many ask for at once is rendered once', async () => {
  const cache = new TileCache();
  let renderings = 0;
  const ask = () =>
    cache.get('a', async () => {
      renderings += 1;
      return Buffer.from('tile');
    });
  const tiles = await Promise.all([ask(), ask(), ask()]);
  await ask();
  expect(renderings).toBe(1);
  for (const { plain, gzipped } of tiles) {
    expect(plain.toString()).toBe('tile');
    expect(gunzipSync(gzipped).toString()).toBe('tile');
  }
});

test('a rendering that failed is tried again', async () => {
  const cache = new TileCache();
  await expect(cache.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect((await cache.get('a', async () => Buffer.from('tile'))).plain.toString()).toBe('tile');
});
