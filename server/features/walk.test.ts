// The service as a stranger's client meets it: from the landing page, by links alone, while others write.
import type { FeatureCollection } from 'geojson';
import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { wigglyCoverage } from '../../fixtures/wigglyCoverage.ts';
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { publishCoverage } from '../publication/publishCoverage.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createEmptyRegion } from '../testing/regions.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';

const database = await testDatabase();
const app = await testApp(database);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

interface Linked {
  links: { href: string; rel: string; type: string }[];
}
type Page = FeatureCollection & Linked & { numberMatched: number; numberReturned: number };

async function get<Body>(url: string): Promise<Body> {
  const response = await app.inject(url);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Body>();
}

const linkOf = ({ links }: Linked, rel: string) => links.find((link) => link.rel === rel)?.href;

/** The first page of a collection, reached from the landing page. */
async function firstPage(id: string, limit: number): Promise<Page> {
  const landing = await get<Linked>('/ogc/');
  const { collections } = await get<{ collections: (Linked & { id: string })[] }>(linkOf(landing, 'data')!);
  const items = linkOf(collections.find((collection) => collection.id === id)!, 'items')!;
  return get<Page>(`${items}?limit=${limit}`);
}

/** Follows `next` to the end; `between` runs before each further page. */
async function walk(first: Page, between: () => Promise<void>): Promise<{ ids: string[]; pages: Page[] }> {
  const pages = [first];
  for (;;) {
    const next = linkOf(pages.at(-1)!, 'next');
    if (next === undefined) break;
    await between();
    pages.push(await get<Page>(next));
  }
  for (const page of pages) expect(page.numberReturned).toBe(page.features.length);
  return { ids: pages.flatMap(({ features }) => features.map(({ id }) => String(id))), pages };
}

function write(
  work: (tx: Queryable, sequence: string) => Promise<unknown>,
  kind = 'test',
  detail = {},
): Promise<unknown> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<{ now: string }>(sql`
      select clock_timestamp() as now from region_state where region_id = ${regionId} for update`);
    expect(rows.length).toBe(1);
    return work(tx, await appendChange(tx, regionId, kind, 'test', detail));
  });
}

let written = 0;

/** A new one, one that is gone, and one that is recorded anew, as every writer does it. */
async function writePoints(table: 'household' | 'incident'): Promise<void> {
  written += 1;
  const name = table === 'household' ? sql`household` : sql`incident`;
  const id = table === 'household' ? sql`household_id` : sql`incident_id`;
  const own = table === 'household' ? sql`people` : sql`category, reported_at`;
  const current = sql`region_id = ${regionId} and valid_to = 'infinity'`;
  await write(async (tx, sequence) => {
    await tx.query(sql`
      insert into ${name} (region_id, source, reference, geom, change_sequence, ${own})
      select region_id, 'walk', 'new' || ${written}::int, geom, ${sequence}::bigint, ${own}
      from ${name} where ${current} limit 1`);
    await tx.query(sql`
      update ${name} set valid_to = now(), change_sequence = ${sequence}::bigint
      where ${current} and ${id} = (select max(${id}) from ${name} where ${current} and source = 'sample')`);
    const { rows } = await tx.query<{ id: string }>(sql`
      update ${name} set valid_to = now(), change_sequence = ${sequence}::bigint
      where ${current} and ${id} = (select min(${id}) from ${name} where ${current} and source = 'sample')
      returning ${id} as id`);
    await tx.query(sql`
      insert into ${name} (region_id, ${id}, source, reference, geom, change_sequence, ${own})
      select region_id, ${id}, source, reference, geom, ${sequence}::bigint, ${own}
      from ${name} where region_id = ${regionId} and ${id} = ${rows[0]!.id}::bigint
      order by valid_from desc limit 1`);
  });
}

describe('while rows are inserted, closed and recorded anew between the pages', () => {
  test.each(['household', 'incident'] as const)(
    'a walk over every %s has no gap and no repeat',
    async (table) => {
      const collection = `${table}s`;
      const before = await walk(await firstPage(collection, 10_000), async () => {});
      const first = await firstPage(collection, 37);
      const { ids, pages } = await walk(first, () => writePoints(table));
      expect(pages.length).toBeGreaterThan(5);
      expect(ids).toEqual(before.ids);
      for (const page of pages) expect(page.numberMatched).toBe(before.ids.length);
      // and the next walk sees what was written, counted without reading everything again
      const after = await walk(await firstPage(collection, 10_000), async () => {});
      expect(after.ids.length).toBe(after.pages[0]!.numberMatched);
      expect(after.ids).not.toEqual(before.ids);
    },
  );

  test('a walk with a box and a time counts what it walks', async () => {
    const [lon, lat] = sample.centre;
    const query = `bbox=${lon - 0.004},${lat - 0.004},${lon + 0.004},${lat + 0.004}&datetime=2026-03-02T00:00:00Z/..`;
    const first = await get<Page>(`/ogc/collections/incidents/items?limit=9&${query}`);
    const { ids } = await walk(first, () => writePoints('incident'));
    expect(ids.length).toBe(first.numberMatched);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a walk over the grids shows the boundaries that were published when it began', async () => {
    const publication = { regionId, kind: 'import', source: 'walk', actor: 'test' } as const;
    const grids = wigglyCoverage({ grids: sample.grids, verticesPerGrid: 120, seed: 7 }).map(
      ({ code, polygons }) => ({ code, kind: 'base' as const, name: code, nameEn: code, polygons }),
    );
    for (const collection of ['grids', 'grid-versions', 'areas', 'regions']) {
      const before = await walk(await firstPage(collection, 10_000), async () => {});
      const first = await firstPage(collection, collection === 'regions' ? 1 : 7);
      const { ids, pages } = await walk(first, async () => {
        // a grid is retired, another one takes its place
        written += 1;
        grids[0]!.code = `370215001001${String(100 + written)}`;
        await publishCoverage(database, { ...publication, grids });
      });
      expect(ids, collection).toEqual(before.ids);
      for (const page of pages) expect(page.numberMatched).toBe(before.ids.length);
    }
  });

  test('where nothing of the past is kept, the last page counts what was walked', async () => {
    const first = await firstPage('roads', 5);
    const { ids, pages } = await walk(first, () =>
      write(
        async (tx) => {
          written += 1;
          await tx.query(sql`
            delete from road where region_id = ${regionId} and road_id = (
              select max(road_id) from road where region_id = ${regionId} and source = 'sample')`);
          await tx.query(sql`
            insert into road (region_id, source, reference, geom)
            select region_id, 'walk', 'new' || ${written}::int, geom from road where region_id = ${regionId} limit 1`);
        },
        'import',
        { kind: 'roads' },
      ).then(() => {}),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.at(-1)!.numberMatched).toBe(ids.length);
  });
});

describe('pages', () => {
  test('of several regions follow each other, also where a page ends with its region', async () => {
    const other = await createEmptyRegion(database, '370216');
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, other.regionId, 'test', 'test');
      await tx.query(sql`
        insert into household (region_id, source, reference, geom, change_sequence)
        select ${other.regionId}::int, 'other', reference, geom, ${sequence}::bigint
        from household where region_id = ${regionId} and source = 'sample' and valid_to = 'infinity' limit 50`);
    });
    const all = (await walk(await firstPage('households', 10_000), async () => {})).ids;
    const inFirst = all.length - 50;
    for (const limit of [inFirst, inFirst - 1, inFirst + 1, 49, 50, all.length, all.length - 1]) {
      const { ids, pages } = await walk(await firstPage('households', limit), async () => {});
      expect(ids, `limit ${limit}`).toEqual(all);
      expect(pages.length).toBe(Math.ceil(all.length / limit));
    }
  });

  test('a cursor shows nothing of a region that it does not name, and nothing that is out of scope', async () => {
    const first = await firstPage('households', 10);
    const next = new URL(linkOf(first, 'next')!);
    const text = Buffer.from(next.searchParams.get('cursor')!, 'base64url').toString();
    const foreign = text.split('\n')[0]!.concat('\n999 1 1 2026-11-01T00:00:00Z');
    next.searchParams.set('cursor', Buffer.from(foreign).toString('base64url'));
    expect((await get<Page>(next.href)).features).toEqual([]);
  });
});
