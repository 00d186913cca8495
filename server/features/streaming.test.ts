// A large page is a stream that the client's reading drives.
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeatureCollection } from 'geojson';
import sql, { type Sql } from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import type { Database } from '../database.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createEmptyRegion } from '../testing/regions.ts';

const real = await testDatabase();
let statements = 0;
/** The real database, and how often it was asked. */
const database: Database = new Proxy(real, {
  get(target, name, proxy) {
    if (name === 'reader') return () => proxy as Database;
    if (name === 'query') {
      return (statement: Sql) => {
        statements += 1;
        return target.query(statement);
      };
    }
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});
const app = await testApp(database);
const blocks = 1_500;

beforeAll(async () => {
  const { regionId } = await createEmptyRegion(real);
  await real.transaction(async (tx) => {
    await appendChange(tx, regionId, 'import', 'test', { kind: 'blocks' });
    // 400 vertices each, about 10 kB of GeoJSON
    await tx.query(sql`
      insert into block (region_id, source, reference, geom)
      select ${regionId}::int, 'test', 'b' || n, st_multi(st_snaptogrid(st_buffer(
        st_setsrid(st_makepoint(120 + 0.001 * (n % 100), 36 + 0.001 * (n / 100)), 4326), 0.0005, 100), 1e-7))
      from generate_series(1, ${blocks}::int) as n`);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
});

const url = () =>
  `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/ogc/collections/blocks/items?limit=10000`;

function request(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => httpGet(url(), resolve).on('error', reject));
}

test('a page of many batches is one document with everything in it, counted', async () => {
  const before = statements;
  const page = (await (await fetch(url())).json()) as FeatureCollection & {
    numberMatched: number;
    numberReturned: number;
  };
  expect(page.features.length).toBe(blocks);
  expect(page).toMatchObject({ numberMatched: blocks, numberReturned: blocks });
  expect(new Set(page.features.map(({ id }) => id)).size).toBe(blocks);
  expect(statements - before).toBeGreaterThan(10);
});

test('a client that does not read is not read for, and one that goes ends the work', async () => {
  const before = statements;
  const response = await request();
  response.pause();
  // what is asked meanwhile is answered: the stalled page holds no connection
  for (let index = 0; index < 30; index += 1) {
    expect((await real.query(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  }
  await app.inject('/ogc/collections/blocks');
  expect(statements - before).toBeLessThan(15);
  response.destroy();
  const whole = (await (await fetch(url())).json()) as FeatureCollection;
  expect(whole.features.length).toBe(blocks);
  // had the abandoned page gone on, both together would have asked twice as often
  const once = statements - before;
  const again = statements;
  await (await fetch(url())).json();
  expect(once).toBeLessThan(2 * (statements - again));
});

test('a page that fits one batch has its length', async () => {
  const response = await fetch(url().replace('10000', '3'), {
    headers: { 'accept-encoding': 'identity' },
  });
  expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(await response.text()));
});
