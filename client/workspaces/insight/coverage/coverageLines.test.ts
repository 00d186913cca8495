import { describe, expect, test } from 'vitest';
import type { Freshness, Quality } from '../../../../server/analysis/qualitySchemas.ts';
import type { CoverageDefect, Defects } from '../../../../server/analysis/schemas.ts';
import { en } from '../../../messages/complete.ts';
import { lineIds } from '../../../state/coverageView.ts';
import { type Answers, coverageLines, verdictOf } from './coverageLines.ts';
import { daysTooOld, oldAfterDays } from './thresholds.ts';

const now = Date.parse('2026-11-24T08:00:00Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

function freshness(subject: Freshness['subject'], part: Partial<Freshness> = {}): Freshness {
  return { subject, newestAt: daysAgo(1), source: 'register', by: 'import', rows: 100, ...part };
}

const check = { checkedAt: '2026-11-01T00:00:00Z', boundaryVersion: 2, fileName: null, defects: [] };

// the schema's kind comes out as `never`
const defect = (kind: string): CoverageDefect => ({
  kind: kind as never,
  grids: ['370215001001001'],
  lon: 120,
  lat: 36,
  message: '',
});

function answers(
  quality: Partial<Quality> = {},
  defects: Partial<Defects> = {},
  dedicated: readonly string[] = [],
): Answers {
  return {
    quality: {
      boundaryVersion: 2,
      checkedAt: check.checkedAt,
      defects: 0,
      unassigned: { total: 0, byCause: [] },
      gridsWithoutWorkers: [],
      workersWithoutGrids: [],
      freshness: (['grids', 'areas', 'workers', 'households', 'incidents'] as const).map((subject) =>
        freshness(subject),
      ),
      ...quality,
    },
    defects: { published: check, refusedImport: null, ...defects },
    dedicated: new Set(dedicated),
  };
}

const linesOf = (given: Answers) => coverageLines(given, { words: en, timeZone: 'Asia/Shanghai', now });
const lineOf = (given: Answers, id: string) => linesOf(given).find((line) => line.id === id);

describe('the lines of the coverage page', () => {
  test('of data without a fault are all in order, and nothing has places', () => {
    const lines = linesOf(answers());
    expect(lines.map(({ id, state, places }) => [id, state, places])).toEqual(
      [
        'defects',
        'unassigned',
        'grids-base',
        'workers',
        'fresh-grids',
        'fresh-areas',
        'fresh-workers',
        'fresh-households',
        'fresh-incidents',
        'check',
      ].map((id) => [id, 'fine', 0]),
    );
    expect(verdictOf(lines, en)).toMatchObject({ state: 'fine', title: 'Everything fits' });
  });

  test('stand in the same order whatever they say', () => {
    const given = answers(
      {
        unassigned: {
          total: 3,
          byCause: [
            { cause: 'gap', households: 1, incidents: 0 },
            { cause: 'outside', households: 1, incidents: 1 },
          ],
        },
        freshness: [freshness('incidents'), freshness('grids')],
      },
      {
        published: { ...check, defects: [defect('overlap'), defect('gap')] },
        refusedImport: { ...check, fileName: 'draft.geojson', defects: [defect('gap')] },
      },
    );
    const order = linesOf(given).map(({ id }) => lineIds.indexOf(id));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('count the defects in force by kind, which block, apart from those of a refused import, which warn', () => {
    const given = answers(
      {},
      {
        published: { ...check, defects: [defect('gap'), defect('overlap'), defect('gap')] },
        refusedImport: { ...check, fileName: 'draft.geojson', defects: [defect('gap')] },
      },
    );
    expect(lineOf(given, 'published-gap')).toMatchObject({
      state: 'blocking',
      text: '2 gaps between grids.',
      places: 2,
    });
    expect(lineOf(given, 'published-overlap')).toMatchObject({ places: 1 });
    expect(lineOf(given, 'refused-gap')).toMatchObject({
      state: 'warning',
      text: 'Refused import: 1 gap between grids.',
      detail: 'draft.geojson, tried on 1 November 2026; it changed nothing.',
    });
    expect(lineOf(given, 'defects')).toBeUndefined();
    const verdict = verdictOf(linesOf(given), en);
    expect(verdict).toMatchObject({ state: 'blocking', title: '3 things need attention' });
    expect(verdict.detail).toContain('3 defects');
  });

  test('name the causes of points without a grid that occur', () => {
    const given = answers({
      unassigned: {
        total: 15,
        byCause: [
          { cause: 'outside', households: 9, incidents: 5 },
          { cause: 'enclave', households: 0, incidents: 1 },
          { cause: 'gap', households: 0, incidents: 0 },
        ],
      },
    });
    expect(lineOf(given, 'unassigned-outside')).toMatchObject({
      text: '9 households and 5 incidents lie outside the grids.',
      places: 14,
    });
    expect(lineOf(given, 'unassigned-enclave')?.text).toBe(
      '1 incident lies in an enclave of another region.',
    );
    expect(lineOf(given, 'unassigned-gap')).toBeUndefined();
  });

  test('tell base grids without a worker from dedicated ones, which are spoken of only where there are some', () => {
    const place = (code: string) => ({ code, name: '', nameEn: '' });
    const quality = { gridsWithoutWorkers: [place('1'), place('2'), place('9')] };
    expect(lineOf(answers(quality, {}, ['9']), 'grids-base')?.text).toBe('2 grids have no worker.');
    expect(lineOf(answers(quality, {}, ['9']), 'grids-dedicated')?.text).toBe(
      '1 dedicated grid has no worker.',
    );
    expect(lineOf(answers({}, {}, ['9']), 'grids-dedicated')?.state).toBe('fine');
    expect(lineOf(answers(), 'grids-dedicated')).toBeUndefined();
  });

  test('say that the check was of other boundaries, or that there was none', () => {
    const older = answers({}, { published: { ...check, boundaryVersion: 1 } });
    expect(lineOf(older, 'check')).toMatchObject({
      state: 'warning',
      text: 'Version 1 was checked, but version 2 is in force.',
    });
    const unchecked = linesOf(answers({}, { published: null }));
    expect(unchecked.find(({ id }) => id === 'check')?.state).toBe('warning');
    expect(unchecked.find(({ id }) => id === 'defects')).toBeUndefined();
    expect(verdictOf(unchecked, en).detail).toContain('not known');
  });

  test('warn of a subject without rows, and say when and from where each was written', () => {
    const given = answers({
      freshness: [
        freshness('workers', { rows: 0, newestAt: null, source: null, by: null }),
        freshness('households'),
      ],
    });
    expect(lineOf(given, 'fresh-workers')).toMatchObject({
      state: 'warning',
      text: 'There is no worker yet.',
    });
    expect(lineOf(given, 'fresh-households')).toMatchObject({
      text: '100 households',
      detail: 'Last written 23 Nov 2026, 16:00 by import, source register',
    });
  });
});

describe('age', () => {
  test.each([
    ['incidents', oldAfterDays.incidents],
    ['households', oldAfterDays.households],
  ] as const)('%s are old after more than %d days', (subject, limit) => {
    expect(daysTooOld(subject, daysAgo(limit), now)).toBeUndefined();
    expect(daysTooOld(subject, daysAgo(limit + 1), now)).toBe(limit + 1);
  });

  test('boundaries and workers are never too old', () => {
    for (const subject of ['grids', 'areas', 'workers']) {
      expect(daysTooOld(subject, daysAgo(5000), now)).toBeUndefined();
    }
  });

  test('is said in days', () => {
    const given = answers({ freshness: [freshness('incidents', { newestAt: daysAgo(12), rows: 6000 })] });
    expect(lineOf(given, 'fresh-incidents')).toMatchObject({
      state: 'warning',
      text: '6,000 incidents, none new or changed for 12 days.',
    });
  });
});
