// A region with everything that the features and the tiles show, for their tests: forty grids in two boundary versions,
// households and incidents on and around them, roads and water.
import sql from 'sql-template-tag';
import { wigglyCoverage } from '../../fixtures/wigglyCoverage.ts';
import { appendChange } from '../changes/queries.ts';
import type { Database } from '../database.ts';
import type { PublishedGrid } from '../publication/publication.ts';
import { publishCoverage } from '../publication/publishCoverage.ts';
import { createEmptyRegion } from './regions.ts';

export const sample = {
  code: '370215',
  centre: [120.45, 36.38],
  grids: 40,
  households: 600,
  incidents: 300,
  firstVersionFrom: '2026-01-01T00:00:00Z',
  secondVersionFrom: '2026-06-01T00:00:00Z',
  /** The two grids that trade places in the second version. */
  traded: ['370215001001002', '370215001001003'],
  /** Incidents follow each other by the hour. */
  firstIncidentAt: '2026-03-01T00:00:00Z',
} as const;

export async function createSampleRegion(database: Database): Promise<{ regionId: number }> {
  const { regionId } = await createEmptyRegion(database, sample.code);
  await publishTwice(database, regionId);
  await addPoints(database, regionId);
  await addContext(database, regionId);
  return { regionId };
}

async function publishTwice(database: Database, regionId: number): Promise<void> {
  const coverage = wigglyCoverage({ grids: sample.grids, verticesPerGrid: 120, seed: 7 });
  const first: PublishedGrid[] = coverage.map(({ code, polygons }) => ({
    code,
    kind: 'base',
    name: `网格${code.slice(-3)}`,
    nameEn: `Grid ${code.slice(-3)}`,
    polygons,
  }));
  const [a, b] = sample.traded.map((code) => first.find((grid) => grid.code === code)!);
  const second = first.map((grid) => {
    if (grid === a) return { ...grid, polygons: b!.polygons };
    if (grid === b) return { ...grid, polygons: a!.polygons };
    return grid;
  });
  const publication = { regionId, kind: 'import', source: 'sample', actor: 'test' } as const;
  await publishCoverage(database, { ...publication, grids: first, effectiveFrom: sample.firstVersionFrom });
  await publishCoverage(database, { ...publication, grids: second, effectiveFrom: sample.secondVersionFrom });
}

/** In spirals about the centre, to well outside of the grids; assigned to none. */
async function addPoints(database: Database, regionId: number): Promise<void> {
  const [lon, lat] = sample.centre;
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, 'test', 'test', {});
    await tx.query(sql`
      insert into household (region_id, source, reference, geom, people, key_persons, change_sequence)
      select ${regionId}::int, 'sample', 'h' || n,
        st_setsrid(st_makepoint(
          round((${lon}::float8 + 0.00003 * n * cos(n))::numeric, 7)::float8,
          round((${lat}::float8 + 0.00003 * n * sin(n))::numeric, 7)::float8), 4326),
        1 + n % 5, n % 2, ${sequence}
      from generate_series(1, ${sample.households}::int) as n`);
    await tx.query(sql`
      insert into incident (region_id, source, reference, category, severity, reported_at, geom, change_sequence)
      select ${regionId}::int, 'sample', 'i' || n, (array['water', 'noise', 'refuse'])[1 + n % 3], 1 + n % 4,
        ${sample.firstIncidentAt}::timestamptz + (n - 1) * interval '1 hour',
        st_setsrid(st_makepoint(
          round((${lon}::float8 + 0.00005 * n * cos(n * 0.7))::numeric, 7)::float8,
          round((${lat}::float8 + 0.00005 * n * sin(n * 0.7))::numeric, 7)::float8), 4326),
        ${sequence}
      from generate_series(1, ${sample.incidents}::int) as n`);
  });
}

async function addContext(database: Database, regionId: number): Promise<void> {
  const [lon, lat] = sample.centre;
  await database.query(sql`
    insert into road (region_id, source, reference, kind, name, geom)
    select ${regionId}::int, 'sample', 'r' || n, (array['trunk', 'main', 'street', 'lane'])[1 + n % 4], '路' || n,
      (select st_multi(st_setsrid(st_makeline(st_makepoint(
          round((${lon}::float8 + 0.0004 * s * cos(n))::numeric, 7)::float8,
          round((${lat}::float8 + 0.0004 * s * sin(n + 0.05 * s))::numeric, 7)::float8) order by s), 4326))
        from generate_series(-30, 30) as s)
    from generate_series(1, 24) as n`);
  await database.query(sql`
    insert into block (region_id, source, reference, geom)
    select region_id, 'sample', code, geom from grid_version
    where region_id = ${regionId} and valid_to = 'infinity'`);
  // a lake with an island, and a stream
  await database.query(sql`
    insert into water (region_id, source, reference, kind, name, geom)
    select ${regionId}::int, 'sample', kind, kind, '水', st_multi(st_snaptogrid(geom, 1e-7))
    from (values
      ('lake', st_difference(
        st_buffer(st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326), 0.006, 40),
        st_buffer(st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326), 0.002, 20))),
      ('stream', st_setsrid(st_makeline(
        st_makepoint(${lon}::float8 - 0.02, ${lat}::float8), st_makepoint(${lon}::float8, ${lat}::float8 + 0.02)), 4326))
    ) as body (kind, geom)`);
}
