import { expect, test } from 'vitest';
import { readPeriod } from './period.ts';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-11-23T17:00:00Z'); // the 24th has begun in Shanghai

function period(query: { from?: string; to?: string }): string[] {
  const { from, to } = readPeriod(query, zone, now);
  return [new Date(from).toISOString(), new Date(to).toISOString()];
}

test('by default it is the twelve months up to the end of today in the time zone', () => {
  expect(period({})).toEqual(['2025-11-24T16:00:00.000Z', '2026-11-24T16:00:00.000Z']);
});

test('dates are midnights in the time zone, and the last day is not included', () => {
  expect(period({ from: '2026-03-01', to: '2026-04-01' })).toEqual([
    '2026-02-28T16:00:00.000Z',
    '2026-03-31T16:00:00.000Z',
  ]);
});

test('with an end alone it is the year before', () => {
  expect(period({ to: '2026-04-01' })[0]).toBe('2025-03-31T16:00:00.000Z');
});

test('one that ends before it begins is refused', () => {
  expect(() => readPeriod({ from: '2026-04-01', to: '2026-03-01' }, zone, now)).toThrow('from=2026-04-01');
  expect(() => readPeriod({ from: '2026-04-01', to: '2026-04-01' }, zone, now)).toThrow('from=2026-04-01');
});
