// A database with rows in every table that a backup holds, for its tests.
import sql from 'sql-template-tag';
import type { Database } from '../database.ts';
import { verifyRegion } from '../publication/verify.ts';
import { importText } from './importing.ts';
import { createHarbour, harbourDegrees } from './regions.ts';
import { createSampleRegion, sample } from './sampleRegion.ts';

/** Two regions: the sample, and the harbour with what was imported into it. */
export async function fillEveryTable(database: Database): Promise<void> {
  const { regionId } = await createSampleRegion(database);
  const harbour = await createHarbour(database, '370216');
  await importPoints(database, harbour.code);
  await addWhatNothingImports(database, regionId);
  await verifyRegion(database, { regionId, code: sample.code });
}

async function importPoints(database: Database, regionCode: string): Promise<void> {
  const [lon, lat] = harbourDegrees([3, 3]);
  const files = {
    households: ['reference,lon,lat,people,address,phone', `h1,${lon},${lat},3,"海边 ""1"" 号,\n二楼",0532`],
    incidents: [
      'reference,lon,lat,category,reported_at,description',
      `i1,${lon},${lat},noise,2026-03-01T08:00:00.123456+08:00,\\N tab\there`,
    ],
    workers: ['reference,name,grids', 'w1,王伟,'],
  } as const;
  for (const kind of ['households', 'incidents', 'workers'] as const) {
    await importText(database, {
      kind,
      regionCode,
      mode: 'upsert',
      crs: 'wgs84',
      columns: new Map(),
      name: `${kind}.csv`,
      content: `${files[kind].join('\n')}\n`,
      acceptOutside: true,
    });
  }
}

async function addWhatNothingImports(database: Database, regionId: number): Promise<void> {
  await database.query(sql`
    insert into worker (region_id, number, source, reference) values (${regionId}, 7, 'test', 'seven')`);
  await database.query(sql`
    insert into grid_worker (region_id, grid_id, worker_id, valid_from)
    select w.region_id, (select min(grid_id) from grid where region_id = ${regionId}), w.worker_id, '-infinity'
    from worker w where w.region_id = ${regionId}`);
  await database.query(sql`
    insert into official_outline (region_id, area_id, source, geom)
    select v.region_id, v.area_id, 'office', v.geom
    from area_version v where v.region_id = ${regionId} and v.valid_to = 'infinity'`);
  await database.query(sql`
    update region_state set enclave = (select geom from block where region_id = ${regionId} limit 1)
    where region_id = ${regionId}`);
  await database.query(sql`
    update region set workload_weights = '{"household": 1.10, "big": 123456789012345678901234567890}'
    where region_id = ${regionId}`);
  // a household that was closed, and one that was pinned by hand
  await database.query(sql`
    update household set valid_to = clock_timestamp() where region_id = ${regionId} and reference = 'h1'`);
  await database.query(sql`
    update household set pinned_grid_id = (select min(grid_id) from grid where region_id = ${regionId}),
      pin_reason = '门牌', corrected_by_hand = true
    where region_id = ${regionId} and reference = 'h2'`);
}
