import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { tilePath } from '../testing/tiles.ts';
import { TileCache, type TileEncoding } from './tileCache.ts';

const database = await testDatabase();

/** The regions come when the test says so. */
class SlowSnapshots extends Snapshots {
  readonly asked: Promise<void>;
  release = () => {};
  readonly #released: Promise<void>;
  #isAsked = () => {};

  constructor(...input: ConstructorParameters<typeof Snapshots>) {
    super(...input);
    this.asked = new Promise((resolve) => {
      this.#isAsked = resolve;
    });
    this.#released = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  override async regions(scope: Parameters<Snapshots['regions']>[0]) {
    this.#isAsked();
    await this.#released;
    return super.regions(scope);
  }
}

class CountingCache extends TileCache {
  rendered: string[] = [];

  override get(key: string, encoding: TileEncoding, render: () => Promise<Buffer>): Promise<Buffer> {
    this.rendered.push(key.split('/')[0]!);
    return super.get(key, encoding, render);
  }
}

test('a tile is not drawn for a client that has gone while the region was read', async () => {
  await createSampleRegion(database);
  const snapshots = new SlowSnapshots(database);
  const tileCache = new CountingCache();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gridwright-abandoned-'));
  const config = { logLevel: 'silent' as const, dataDirectory };
  const app = await buildApp({ database, config, snapshots, tileCache });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const gone = new Promise((resolve) => {
    app.server.once('connection', (socket) => socket.once('close', resolve));
  });
  client.write(`GET ${tilePath('incidents', 15, sample.centre)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await snapshots.asked;
  client.destroy();
  await gone;
  snapshots.release();
  // whoever stays is answered, and comes after him
  const other = await app.inject(tilePath('households', 15, sample.centre));
  expect(other.statusCode).toBe(200);
  expect(tileCache.rendered).toEqual(['households']);
  await app.close();
  await snapshots.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});
