// Rendered tiles of the current versions, and one rendering at a time for each.
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import { LRUCache } from 'lru-cache';

const gzip = promisify(gzipCallback);

export interface RenderedTile {
  plain: Buffer;
  gzipped: Buffer;
}

/** Enough for the tiles that a few hundred people look at; a city has some 5,000 tiles of about 20 kB a layer. */
const maximumBytes = 64 * 1024 * 1024;

export class TileCache {
  readonly #tiles = new LRUCache<string, RenderedTile>({
    maxSize: maximumBytes,
    sizeCalculation: (tile) => tile.plain.length + tile.gzipped.length + 200,
  });
  readonly #underWay = new Map<string, Promise<RenderedTile>>();

  /** The tile of that key, rendered at most once at a time. The key names all that the bytes depend on. */
  get(key: string, render: () => Promise<Buffer>): Promise<RenderedTile> {
    const tile = this.#tiles.get(key);
    if (tile) return Promise.resolve(tile);
    const others = this.#underWay.get(key);
    if (others) return others;
    const rendering = this.#render(key, render).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, rendering);
    return rendering;
  }

  async #render(key: string, render: () => Promise<Buffer>): Promise<RenderedTile> {
    const plain = await render();
    const tile = { plain, gzipped: plain.length === 0 ? plain : await gzip(plain) };
    this.#tiles.set(key, tile);
    return tile;
  }
}
