import { describe, expect, test } from 'vitest';
import { en, zhCN } from '../../../messages/complete.ts';
import type { WorkloadRow } from '../../../state/workloadRows.ts';
import { workloadCsv } from './workloadCsv.ts';

const period = { from: '2025-11-24T16:00:00.000Z', to: '2026-11-24T10:00:00.000Z' };
const english = (place: { nameEn: string }) => place.nameEn;

function row(key: string, nameEn: string, part: Partial<WorkloadRow> = {}): WorkloadRow {
  return {
    key,
    place: { code: key, name: '', nameEn },
    grid: null,
    index: 104.25,
    total: 1234.5,
    parts: { households: 1000, keyPersons: 200, incidents: 4.5, area: 30 },
    households: 12_345,
    incidents: 7,
    workers: 1.5,
    grids: [],
    ...part,
  };
}

const linesOf = (csv: string) => csv.slice(1).split('\r\n');

describe('the table as a file', () => {
  test('begins with the mark of UTF-8, and each line ends with CR LF', () => {
    const csv = workloadCsv('streets', [row('370215001', 'Old Town')], period, en, english);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(linesOf(csv)).toHaveLength(3);
  });

  test('has headings in the language and raw numbers, without thousands separators', () => {
    const [heading, first] = linesOf(
      workloadCsv('streets', [row('370215001', 'Old Town')], period, en, english),
    );
    expect(heading).toBe(
      'Code,Name,Workload index,Minutes a week,Minutes a week: households,Minutes a week: people in need,' +
        'Minutes a week: incidents,Minutes a week: area,Households,Incidents,Workers,Grids,Incidents from,Incidents before',
    );
    expect(first).toBe(
      '370215001,Old Town,104.25,1234.5,1000,200,4.5,30,12345,7,1.5,0,2025-11-24T16:00:00.000Z,2026-11-24T10:00:00.000Z',
    );
    expect(workloadCsv('workers', [], period, zhCN, english)).toContain('编号,工作量指数,每周分钟数');
  });

  test('keeps the order of the table, and leaves an index empty that there is none', () => {
    const rows = [row('370215002', 'B', { index: null }), row('370215001', 'A')];
    const [, first, second] = linesOf(workloadCsv('communities', rows, period, en, english));
    expect(first).toMatch(/^370215002,B,,/);
    expect(second).toMatch(/^370215001,A,104\.25,/);
  });

  test('quotes commas, quotes and line breaks', () => {
    const [, first] = linesOf(workloadCsv('streets', [row('1', 'Quay, "old"')], period, en, english));
    expect(first).toMatch(/^1,"Quay, ""old""",/);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '\t=1', ' =1', '\ufeff=1'])(
    'the name %j stays a text in a spreadsheet',
    (name) => {
      const csv = workloadCsv('streets', [row('1', name)], period, en, english);
      expect(csv).toContain(`1,'${name},`);
    },
  );

  test('a negative number is a number, no formula', () => {
    expect(workloadCsv('streets', [row('1', 'A', { total: -3 })], period, en, english)).toContain(',-3,');
  });
});
