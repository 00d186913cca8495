import sql, { join, raw, type Sql } from 'sql-template-tag';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hexagonGrid } from '../../core/hexagons.ts';
import { harbour, harbourCodes } from '../../fixtures/coverages/harbour.ts';
import { appendChange } from '../changes/queries.ts';
import { Snapshots } from '../snapshot/snapshots.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { createHarbour, publishGrids } from '../testing/regions.ts';
import { createSampleRegion, sample } from '../testing/sampleRegion.ts';
import type { IncidentCell, IncidentCells, IncidentStatistics } from './insightSchemas.ts';

const database = await testDatabase();
const snapshots = new Snapshots(database);
const app = await testApp(database, snapshots);
/** Without incidents. */
const harbourCode = '370299';
let regionId: number;
let harbourId: number;

beforeAll(async () => {
  ({ regionId } = await createSampleRegion(database));
  ({ regionId: harbourId } = await createHarbour(database, harbourCode));
  await addIncidents(3000);
});

/** Over two years and a half, by an odd number of minutes, so that every hour of every weekday comes; a third lie in no grid. */
async function addIncidents(count: number): Promise<void> {
  const mixed = (length: number, seed: number) =>
    sql`(1 + abs(hashint4(n * 16 + ${seed}::int)::bigint) % ${length}::int)`;
  await database.transaction(async (tx) => {
    const sequence = await appendChange(tx, regionId, 'incident', 'test');
    await tx.query(sql`
      insert into incident (region_id, source, reference, category, severity, status, reported_at, geom, base_grid_id,
        change_sequence)
      select ${regionId}::int, 'spread', n::text, (array['water', 'noise', 'fire', 'other'])[${mixed(4, 1)}],
        ${mixed(4, 2)}, (array['received', 'dispatched', 'in_hand', 'checked', 'closed'])[${mixed(5, 3)}],
        '2024-01-01T00:00:00Z'::timestamptz + n * interval '443 minutes 17 seconds',
        st_setsrid(st_makepoint(120.45 + ${mixed(900, 4)} / 1e4, 36.38 + ${mixed(700, 5)} / 1e4), 4326),
        case when ${mixed(3, 6)} < 3 then (select min(grid_id) from grid where region_id = ${regionId}::int) end,
        ${sequence}
      from generate_series(1, ${count}::int) as n`);
  });
  snapshots.invalidate();
}

async function setTimeZone(timeZone: string): Promise<void> {
  await database.query(sql`update region set time_zone = ${timeZone} where region_id = ${regionId}`);
  snapshots.invalidate();
}

type Query = Record<string, string>;

function get(path: string, query: Query = {}, headers: Query = {}, region: string = sample.code) {
  return app.inject({ url: `/api/regions/${region}/${path}`, query, headers });
}

async function statistics(query: Query = {}, region?: string): Promise<IncidentStatistics> {
  const response = await get('incident-statistics', query, {}, region);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

async function cells(query: Query = {}, region?: string): Promise<IncidentCells> {
  const response = await get('incident-cells', query, {}, region);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

const parts = ['category', 'severity', 'status', 'weekday', 'hour', 'time'] as const;
type Part = (typeof parts)[number];
type Conditions = Partial<Record<Part, Sql>>;

/** Current incidents that meet all conditions but those of the given parts. */
function meeting(conditions: Conditions, ...without: Part[]): Sql {
  const all = parts.flatMap((part) => {
    const condition = conditions[part];
    return condition === undefined || without.includes(part) ? [] : [condition];
  });
  return sql`region_id = ${regionId} and valid_to = 'infinity' and ${join([sql`true`, ...all], ' and ')}`;
}

async function countBy(value: Sql, condition: Sql): Promise<Record<string, number>> {
  const { rows } = await database.query<{ value: string; count: number }>(sql`
    select (${value})::text as value, count(*)::int as count from incident where ${condition} group by 1`);
  return Object.fromEntries(rows.map(({ value: name, count }) => [name, count]));
}

async function countAll(condition: Sql): Promise<number> {
  return (await countBy(sql`'all'`, condition)).all ?? 0;
}

function present(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function numbered(counts: readonly number[], first: number): Record<string, number> {
  return present(Object.fromEntries(counts.map((count, index) => [index + first, count])));
}

const zones = ['Asia/Shanghai', 'Australia/Lord_Howe', 'America/St_Johns', 'Europe/Berlin'];

describe.each(zones)('in %s', (timeZone) => {
  beforeEach(() => setTimeZone(timeZone));

  const local = sql`reported_at at time zone '${raw(timeZone)}'`;
  const midnight = (date: string) => sql`'${raw(date)}'::timestamp at time zone '${raw(timeZone)}'`;
  const filters: [query: Query, conditions: Conditions][] = [
    [{}, {}],
    [{ category: 'water,fire' }, { category: sql`category in ('water', 'fire')` }],
    [{ hour: '22-6' }, { hour: sql`extract(hour from ${local}) in (22, 23, 0, 1, 2, 3, 4, 5)` }],
    [{ weekday: '7,1' }, { weekday: sql`extract(isodow from ${local}) in (7, 1)` }],
    [
      {
        category: 'water,noise',
        severity: '1,2,3',
        status: 'received,in_hand,closed',
        weekday: '1,2,3,6',
        hour: '7-20',
        from: '2024-04-07',
        to: '2026-03-29',
      },
      {
        category: sql`category in ('water', 'noise')`,
        severity: sql`severity < 4`,
        status: sql`status in ('received', 'in_hand', 'closed')`,
        weekday: sql`extract(isodow from ${local}) in (1, 2, 3, 6)`,
        hour: sql`extract(hour from ${local}) between 7 and 19`,
        time: sql`reported_at >= ${midnight('2024-04-07')} and reported_at < ${midnight('2026-03-29')}`,
      },
    ],
  ];

  test.each(filters)('statistics through %o are what SQL counts', async (query, conditions) => {
    const answer = await statistics(query);
    expect(answer.total).toBe(await countAll(meeting(conditions)));
    expect(answer.total).toBeGreaterThan(100);
    expect(answer.unassigned).toBe(await countAll(sql`${meeting(conditions)} and grid_id is null`));
    expect(present(answer.byCategory)).toEqual(await countBy(sql`category`, meeting(conditions, 'category')));
    expect(present(answer.bySeverity)).toEqual(await countBy(sql`severity`, meeting(conditions, 'severity')));
    expect(present(answer.byStatus)).toEqual(await countBy(sql`status`, meeting(conditions, 'status')));
    expect(numbered(answer.byWeekday, 1)).toEqual(
      await countBy(sql`extract(isodow from ${local})`, meeting(conditions, 'weekday')),
    );
    expect(numbered(answer.byHour, 0)).toEqual(
      await countBy(sql`extract(hour from ${local})`, meeting(conditions, 'hour')),
    );
    const weeks = Object.fromEntries(answer.weeks.map(({ from, count }) => [from, count]));
    expect(present(weeks)).toEqual(
      await countBy(sql`date_trunc('week', ${local})::date`, meeting(conditions, 'time')),
    );
  });

  test('a second period is counted through the same filter but its own from and to', async () => {
    const answer = await statistics({
      severity: '3,4',
      category: 'noise',
      from: '2025-06-01',
      to: '2025-09-01',
      compareFrom: '2024-06-01',
      compareTo: '2024-09-01',
    });
    const conditions: Conditions = {
      severity: sql`severity in (3, 4)`,
      category: sql`category = 'noise'`,
      time: sql`reported_at >= ${midnight('2024-06-01')} and reported_at < ${midnight('2024-09-01')}`,
    };
    const { rows } = await database.query<{ from: string; to: string }>(sql`
      select ${midnight('2024-06-01')} as from, ${midnight('2024-09-01')} as to`);
    expect(answer.compare!.total).toBe(await countAll(meeting(conditions)));
    expect(answer.compare!.total).toBeGreaterThan(5);
    expect(present(answer.compare!.byCategory)).toEqual(
      await countBy(sql`category`, meeting(conditions, 'category')),
    );
    const { from, to } = answer.compare!.period;
    expect([from, to].map((end) => Date.parse(end!))).toEqual(
      [rows[0]!.from, rows[0]!.to].map((end) => Date.parse(end)),
    );
  });
});

describe('incident statistics', () => {
  beforeEach(() => setTimeZone('Asia/Shanghai'));

  test('name every category, severity and status, also those without incidents', async () => {
    const { byCategory, bySeverity, byStatus } = await statistics({ category: 'fire', hour: '3-4' });
    expect(Object.keys(byCategory)).toEqual([
      'dispute',
      'fire',
      'lighting',
      'noise',
      'other',
      'parking',
      'refuse',
      'water',
    ]);
    expect(Object.keys(bySeverity)).toEqual(['1', '2', '3', '4']);
    expect(Object.keys(byStatus)).toEqual(['received', 'dispatched', 'in_hand', 'checked', 'closed']);
  });

  test('have every week from the first incident to the newest change, whatever the filter', async () => {
    const { weeks } = await statistics({ category: 'fire', from: '2026-01-01' });
    const { rows } = await database.query<{ first: string; last: string }>(sql`
      select date_trunc('week', min(reported_at) at time zone 'Asia/Shanghai')::date::text as first,
        (select date_trunc('week', max(recorded_at) at time zone 'Asia/Shanghai')::date::text from change
          where region_id = ${regionId}) as last
      from incident where region_id = ${regionId}`);
    expect([weeks[0]!.from, weeks.at(-1)!.from]).toEqual([rows[0]!.first, rows[0]!.last]);
    const days = weeks.map(({ from }) => Date.parse(from) / 86_400_000);
    expect(days.slice(1).every((day, index) => day - days[index]! === 7)).toBe(true);
    expect(weeks.some(({ count }) => count === 0)).toBe(true);
  });

  test('reach back 261 weeks at most', async () => {
    await reportFirst('1931-05-01T00:00:00Z');
    const { weeks, total } = await statistics();
    expect(weeks).toHaveLength(261);
    expect(total).toBe(await countAll(meeting({})));
    await reportFirst('2024-01-01T07:23:17Z');
    expect((await statistics()).weeks.length).toBeLessThan(261);
  });

  async function reportFirst(reportedAt: string): Promise<void> {
    await database.transaction(async (tx) => {
      const sequence = await appendChange(tx, regionId, 'incident', 'test');
      await tx.query(sql`
        update incident set reported_at = ${reportedAt}::timestamptz, change_sequence = ${sequence}
        where region_id = ${regionId} and source = 'spread' and reference = '1'`);
    });
    snapshots.invalidate();
  }

  test('of a region without incidents are all nothing', async () => {
    const { total, weeks, byHour } = await statistics({}, harbourCode);
    expect([total, weeks, Math.max(...byHour)]).toEqual([0, [], 0]);
  });
});

describe('incident cells', () => {
  beforeEach(() => setTimeZone('Asia/Shanghai'));

  test.each([150, 700])('of %i m hold the incidents that PostGIS finds in their rings', async (cellM) => {
    const query = { category: 'noise,water', hour: '6-22', from: '2025-01-01', cellM: String(cellM) };
    const answer = await cells(query);
    expect(answer.cellM).toBe(cellM);
    const { ring } = hexagonGrid(answer.origin, cellM);
    const rings = answer.cells.map(([q, r]) =>
      JSON.stringify({ type: 'Polygon', coordinates: [ring([q, r])] }),
    );
    const { rows } = await database.query<{ count: number }>(sql`
      select count(i.incident_id)::int as count
      from unnest(${rings}::text[]) with ordinality as cell (ring, place)
      left join incident i on st_intersects(i.geom, st_setsrid(st_geomfromgeojson(cell.ring), 4326))
        and i.region_id = ${regionId} and i.valid_to = 'infinity' and i.category in ('noise', 'water')
        and extract(hour from i.reported_at at time zone 'Asia/Shanghai') between 6 and 21
        and i.reported_at >= '2025-01-01T00:00:00+08:00'
      group by cell.place
      order by cell.place`);
    expect(answer.cells.map(([, , count]) => count)).toEqual(rows.map(({ count }) => count));
    const { total } = await statistics({ category: 'noise,water', hour: '6-22', from: '2025-01-01' });
    expect(answer.cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(total);
    expect(answer.maximum).toBe(Math.max(...rows.map(({ count }) => count)));
  });

  test('of two periods hold what each holds alone', async () => {
    const first = { from: '2024-02-01', to: '2024-08-01' };
    const second = { from: '2025-02-01', to: '2025-08-01' };
    const both = await cells({ ...second, compareFrom: first.from, compareTo: first.to, severity: '1,2' });
    const counted = (answer: IncidentCells, place: 2 | 3) =>
      answer.cells.filter((cell) => cell[place] > 0).map((cell) => [cell[0], cell[1], cell[place]]);
    expect(counted(both, 2)).toEqual(counted(await cells({ ...second, severity: '1,2' }), 2));
    expect(counted(both, 3)).toEqual(counted(await cells({ ...first, severity: '1,2' }), 2));
  });

  test('say of one of them what its incidents are about and whose they are', async () => {
    const query = { from: '2025-02-01', compareFrom: '2024-02-01', compareTo: '2025-02-01', cellM: '700' };
    const answer = await cells(query);
    const [q, r, count, before] = answer.cells.toSorted((a, b) => b[2]! - a[2]!)[0]!;
    const cell: IncidentCell = (await get(`incident-cells/${q},${r}`, query)).json();
    expect([cell.cell, cell.count, cell.before]).toEqual([[q, r], count, before]);
    const sum = (parts: { count: number; before: number }[]) => [
      parts.reduce((all, part) => all + part.count, 0),
      parts.reduce((all, part) => all + part.before, 0),
    ];
    expect(sum(cell.categories)).toEqual([count, before]);
    expect(sum(cell.grids)).toEqual([count, before]);
    const [ring] = [hexagonGrid(answer.origin as [number, number], 700).ring([q!, r!])];
    const { rows } = await database.query<{ count: number }>(sql`
      select count(*)::int as count
      from incident i
      where st_intersects(i.geom, st_setsrid(st_geomfromgeojson(${JSON.stringify({ type: 'Polygon', coordinates: [ring] })}), 4326))
        and i.region_id = ${regionId} and i.valid_to = 'infinity' and i.base_grid_id is null
        and i.reported_at >= '2025-02-01T00:00:00+08:00'`);
    expect(cell.grids.find(({ grid }) => grid === null)?.count ?? 0).toBe(rows[0]!.count);
  });

  test('without incidents are answered with zeros, and a cell that is no pair of numbers is refused', async () => {
    expect((await get('incident-cells/9999,-9999')).json()).toEqual({
      cell: [9999, -9999],
      count: 0,
      before: 0,
      categories: [],
      grids: [],
    });
    expect((await get('incident-cells/9999')).statusCode).toBe(400);
  });

  test('stay where they are when the boundaries change', async () => {
    const { origin } = await cells({}, harbourCode);
    const northern = [harbourCodes.northWest, harbourCodes.northEast, harbourCodes.island] as string[];
    await publishGrids(
      database,
      harbourId,
      harbour.filter(({ code }) => northern.includes(code)),
    );
    snapshots.invalidate();
    const later = new Snapshots(database);
    const restarted = await testApp(database, later);
    const answer = await restarted.inject(`/api/regions/${harbourCode}/incident-cells`);
    expect(answer.json()).toEqual({ cellM: 150, origin, cells: [], maximum: 0 });
  });
});

describe.each(['incident-statistics', 'incident-cells'])('%s', (path) => {
  test('that a client has are not sent again until something is written', async () => {
    await setTimeZone('Asia/Shanghai');
    const etag = (await get(path, { hour: '8-17' })).headers.etag as string;
    const again = await get(path, { hour: '08-17' }, { 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get(path, { hour: '8-18' }, { 'if-none-match': etag })).statusCode).toBe(200);
    await database.transaction((tx) => appendChange(tx, regionId, 'incident', 'test'));
    snapshots.invalidate();
    expect((await get(path, { hour: '8-17' }, { 'if-none-match': etag })).statusCode).toBe(200);
  });

  test.each([
    [{ category: 'dragons' }, 'category', /there are dispute, fire/],
    [{ severity: '0' }, 'severity', /there are 1, 2, 3, 4/],
    [{ hour: '9' }, 'hour', /write 8-17/],
    [{ from: '2026-03-02', to: '2026-03-02' }, 'from', /is not before the end, 2026-03-02/],
    [{ from: '2026-03-02T00:00:00Z', to: '2026-03-02' }, 'from', /is not before the end, 2026-03-02/],
    [{ compareFrom: '2026-03-02' }, 'compareFrom', /needs compareTo/],
    [{ compareTo: '2026-03-02' }, 'compareTo', /needs compareFrom/],
    [{ compareFrom: '2026-03-02', compareTo: '2026-03-01' }, 'compareFrom', /is not before the end/],
    [{ kind: 'base' }, 'kind', /is not a parameter/],
  ])('through %o are refused by name', async (query, parameter, why) => {
    const response = await get(path, query as Query);
    expect([response.statusCode, response.json().parameter]).toEqual([400, parameter]);
    expect(response.json().detail).toMatch(why);
  });

  test('of an unknown region are not found', async () => {
    expect((await get(path, {}, {}, '999999')).statusCode).toBe(404);
  });
});

test.each(['49', '2001', '150.5', 'wide'])('cells of %s m are refused by name', async (cellM) => {
  const response = await get('incident-cells', { cellM });
  expect([response.statusCode, response.json().parameter]).toEqual([400, 'cellM']);
});
