import sql from 'sql-template-tag';
import { beforeEach, expect, test } from 'vitest';
import { toGcj02 } from '../../core/coordinates.ts';
import { type Corner, harbour, harbourCodes, harbourRedrawn } from '../../fixtures/coverages/harbour.ts';
import { testDatabase } from '../testing/database.ts';
import { importText } from '../testing/importing.ts';
import {
  createEmptyRegion,
  createHarbour,
  harbourDegrees,
  householdGrids,
  publishGrids,
} from '../testing/regions.ts';
import { importRecords } from './importRecords.ts';

const database = await testDatabase();

let nextCode = 100001;
let code: string;
let regionId: number;
beforeEach(async () => {
  code = String(nextCode++);
  ({ regionId } = await createHarbour(database, code));
});

const line = (reference: string, corner: Corner, rest = '') =>
  [reference, ...harbourDegrees(corner), rest].join(',');
const csv = (...lines: string[]) => ['reference,lon,lat,people,phone', ...lines].join('\n');

function importHouseholds(content: string | Uint8Array, options = {}) {
  return importText(database, {
    kind: 'households',
    regionCode: code,
    name: 'homes.csv',
    content,
    ...options,
  });
}

test('points are stored with their base and dedicated grids; the dedicated one is responsible', async () => {
  const result = await importHouseholds(
    csv(line('h1', [20, 18], '3,1'), line('h2', [50, 10], '2,'), line('h3', [300, 10], ',')),
  );
  expect(result).toMatchObject({ rows: 3, added: 3, changed: 0, unassigned: 1 });
  expect(await householdGrids(database, regionId)).toEqual({
    h1: harbourCodes.school,
    h2: harbourCodes.southWest,
    h3: null,
  });
  const { rows } = await database.query(sql`
    select h.reference, h.people, p.phone, h.change_sequence = ${result.changeSequence}::bigint as is_of_this_change
    from household h
    left join household_personal p on p.region_id = h.region_id and p.household_id = h.household_id
    where h.region_id = ${regionId} order by h.reference`);
  expect(rows).toEqual([
    { reference: 'h1', people: 3, phone: '1', is_of_this_change: true },
    { reference: 'h2', people: 2, phone: null, is_of_this_change: true },
    { reference: 'h3', people: 1, phone: null, is_of_this_change: true },
  ]);
});

test('coordinates are stored as the doubles nearest to seven decimals', async () => {
  await importHouseholds(csv('h1,120.45123456789,36.3812345,,'));
  const { rows } = await database.query(sql`
    select st_x(geom) as lon, st_y(geom) as lat from household where region_id = ${regionId}`);
  expect(rows).toEqual([{ lon: 120.4512346, lat: 36.3812345 }]);
});

test('the same file again writes nothing and adds no change', async () => {
  const content = csv(line('h1', [20, 18], '3,139'), line('h2', [50, 10], '2,'));
  await importHouseholds(content);
  const before = await everyRow();
  const again = await importHouseholds(content);
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 2, changeSequence: undefined });
  expect(await everyRow()).toEqual(before);
});

test('a changed row is closed and recorded anew under its id; the others are not touched', async () => {
  await importHouseholds(csv(line('h1', [20, 18], '3,'), line('h2', [50, 10], '2,')));
  const result = await importHouseholds(
    csv(line('h1', [20, 18], '3,'), line('h2', [110, 10], '2,'), line('h4', [50, 60], '1,')),
  );
  expect(result).toMatchObject({ added: 1, changed: 1, unchanged: 1, closed: 0 });
  const { rows } = await database.query(sql`
    select reference, count(*)::int as rows, count(distinct household_id)::int as ids,
      (count(*) filter (where valid_to = 'infinity'))::int as current
    from household where region_id = ${regionId} group by reference order by reference`);
  expect(rows).toEqual([
    { reference: 'h1', rows: 1, ids: 1, current: 1 },
    { reference: 'h2', rows: 2, ids: 1, current: 1 },
    { reference: 'h4', rows: 1, ids: 1, current: 1 },
  ]);
  expect(await householdGrids(database, regionId)).toMatchObject({ h2: harbourCodes.southEast });
});

test('a change of personal fields alone overwrites them and marks the row', async () => {
  await importHouseholds(csv(line('h1', [20, 18], '3,111')));
  const result = await importHouseholds(csv(line('h1', [20, 18], '3,222')));
  expect(result).toMatchObject({ changed: 1 });
  const { rows } = await database.query(sql`
    select p.phone, h.change_sequence as sequence,
      (select count(*)::int from household where region_id = ${regionId}) as rows
    from household h join household_personal p on p.region_id = h.region_id and p.household_id = h.household_id
    where h.region_id = ${regionId}`);
  expect(rows).toEqual([{ phone: '222', sequence: result.changeSequence, rows: 1 }]);
});

test('mode upsert keeps what the file leaves out, replace closes it, and another source’s rows stay', async () => {
  await importHouseholds(csv(line('h1', [20, 18], ','), line('h2', [50, 10], ',')));
  await importHouseholds(csv(line('h1', [110, 10], ',')), { source: 'another' });
  expect(await importHouseholds(csv(line('h1', [20, 18], ',')))).toMatchObject({ unchanged: 1, closed: 0 });
  expect(await importHouseholds(csv(line('h1', [20, 18], ',')), { mode: 'replace' })).toMatchObject({
    closed: 1,
  });
  const { rows } = await database.query(sql`
    select source, reference from household where region_id = ${regionId} and valid_to = 'infinity' order by 1`);
  expect(rows).toEqual([
    { source: 'another', reference: 'h1' },
    { source: 'test', reference: 'h1' },
  ]);
});

test('a reference that was closed and comes back is the same household', async () => {
  const both = csv(line('h1', [20, 18], ','), line('h2', [50, 10], ','));
  await importHouseholds(both);
  await importHouseholds(csv(line('h1', [20, 18], ',')), { mode: 'replace' });
  await importHouseholds(both);
  const { rows } = await database.query(sql`
    select count(*)::int as rows, count(distinct household_id)::int as ids
    from household where region_id = ${regionId} and reference = 'h2'`);
  expect(rows).toEqual([{ rows: 2, ids: 1 }]);
});

test('a row that was corrected by hand is not overwritten but listed, and its pin stays', async () => {
  await importHouseholds(csv(line('h1', [20, 18], '3,'), line('h2', [50, 10], '2,')));
  await database.query(sql`
    update household set corrected_by_hand = true where region_id = ${regionId} and reference = 'h1'`);
  const result = await importHouseholds(csv(line('h1', [110, 10], '9,'), line('h2', [50, 10], '2,')));
  expect(result).toMatchObject({ changed: 0, keptByHand: ['h1'], changeSequence: undefined });
  expect(await importHouseholds(csv(line('h2', [50, 10], '2,')), { mode: 'replace' })).toMatchObject({
    closed: 0,
    keptByHand: ['h1'],
  });
});

test('a changed row keeps the pin that a person set', async () => {
  await importHouseholds(csv(line('h1', [50, 10], '2,')));
  await database.query(sql`
    update household h set pinned_grid_id = g.grid_id, pin_reason = 'asked for'
    from grid_version g
    where h.region_id = ${regionId} and g.region_id = ${regionId} and g.code = ${harbourCodes.northEast}`);
  await importHouseholds(csv(line('h1', [50, 11], '4,')));
  expect(await householdGrids(database, regionId)).toEqual({ h1: harbourCodes.northEast });
});

test('boundaries that come into force between reading and writing are the ones that count', async () => {
  let isPublished = false;
  await importHouseholds(csv(line('h1', [58, 37], ',')), {
    onProgress: () => {},
    source: 'slow',
  });
  async function* records() {
    yield {
      row: 1,
      properties: { reference: 'h1' },
      geometry: { type: 'Point', coordinates: harbourDegrees([58, 37]) },
    };
    if (!isPublished) await publishGrids(database, regionId, harbourRedrawn([50, 30]));
    isPublished = true;
  }
  await importRecords(database, {
    kind: 'households',
    regionCode: code,
    source: 'test',
    fileName: 't',
    records: records(),
  });
  const { rows } = await database.query(sql`
    select g.code from household h join grid_version g on g.region_id = h.region_id and g.grid_id = h.grid_id
      and g.to_version is null
    where h.region_id = ${regionId}`);
  expect(rows).toEqual([{ code: harbourCodes.northEast }, { code: harbourCodes.northEast }]);
});

test('points of a region without grids wait unassigned for the first publication', async () => {
  const empty = await createEmptyRegion(database, String(nextCode++));
  await importHouseholds(csv(line('h1', [50, 10], ',')), { regionCode: empty.code });
  expect(await householdGrids(database, empty.regionId)).toEqual({ h1: null });
  await publishGrids(database, empty.regionId, harbour);
  expect(await householdGrids(database, empty.regionId)).toEqual({ h1: harbourCodes.southWest });
});

test('columns of other names are mapped', async () => {
  const [lon, lat] = harbourDegrees([50, 10]);
  const columns = new Map([
    ['reference', '户号'],
    ['lon', '经度'],
    ['lat', '纬度'],
  ]);
  await importHouseholds(`\uFEFF户号,经度,纬度\n甲1,${lon},${lat}\n`, { columns });
  expect(await householdGrids(database, regionId)).toEqual({ 甲1: harbourCodes.southWest });
});

test('incidents: times without an offset are the region’s own, and newline-delimited GeoJSON is read', async () => {
  const feature = {
    type: 'Feature',
    id: 17,
    properties: {
      category: 'noise',
      reported_at: '2026-03-01 08:30',
      description: 'drums',
      accuracy_m: 12.5,
    },
    geometry: { type: 'Point', coordinates: [...harbourDegrees([50, 10]), 3.2] },
  };
  await importText(database, {
    kind: 'incidents',
    regionCode: code,
    name: 'calls.ndjson',
    content: `${JSON.stringify(feature)}\n\n`,
  });
  const { rows } = await database.query(sql`
    select i.reference, i.category, i.severity, i.status, i.reported_at, i.accuracy_m, p.description
    from incident i join incident_personal p on p.region_id = i.region_id and p.incident_id = i.incident_id
    where i.region_id = ${regionId}`);
  expect(rows).toEqual([
    {
      reference: '17',
      category: 'noise',
      severity: 2,
      status: 'received',
      reported_at: '2026-03-01T00:30:00Z',
      accuracy_m: 12.5,
      description: 'drums',
    },
  ]);
});

test('incidents: a changed row keeps the worker that a person named', async () => {
  const [lon, lat] = harbourDegrees([50, 10]);
  const load = (severity: number) =>
    importText(database, {
      kind: 'incidents',
      regionCode: code,
      name: 'calls.csv',
      content: `reference,lon,lat,category,severity,reported_at\nc1,${lon},${lat},noise,${severity},2026-03-01\n`,
    });
  await load(2);
  await database.query(sql`
    insert into worker (region_id, number, source, reference) values (${regionId}, 12, 'staff', 'w12')`);
  await database.query(sql`
    update incident i set worker_id = w.worker_id from worker w
    where i.region_id = ${regionId} and w.region_id = ${regionId} and w.number = 12`);
  expect(await load(4)).toMatchObject({ changed: 1 });
  const { rows } = await database.query(sql`
    select i.severity, w.number
    from incident i
    left join worker w on w.region_id = ${regionId} and w.worker_id = i.worker_id
    where i.region_id = ${regionId} order by i.valid_from`);
  expect(rows).toEqual([
    { severity: 2, number: 12 },
    { severity: 4, number: 12 },
  ]);
});

test('a file in GCJ-02 that is not said to be is refused with the hint, and accepted as what it is', async () => {
  // along the east coast: the shift of some 500 m carries them out to sea
  const corners = Array.from({ length: 40 }, (_, index): Corner => [90 + (index % 25), 20 + (index % 9)]);
  const shifted = corners.map(
    (corner, index) => `s${index},${toGcj02(...harbourDegrees(corner)).join(',')},,`,
  );
  await expect(importHouseholds(csv(...shifted))).rejects.toThrow('--crs gcj02');
  expect(await householdGrids(database, regionId)).toEqual({});
  expect(await importHouseholds(csv(...shifted), { crs: 'gcj02' })).toMatchObject({
    added: 40,
    unassigned: 0,
  });
});

test('a file mostly outside the region is refused unless that is accepted', async () => {
  const content = csv(...Array.from({ length: 9 }, (_, index) => line(`o${index}`, [900 + index, 5], ',')));
  await expect(importHouseholds(content)).rejects.toThrow('--accept-outside');
  expect(await importHouseholds(content, { acceptOutside: true })).toMatchObject({ added: 9, unassigned: 9 });
});

test('staging is empty after an import, and a dead process’s staging is removed by the next', async () => {
  await database.query(sql`
    insert into import_job (region_id, import_job_id, kind, source, file_name, mode, state, report)
    values (${regionId}, '00000000-0000-4000-8000-000000000001', 'households', 'x', 'x', 'upsert', 'staging',
      jsonb_build_object('host', 'elsewhere', 'pid', 1, 'processStart', ''))`);
  await database.query(sql`
    insert into import_row (region_id, import_job_id, row_number, reference, fields)
    values (${regionId}, '00000000-0000-4000-8000-000000000001', 1, 'x', '{}')`);
  await importHouseholds(csv(line('h1', [50, 10], ',')));
  expect(await stagedRows()).toBe(1);
  await database.query(sql`
    update import_job set started_at = now() - interval '2 days'
    where import_job_id = '00000000-0000-4000-8000-000000000001'`);
  await importHouseholds(csv(line('h1', [50, 10], ',')));
  expect(await stagedRows()).toBe(0);
});

async function stagedRows(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(sql`
    select count(*)::int as count from import_row where region_id = ${regionId}`);
  return rows[0]!.count;
}

async function everyRow(): Promise<unknown> {
  const { rows } = await database.query(sql`
    select
      (select jsonb_agg(to_jsonb(h) order by household_id, valid_from) from household h where region_id = ${regionId}) as rows,
      (select count(*) from change where region_id = ${regionId}) as changes`);
  return rows;
}

test('an accuracy too small for its column is none, and one that is no length of a district is a fault', async () => {
  const [lon, lat] = harbourDegrees([50, 10]);
  const load = (accuracy: string) =>
    importText(database, {
      kind: 'incidents',
      regionCode: code,
      name: 'calls.csv',
      content: `reference,lon,lat,category,reported_at,accuracy_m\ntiny,${lon},${lat},noise,2026-03-01 08:30,${accuracy}\n`,
    });
  await load('1e-50');
  const { rows } = await database.query(sql`
    select accuracy_m from incident where region_id = ${regionId} and reference = 'tiny'`);
  expect(rows).toEqual([{ accuracy_m: 0 }]);
  for (const accuracy of ['1e300', '1e999', '-1', 'NaN']) {
    await expect(load(accuracy)).rejects.toThrow('fault');
  }
});
