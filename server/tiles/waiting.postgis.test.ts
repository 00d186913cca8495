// On PostgreSQL a tile waits for no writer. Each test would end by its timeout if one did.
import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { decodeTile, tilePath } from '../testing/tiles.ts';
import { layers } from './layers.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

/** Does what an import's last transaction does, and holds it open until `meanwhile` has ended. */
async function duringMove(meanwhile: () => Promise<void>): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(sql`select 1 from region_state where region_id = ${regionId} for update`);
    const sequence = await appendChange(tx, regionId, 'import', 'test', { kind: 'households' });
    await insertHouseholds(tx, sequence);
    await tx.query(sql`
      update incident set status = 'closed', change_sequence = ${sequence} where region_id = ${regionId}`);
    await tx.query(sql`delete from road where region_id = ${regionId}`);
    await meanwhile();
  });
}

async function insertHouseholds(tx: Queryable, sequence: string): Promise<void> {
  const [lon, lat] = sample.centre;
  await tx.query(sql`
    insert into household (region_id, source, reference, geom, change_sequence)
    select ${regionId}::int, 'move', n::text,
      st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326), ${sequence}
    from generate_series(1, 500) as n`);
}

test('while an import moves its rows, tiles of every layer show the region as it was, and then as it is', async () => {
  // another server, which has nothing in memory yet
  const fresh = await testApp(database);
  const before = await householdCount();
  await duringMove(async () => {
    for (const { id, minzoom } of layers) {
      for (const server of [app, fresh]) {
        const response = await server.inject(tilePath(id, Math.max(minzoom, 12), sample.centre));
        expect(response.statusCode).toBe(200);
      }
    }
    expect(await householdCount()).toBe(before);
  });
  snapshots.invalidate();
  expect(await householdCount()).toBe(before + 500);
  expect((await app.inject(tilePath('incidents', 15, sample.centre))).rawPayload.includes('closed')).toBe(
    true,
  );
});

test('while a region is read anew after a change by another process, its tiles are those from before', async () => {
  const path = tilePath('households', 12, sample.centre);
  const { etag } = (await app.inject(path)).headers;
  await database.transaction(async (writer) => {
    const sequence = await appendChange(writer, regionId, 'import', 'test', { kind: 'workers' });
    await insertOne(writer, sequence);
  });
  await database.transaction(async (tx) => {
    // what the reading of the region needs, and a tile does not
    await tx.query(sql`lock table worker in access exclusive mode`);
    await untilSeen();
    const response = await app.inject(path);
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe(etag);
  });
  snapshots.invalidate();
  expect((await app.inject(path)).headers.etag).not.toBe(etag);
});

async function insertOne(tx: Queryable, sequence: string): Promise<void> {
  const [lon, lat] = sample.centre;
  await tx.query(sql`
    insert into household (region_id, source, reference, geom, change_sequence)
    values (${regionId}, 'other', 'one', st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326), ${sequence})`);
}

/** The server has noticed that the region has changed. */
async function untilSeen(): Promise<void> {
  await snapshots.newestEntry(regionId);
}

async function householdCount(): Promise<number> {
  const { households } = decodeTile((await app.inject('/tiles/households/0/0/0.mvt')).rawPayload);
  return households!.reduce((sum, { properties }) => sum + Number(properties.count), 0);
}
