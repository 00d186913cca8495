import { describe, expect, test } from 'vitest';
import { en, zhCN } from '../../../messages/complete.ts';
import { everyIncident } from '../../../state/hotspotsView.ts';
import { activeFilters } from './filters/activeFilters.ts';
import { countSentence, rangeInWords } from './sentences.ts';

const fortnight = { from: '2026-10-26', to: '2026-11-09' };

describe('a period against another, in words', () => {
  test('says both numbers and the change in percent', () => {
    expect(countSentence(654, 579, fortnight, 'before', en)).toBe(
      '654 incidents, 579 in the 14 days before (+13%).',
    );
    expect(countSentence(654, 579, fortnight, 'before', zhCN)).toBe(
      '654 起事件，此前 14 天为 579 起（+13%）。',
    );
    expect(countSentence(1, 4, fortnight, 'year', en)).toBe(
      '1 incident, 4 in the same days a year before (−75%).',
    );
  });

  test('has no percentage where there was nothing before', () => {
    expect(countSentence(2, 0, fortnight, 'before', en)).toBe('2 incidents, none in the 14 days before.');
    expect(countSentence(2, 0, fortnight, 'year', zhCN)).toBe('2 起事件，去年同期无事件。');
  });

  test('names its first and its last day', () => {
    const plain = (text: string) => text.replace(/\s/g, ' ');
    expect(plain(rangeInWords({ from: '2026-11-09', to: '2026-11-23' }, en))).toBe('9 – 22 November 2026');
    expect(rangeInWords({ from: '2026-10-27', to: '2026-11-26' }, zhCN)).toBe('2026年10月27日至11月25日');
    expect(rangeInWords({ from: '2025-11-26', to: '2026-11-26' }, zhCN)).toBe(
      '2025年11月26日至2026年11月25日',
    );
    expect(rangeInWords({ from: '2026-11-09', to: '2026-11-10' }, zhCN)).toBe('2026年11月9日');
  });
});

describe('active filters', () => {
  test('are named one by one, and each takes only itself away', () => {
    const choice = { ...everyIncident, categories: ['water', 'fire'], hours: { from: 22, to: 6 } };
    const filters = activeFilters(choice, en);
    expect(filters.map(({ label }) => label)).toEqual(['Water and drains', 'Fire hazard', '22:00–06:00']);
    expect(filters.map(({ without }) => without)).toEqual([
      { categories: ['fire'] },
      { categories: ['water'] },
      { hours: null },
    ]);
  });

  test('are none at first', () => {
    expect(activeFilters(everyIncident, en)).toEqual([]);
  });
});
