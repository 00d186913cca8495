import { expect, test } from 'vitest';
import { mapColours } from '../layers/colours.ts';
import { en } from '../messages/complete.ts';
import { classify } from '../state/classes.ts';
import { workloadLegend } from './workloadLegend.ts';

const classification = classify('workload', [65, 75, 100, 100, 110, 150, null], 'light');

test('the classes stand highest first, with the number of their grids', () => {
  const [workload] = workloadLegend(
    {
      measure: 'workload',
      level: 'grids',
      classification,
      isPreview: false,
      shown: new Set(['values']),
      colours: mapColours.light,
      counts: {},
      range: '',
    },
    en,
  );
  expect(workload!.title).toBe('Workload index');
  expect(workload!.entries.map(({ text, count }) => `${text}: ${count}`)).toEqual([
    '130 and more: 1',
    '120 to 130: 0',
    '107 to 120: 1',
    '93 to 107: 2',
    '80 to 93: 0',
    '70 to 80: 1',
    'Below 70: 1',
    'No worker: 1',
  ]);
});

test('what is not on the map is not in the legend, and what is not known has no number', () => {
  const sections = workloadLegend(
    {
      measure: 'workload',
      level: 'grids',
      classification,
      isPreview: false,
      shown: new Set(['unassigned', 'households']),
      colours: mapColours.light,
      counts: { unassigned: 33 },
      range: '',
    },
    en,
  );
  expect(sections).toHaveLength(1);
  expect(sections[0]!.entries.map(({ text, count }) => [text, count])).toEqual([
    ['Households', undefined],
    ['Without a grid', '33'],
  ]);
});

test('the note says whose values they are, and that tried weights are not saved', () => {
  const [section] = workloadLegend(
    {
      measure: 'workload',
      level: 'streets',
      classification,
      isPreview: true,
      shown: new Set(['values']),
      colours: mapColours.light,
      counts: {},
      range: '',
    },
    en,
  );
  expect(section!.note).toMatch(/in a street/);
  expect(section!.note).toMatch(/not saved/);
});
