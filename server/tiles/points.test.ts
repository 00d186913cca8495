import sql, { type Sql } from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { appendChange } from '../changes/queries.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import { type DecodedFeature, isOwn, tilePath, tileReader } from '../testing/tiles.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
const { tile, tilesWithin } = tileReader(app);
let regionId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
});

function counted(cells: readonly DecodedFeature[]): number {
  return cells.reduce((sum, { properties }) => sum + Number(properties.count), 0);
}

test.each([2, 6, 9, 11, 12, 13, 14])(
  'at zoom %i every household is counted in one cell of one tile',
  async (z) => {
    const tiles = await tilesWithin('households', z);
    expect(counted(tiles.flat())).toBe(sample.households);
    for (const cells of tiles) {
      expect(cells.every(isOwn)).toBe(true);
      const places = cells.map(({ lines }) => lines[0]![0]!.map((unit) => Math.floor(unit / 128)).join());
      expect(new Set(places).size).toBe(cells.length);
    }
  },
);

test.each([15, 16, 18])(
  'at zoom %i each is a point with its id in one tile, and in the buffers of others',
  async (z) => {
    const points = (await tilesWithin('incidents', z)).flat();
    expect(points.filter(isOwn).length).toBe(sample.incidents);
    expect(points.length).toBeGreaterThan(sample.incidents);
    expect(new Set(points.map(({ id }) => id)).size).toBe(sample.incidents);
  },
);

test('a point says what is recorded of it', async () => {
  const points = (await tilesWithin('incidents', 15)).flat();
  const { rows } = await database.query<{ id: string }>(sql`
    select incident_id as id from incident where reference = 'i1'`);
  expect(points.find(({ id }) => String(id) === rows[0]!.id)!.properties).toEqual({
    category: 'noise',
    severity: 2,
    status: 'received',
    reported: Date.parse(sample.firstIncidentAt) / 1000,
  });
});

test('a point stands where PostGIS projects it to', async () => {
  const place = [120.4512345, 36.3812345] as const;
  await putHouseholds(sql`
    values (${place[0]}::float8, ${place[1]}::float8)`);
  const path = tilePath('households', 16, place);
  const [z, x, y] = path.match(/\d+/g)!.map(Number) as [number, number, number];
  const { rows } = await database.query<{ x: number; y: number }>(sql`
    select floor((st_x(at) - st_xmin(tile)) / (st_xmax(tile) - st_xmin(tile)) * 4096) as x,
      floor((st_ymax(tile) - st_y(at)) / (st_ymax(tile) - st_ymin(tile)) * 4096) as y
    from st_transform(st_setsrid(st_makepoint(${place[0]}::float8, ${place[1]}::float8), 4326), 3857) as at,
      st_tileenvelope(${z}::int, ${x}::int, ${y}::int) as tile`);
  const { households } = await tile(path);
  expect(households!.map(({ lines }) => lines[0]![0])).toContainEqual([rows[0]!.x, rows[0]!.y]);
  await removeHouseholds();
});

test('a tile that would be crowded with points counts them in cells instead', async () => {
  const crowd = 8100;
  await putHouseholds(sql`
    select 100.0001 + (n % 90) * 1e-5, 30.0001 + (n / 90) * 1e-5 from generate_series(1, ${crowd}::int) as n`);
  const { households } = await tile(tilePath('households', 15, [100.0005, 30.0005]));
  expect(households!.every(({ id }) => id === undefined)).toBe(true);
  expect(counted(households!)).toBe(crowd);

  await removeHouseholds();
  const gone = await app.inject(tilePath('households', 15, [100.0005, 30.0005]));
  expect(gone.statusCode).toBe(204);
  expect(counted((await tilesWithin('households', 12)).flat())).toBe(sample.households);
});

const filters: [query: string, condition: Sql][] = [
  ['category=water', sql`category = 'water'`],
  ['category=noise,refuse', sql`category in ('noise', 'refuse')`],
  ['status=closed', sql`status = 'closed'`],
  ['status=received,dispatched', sql`status in ('received', 'dispatched')`],
  ['from=2026-03-05', sql`reported_at >= '2026-03-05T00:00:00+08:00'`],
  ['to=2026-03-05', sql`reported_at < '2026-03-05T00:00:00+08:00'`],
  [
    'from=2026-03-02T05:00:00Z&to=2026-03-03T05:00:00%2B08:00',
    sql`reported_at >= '2026-03-02T05:00:00Z' and reported_at < '2026-03-03T05:00:00+08:00'`,
  ],
  ['severity=1,3', sql`severity in (1, 3)`],
  ['weekday=1,7', sql`extract(isodow from reported_at at time zone 'Asia/Shanghai') in (1, 7)`],
  [
    'hour=20-6',
    sql`extract(hour from reported_at at time zone 'Asia/Shanghai') in (20, 21, 22, 23, 0, 1, 2, 3, 4, 5)`,
  ],
  ['hour=9-12', sql`extract(hour from reported_at at time zone 'Asia/Shanghai') between 9 and 11`],
  [
    'severity=2,3&weekday=1,2,3,4,5&hour=8-20&to=2026-03-05',
    sql`severity in (2, 3) and extract(isodow from reported_at at time zone 'Asia/Shanghai') < 6
      and extract(hour from reported_at at time zone 'Asia/Shanghai') between 8 and 19
      and reported_at < '2026-03-05T00:00:00+08:00'`,
  ],
  [
    'category=noise&status=received&from=2026-03-04',
    sql`category = 'noise' and status = 'received' and reported_at >= '2026-03-04T00:00:00+08:00'`,
  ],
];

test.each(filters)(
  'incidents through %s are those that SQL counts, at every zoom',
  async (query, condition) => {
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'incident', 'test', {});
      await tx.query(sql`
      update incident set status = 'closed', change_sequence = ${sequence}
      where region_id = ${regionId} and incident_id % 3 = 0`);
    });
    snapshots.invalidate();
    const { rows } = await database.query<{ id: string }>(sql`
    select incident_id as id from incident
    where region_id = ${regionId} and valid_to = 'infinity' and ${condition}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(sample.incidents);
    for (const z of [3, 10, 13]) {
      expect(counted((await tilesWithin('incidents', z, `?${query}`)).flat())).toBe(rows.length);
    }
    const points = (await tilesWithin('incidents', 15, `?${query}`)).flat();
    expect(new Set(points.map(({ id }) => String(id)))).toEqual(new Set(rows.map(({ id }) => id)));
  },
);

async function putHouseholds(places: Sql): Promise<void> {
  await writeHouseholds(
    (sequence) => sql`
      insert into household (region_id, source, reference, geom, change_sequence)
      select ${regionId}::int, 'put', row_number() over ()::text,
        st_setsrid(st_makepoint(place.lon, place.lat), 4326), ${sequence}
      from (${places}) as place (lon, lat)`,
  );
}

/** As a deletion is recorded: the row is closed. */
async function removeHouseholds(): Promise<void> {
  await writeHouseholds(
    (sequence) => sql`
      update household set valid_to = valid_from + interval '1 microsecond', change_sequence = ${sequence}
      where region_id = ${regionId} and source = 'put'`,
  );
}

async function writeHouseholds(statement: (sequence: string) => Sql): Promise<void> {
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, 'import', 'test', { kind: 'households' });
    await tx.query(statement(sequence));
  });
  snapshots.invalidate();
}
