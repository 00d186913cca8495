import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TileCache, type TileEncoding } from './tileCache.ts';

test('a tile that many ask for at once, plain or compressed, is rendered once', async () => {
  const cache = new TileCache();
  let renderings = 0;
  const ask = (encoding: TileEncoding) =>
    cache.get('a', encoding, async () => {
      renderings += 1;
      return Buffer.from('tile');
    });
  const [plain, gzipped] = await Promise.all([ask('identity'), ask('gzip'), ask('identity')]);
  await ask('gzip');
  expect(renderings).toBe(1);
  expect(plain.toString()).toBe('tile');
  expect(gunzipSync(gzipped).toString()).toBe('tile');
  expect(cache.peek('a', 'gzip')).toBe(gzipped);
});

test('a rendering that failed is tried again', async () => {
  const cache = new TileCache();
  await expect(cache.get('a', 'gzip', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect((await cache.get('a', 'identity', async () => Buffer.from('tile'))).toString()).toBe('tile');
});
