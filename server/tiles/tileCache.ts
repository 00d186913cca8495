// Rendered tiles of the current versions, and one rendering at a time for each.
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { singleFlight } from '../snapshot/singleFlight.ts';

const gzip = promisify(gzipCallback);

export type TileEncoding = 'identity' | 'gzip';

/** Enough for the tiles that a few hundred people look at; a city has some 5,000 tiles of about 20 kB a layer. */
const defaultMaximumBytes = 64 * 1024 * 1024;
const bytesPerKey = 200;

export class TileCache {
  readonly #tiles: LRUCache<string, Buffer>;
  readonly #underWay = new Map<string, Promise<Buffer>>();

  constructor(maximumBytes = defaultMaximumBytes) {
    this.#tiles = new LRUCache({
      maxSize: maximumBytes,
      sizeCalculation: (tile) => tile.length + bytesPerKey,
    });
  }

  /** The tile of that key, if it is at hand. */
  peek(key: string, encoding: TileEncoding): Buffer | undefined {
    return this.#tiles.get(keyOf(key, encoding));
  }

  /** The tile of that key, rendered and compressed at most once at a time. The key names all that the bytes depend on. */
  get(key: string, encoding: TileEncoding, render: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.peek(key, encoding);
    if (known) return Promise.resolve(known);
    return singleFlight(this.#underWay, keyOf(key, encoding), async () => {
      const tile =
        encoding === 'identity' ? await render() : await compressed(await this.get(key, 'identity', render));
      this.#tiles.set(keyOf(key, encoding), tile);
      return tile;
    });
  }
}

function keyOf(key: string, encoding: TileEncoding): string {
  return `${encoding}/${key}`;
}

/** Nothing stays nothing. */
async function compressed(tile: Buffer): Promise<Buffer> {
  return tile.length === 0 ? tile : gzip(tile);
}
