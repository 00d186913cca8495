import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { toFixed } from '../../core/coordinates.ts';
import { limits } from '../limits.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase } from '../testing/database.ts';
import { addWorker, at, codes, createTwoRegions, places } from '../testing/twoRegions.ts';
import type { Location } from './schemas.ts';

const database = await testDatabase();
const app = await testApp(database);

beforeAll(async () => {
  const { west } = await createTwoRegions(database);
  await addWorker(database, { regionId: west, number: 7, grid: codes.left, from: '2026-01-01T00:00:00Z' });
  await addWorker(database, {
    regionId: west,
    number: 3,
    grid: codes.right,
    from: '2025-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
  });
});

const ndjson = 'application/x-ndjson';
const csv = 'text/csv';

function post(contentType: string, payload: string | Buffer | Readable, query: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/api/locate',
    query,
    headers: { 'content-type': contentType },
    payload,
  });
}

async function lookUp(lon: number, lat: number, query: Record<string, string> = {}): Promise<Location> {
  const response = await app.inject({
    url: '/api/locate',
    query: { lon: String(lon), lat: String(lat), ...query },
  });
  return response.json();
}

/** Every named place, and a lattice over both regions whose points lie on vertices and edges too. */
const points = [
  ...Object.entries(places).map(([id, place]) => ({ id, ...at(place) })),
  ...lattice().map(([x, y]) => ({ id: `${x} ${y}`, ...at([x, y]) })),
];

function lattice(): [number, number][] {
  const steps = Array.from({ length: 13 }, (_, step) => step * 2.5);
  return steps.flatMap((x) => steps.map((y): [number, number] => [x, y]));
}

const csvBody = (rows = points) =>
  `id,lon,lat\n${rows.map(({ id, lon, lat }) => `${id},${lon},${lat}\n`).join('')}`;
const ndjsonBody = (rows = points) => rows.map((point) => `${JSON.stringify(point)}\n`).join('');

interface CompactRow {
  id?: string;
  row?: number;
  code: string | null;
  baseCode: string | null;
  dedicatedCode: string | null;
  metres: number | null;
  ambiguous?: boolean;
  error?: string;
}

function compact(id: string, location: Location): CompactRow {
  const { grid, baseGrid, dedicatedGrid, distanceToEdgeM } = location;
  return {
    id,
    code: grid?.code ?? null,
    baseCode: baseGrid?.code ?? null,
    dedicatedCode: dedicatedGrid?.code ?? null,
    metres: distanceToEdgeM === null ? null : Math.round(distanceToEdgeM * 100) / 100,
  };
}

function jsonLines(body: string): CompactRow[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function csvRow({ id, code, baseCode, dedicatedCode, metres, ambiguous }: CompactRow): string {
  const fields = [
    id,
    code,
    baseCode,
    dedicatedCode,
    metres,
    ...(ambiguous === undefined ? [] : [ambiguous]),
    '',
  ];
  return fields.map((field) => field ?? '').join(',');
}

describe.each<[string, Record<string, string>]>([
  ['now', {}],
  ['at an instant before the second version', { at: '2026-03-01T00:00:00Z' }],
  ['at a date', { at: '2026-06-02' }],
  ['in another coordinate system', { crs: 'gcj02' }],
])('%s, a batch answers what single lookups answer, on edges too:', (_, query) => {
  let single: Location[] = [];
  beforeAll(async () => {
    single = await Promise.all(points.map(({ lon, lat }) => lookUp(lon, lat, query)));
  });

  test('compact, as JSON, newline-delimited JSON and CSV', async () => {
    const expected = points.map(({ id }, index) => compact(id, single[index]!));
    const asJson = await post('application/json', JSON.stringify({ points }), query);
    expect(asJson.json()).toEqual({ locations: expected });
    expect(jsonLines((await post(ndjson, ndjsonBody(), query)).body)).toEqual(expected);
    const asCsv = (await post(csv, csvBody(), query)).body.trimEnd().split('\n');
    expect(asCsv).toEqual(['id,code,baseCode,dedicatedCode,metres,error', ...expected.map(csvRow)]);
    expect(new Set(expected.map(({ code }) => code)).size).toBeGreaterThan(4);
  });

  test('full, as JSON and newline-delimited JSON', async () => {
    const expected = points.map(({ id }, index) => ({ id, ...single[index] }));
    const full = { ...query, answer: 'full' };
    expect((await post('application/json', JSON.stringify({ points }), full)).json()).toEqual({
      locations: expected,
    });
    expect(jsonLines((await post(ndjson, ndjsonBody(), full)).body)).toEqual(expected);
  });

  test('ambiguous ones are said to be', async () => {
    const withAccuracy = { ...query, accuracyM: '60' };
    const ambiguous = await Promise.all(
      points.map(async ({ lon, lat }) => (await lookUp(lon, lat, withAccuracy)).ambiguous),
    );
    const rows = jsonLines((await post(ndjson, ndjsonBody(), withAccuracy)).body);
    expect(rows.map((row) => row.ambiguous)).toEqual(ambiguous);
    const lines = (await post(csv, csvBody(), withAccuracy)).body.trimEnd().split('\n');
    expect(lines.slice(1).map((line) => line.split(',')[5])).toEqual(ambiguous.map(String));
    expect(new Set(ambiguous)).toEqual(new Set([true, false]));
  });
});

test('with a region only its grids are looked in', async () => {
  const rows = jsonLines((await post(ndjson, ndjsonBody(), { region: codes.east })).body);
  const found = new Set(rows.map(({ code }) => code));
  expect(found).toEqual(new Set([codes.eastern, null]));
  const unknown = await post(ndjson, ndjsonBody(), { region: '999999' });
  expect([unknown.statusCode, unknown.json().detail]).toEqual([404, 'There is no region 999999']);
});

test('a bad row keeps its place and says why', async () => {
  const good = at(places.inLeft);
  const body = [
    'lon,lat,note',
    `${good.lon},${good.lat},plain`,
    `abc,${good.lat},`,
    `${good.lon}`,
    `200,${good.lat},`,
    `,${good.lat},`,
    `0x10,${good.lat},`,
    `${good.lon},${good.lat},"quoted, with a comma and a\nline end"`,
    `${good.lon},${good.lat},"text"behind`,
    '',
    `"${good.lon}","${good.lat}","says ""yes"""`,
  ].join('\r\n');
  const response = await post(csv, `\uFEFF${body}`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toContain('text/csv');
  const answer = `${codes.left},${codes.left},,${response.body.split('\n')[1]!.split(',')[4]},`;
  expect(response.body.split('\n')).toEqual([
    'row,code,baseCode,dedicatedCode,metres,error',
    `1,${answer}`,
    '2,,,,,row 2 lon=abc: is not a number',
    '3,,,,,"row 3 has 1 fields, the header line 3"',
    '4,,,,,row 4 lon=200: must be between -180 and 180',
    '5,,,,,row 5 lon=: is not a number',
    '6,,,,,row 6 lon=0x10: is not a number',
    `7,${answer}`,
    '8,,,,,row 8 has text behind a closing quote; a quote inside a field is written twice',
    `9,${answer}`,
    '',
  ]);
});

test('a bad line of newline-delimited JSON keeps its place and says why', async () => {
  const good = at(places.inPark);
  const lines = [
    '{"lon": 1',
    JSON.stringify({ id: 'x', lon: '1', lat: 2 }),
    JSON.stringify({ id: 7, ...good }),
    '[]',
    JSON.stringify({
      type: 'Feature',
      id: 'f',
      geometry: { type: 'Point', coordinates: [good.lon, good.lat] },
    }),
    JSON.stringify({ type: 'Feature', properties: { id: 'g' }, geometry: null }),
    JSON.stringify({ lon: good.lon, lat: 91 }),
  ];
  const rows = jsonLines((await post(ndjson, lines.join('\n'))).body);
  expect(rows).toEqual([
    { row: 1, error: 'is not JSON: {"lon": 1' },
    { row: 2, id: 'x', error: 'lon="1": is not a number' },
    expect.objectContaining({ id: 7, code: codes.park, baseCode: codes.left, dedicatedCode: codes.park }),
    { row: 4, error: 'is not an object with lon and lat' },
    expect.objectContaining({ id: 'f', code: codes.park }),
    { row: 6, id: 'g', error: 'is not a Feature with a Point' },
    { row: 7, error: 'lat=91: must be between -90 and 90' },
  ]);
});

test('where the body is cut into pieces makes no difference', async () => {
  const rows = points.map((point, index) => ({ ...point, id: `"街道 ""${index}""\n${point.id}"` }));
  const bytes = Buffer.from(csvBody(rows).replace(/\n$/, ''));
  const whole = (await post(csv, bytes)).body;
  expect(whole).toContain('街道 ""3""');
  for (const size of [1, 2, 7, 1000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    expect((await post(csv, Readable.from(pieces))).body).toBe(whole);
  }
});

test('a row that is too long costs itself alone', async () => {
  const { lon, lat } = at(places.inLeft);
  const long = 'x'.repeat(5 * limits.locateRowCharacters);
  const response = await post(csv, `id,lon,lat\na,${lon},${lat}\n${long},1,2\nb,${lon},${lat}\n`);
  const lines = response.body.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toContain(`is longer than ${limits.locateRowCharacters} characters`);
  expect(lines[3]).toMatch(new RegExp(`^b,${codes.left},`));
  const open = await post(csv, `id,lon,lat\n"never closed,1,2\nb,${lon},${lat}\n`);
  expect(open.body.split('\n')[1]).toContain('has a quote that is never closed');
  expect(open.body.split('\n')[2]).toMatch(new RegExp(`^b,${codes.left},`));
});

test('ten thousand points come back in order, more as JSON are refused with the way out', async () => {
  const many = Array.from({ length: limits.locatePoints }, (_, index) => ({
    id: index,
    ...at([(index % 307) / 10, (index % 131) / 10]),
  }));
  const response = await post('application/json', JSON.stringify({ points: many }));
  const { locations } = response.json();
  expect(locations.map(({ id }: { id: number }) => id)).toEqual(many.map(({ id }) => id));
  const sample = [0, 4_999, 9_999];
  for (const index of sample) {
    const { lon, lat, id } = many[index]!;
    expect(locations[index]).toEqual({ ...compact('', await lookUp(lon, lat)), id });
  }
  const tooMany = await post('application/json', JSON.stringify({ points: [...many, many[0]] }));
  expect(tooMany.statusCode).toBe(413);
  expect(tooMany.json().detail).toContain('application/x-ndjson');
});

describe('a request that cannot be answered is refused by name', () => {
  const point = { points: [at(places.inLeft)] };
  test.each<[string, string, string | Buffer, Record<string, string>, number, string]>([
    ['a form', 'application/x-www-form-urlencoded', 'lon=1', {}, 415, 'text/csv'],
    ['another charset', 'text/csv; charset=GB18030', csvBody(), {}, 415, 'UTF-8'],
    ['a header that is not UTF-8', csv, Buffer.from([0xbe, 0xad, 0xb6, 0xc8, 10]), {}, 415, 'iconv'],
    ['no columns lon and lat', csv, 'a,b\n1,2\n', {}, 400, 'lon and lat'],
    ['an empty CSV body', csv, ' ', {}, 400, 'lon'],
    ['full answers as CSV', csv, csvBody(), { answer: 'full' }, 400, ndjson],
    ['an unknown parameter', csv, csvBody(), { lng: '1' }, 400, 'lng'],
    ['at=yesterday', ndjson, ndjsonBody(), { at: 'yesterday' }, 400, 'at'],
    ['a point without latitude', 'application/json', '{"points":[{"lon":1}]}', {}, 400, 'points.0.lat'],
    ['an unknown field', 'application/json', '{"points":[],"x":1}', {}, 400, 'x'],
    ['an unknown coordinate system', 'application/json', JSON.stringify(point), { crs: 'utm' }, 400, 'crs'],
  ])('%s', async (_, contentType, body, query, status, word) => {
    const response = await post(contentType, body, query);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json().detail).toContain(word);
  });
});

test('text that is not UTF-8 makes its row a bad one', async () => {
  const { lon, lat } = at(places.inLeft);
  const body = Buffer.concat([
    Buffer.from(`id,lon,lat\na,${lon},${lat}\n`),
    Buffer.from([0xbe, 0xad]),
    Buffer.from(`,${lon},${lat}\nb,${lon},${lat}\n`),
  ]);
  const lines = (await post(csv, body)).body.trimEnd().split('\n');
  expect(lines[2]).toContain('row 2 is not UTF-8 text');
  expect(lines[3]).toMatch(/^b,\d/);
});

test('degrees are rounded to seven decimals, as single lookups round them', async () => {
  const { lon, lat } = at(places.betweenRegions);
  const near = { lon: lon + 4e-8, lat: lat - 4e-8 };
  expect([toFixed(near.lon), toFixed(near.lat)]).toEqual([toFixed(lon), toFixed(lat)]);
  const rows = jsonLines((await post(ndjson, JSON.stringify({ id: 'near', ...near }))).body);
  expect(rows[0]).toMatchObject({ code: codes.right, metres: 0 });
});
