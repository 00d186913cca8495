import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import { findRows, measureOfRow, rowsOf, sortRows, valuesOfGrids } from './workloadRows.ts';
import { levels, type SortKey, sortKeys } from './workloadView.ts';

function grid(
  code: string,
  minutes: number,
  workers: number[],
  part: Partial<GridWorkload> = {},
): GridWorkload {
  return {
    gridId: code,
    gridVersionId: code.slice(-9),
    code,
    name: `码头${code.slice(-1)}`,
    nameEn: `Wharf ${code.slice(-1)}`,
    kind: 'base',
    street: { code: code.slice(0, 9), name: '港口街道', nameEn: 'Harbour Street' },
    community: { code: code.slice(0, 12), name: '码头社区', nameEn: 'Wharf' },
    workers,
    areaKm2: 0.2,
    bbox: [120.44, 36.38, 120.45, 36.39],
    labelPoint: [120.445, 36.385],
    households: minutes,
    people: 2 * minutes,
    keyPersons: 0,
    incidents: 1,
    incidentsByCategory: { noise: 1 },
    openIncidents: 0,
    parts: { households: minutes, keyPersons: 0, incidents: 0, area: 0 },
    workload: minutes,
    index: minutes,
    indexPerWorker: workers.length === 0 ? null : minutes,
    ...part,
  };
}

// worker 2 has 100 and half of 200, worker 10 the other half, worker 11 all of 400: 100, 200 and 400, 233.3 in the mean
const grids = [
  grid('370215001001001', 100, [2]),
  grid('370215001001002', 200, [2, 10]),
  grid('370215001002001', 50, []),
  grid('370215002001001', 400, [11], { nameEn: 'Old Market', name: '' }),
];
const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

describe('the rows of each level', () => {
  test('a grid is a row with its own figures', () => {
    const [first] = rowsOf('grids', grids);
    expect(first).toMatchObject({ key: grids[0]!.code, index: 100, total: 100, workers: 1, households: 100 });
  });

  test('a worker is a row with his share of the minutes, and his grids', () => {
    const rows = rowsOf('workers', grids);
    expect(rows.map(({ key, total }) => [key, total])).toEqual([
      ['2', 200],
      ['10', 100],
      ['11', 400],
    ]);
    expect(rows.map(({ grids: members }) => members.length)).toEqual([2, 1, 1]);
    expect(rows[2]?.index).toBeCloseTo((100 * 400) / (700 / 3), 9);
  });

  test('communities and streets have the sum of their grids, those without a worker too', () => {
    expect(
      rowsOf('communities', grids).map(({ key, total, workers, households }) => [
        key,
        total,
        workers,
        households,
      ]),
    ).toEqual([
      ['370215001001', 300, 2, 300],
      ['370215001002', 50, 0, 50],
      ['370215002001', 400, 1, 400],
    ]);
    const [north, south] = rowsOf('streets', grids);
    expect(north).toMatchObject({ key: '370215001', total: 350, workers: 2 });
    // 350 minutes for two workers against 700 for three
    expect(north?.index).toBeCloseTo((100 * 175) / (700 / 3), 9);
    expect(south?.index).toBeCloseTo((100 * 400) / (700 / 3), 9);
  });

  test('an area without workers has no workload per worker, and is coloured as a grid without one', () => {
    const rows = rowsOf('communities', grids);
    expect(measureOfRow('workload', rows[1]!)).toBeNull();
    expect(valuesOfGrids('communities', 'workload', rows, grids).get(1002001)).toBeNull();
  });
});

describe('the colours of the map', () => {
  test('each grid of a street has the value of the street', () => {
    const values = valuesOfGrids('streets', 'households', rowsOf('streets', grids), grids);
    expect([...values.values()]).toEqual([350, 350, 350, 400]);
  });

  test('on the level of workers a grid keeps its own, because workers share grids', () => {
    const values = valuesOfGrids('workers', 'workload', rowsOf('workers', grids), grids);
    expect([...values.values()]).toEqual([100, 200, null, 400]);
  });
});

describe('the order of the rows', () => {
  test('a row without an index comes last, whichever way the list is sorted', () => {
    const sorted = (descending: boolean) =>
      keysOf(sortRows(rowsOf('grids', grids), { key: 'index', descending }));
    expect(sorted(true).at(-1)).toBe('370215001002001');
    expect(sorted(false).at(-1)).toBe('370215001002001');
  });

  test('equal values stand in the order of their codes', () => {
    const rows = rowsOf('grids', [...grids].reverse());
    expect(keysOf(sortRows(rows, { key: 'incidents', descending: true }))).toEqual(
      grids.map(({ code }) => code),
    );
  });

  test('workers stand in the order of their numbers, not of their digits', () => {
    expect(keysOf(sortRows(rowsOf('workers', grids), { key: 'name', descending: false }))).toEqual([
      '2',
      '10',
      '11',
    ]);
    expect(keysOf(sortRows(rowsOf('workers', grids), { key: 'name', descending: true }))).toEqual([
      '11',
      '10',
      '2',
    ]);
  });

  test.each(levels)('every column sorts the %s, and loses none', (level) => {
    const rows = rowsOf(level, grids);
    for (const key of sortKeys) {
      for (const descending of [true, false]) {
        const sorted = sortRows(rows, { key, descending });
        expect(keysOf(sorted).sort()).toEqual(keysOf(rows).sort());
        const values = sorted.map((row) => numberOf(row, key)).filter((value) => value !== null);
        const ascending = [...values].sort((a, b) => a - b);
        expect(values).toEqual(descending ? ascending.reverse() : ascending);
      }
    }
  });

  function numberOf(row: ReturnType<typeof rowsOf>[number], key: SortKey): number | null {
    const minutes = {
      householdMinutes: row.parts.households,
      keyPersonMinutes: row.parts.keyPersons,
      incidentMinutes: row.parts.incidents,
      areaMinutes: row.parts.area,
    };
    if (key === 'name') return Number(row.key);
    if (key === 'grids') return row.grids.length;
    return key in minutes ? minutes[key as keyof typeof minutes] : row[key as 'total'];
  }
});

describe('the rows that contain a text', () => {
  const found = (level: (typeof levels)[number], text: string) =>
    keysOf(findRows(rowsOf(level, grids), text));

  test('in the code, with spaces, ellipsis and full-width digits or without', () => {
    expect(found('grids', '001 002')).toContain('370215001002001');
    expect(found('grids', '…001002')).toContain('370215001002001');
    expect(found('grids', '００２００１')).toEqual(['370215001002001', '370215002001001']);
  });

  test('in a name, and for a grid in that of its community or street', () => {
    expect(found('grids', 'old m')).toEqual(['370215002001001']);
    expect(found('grids', '港口')).toHaveLength(4);
    expect(found('streets', 'harbour')).toEqual(['370215001', '370215002']);
  });

  test('in the number of a worker', () => {
    expect(found('workers', '1')).toEqual(['10', '11']);
  });

  test('no text leaves every row', () => {
    expect(found('workers', '  ')).toHaveLength(3);
  });
});
