import { expect, test } from 'vitest';
import { canonicalInstant, isBefore } from './instants.ts';

test('equal instants are equal texts, whatever their zone and their zeros', () => {
  const texts = [
    '2026-11-24T08:00:00+08:00',
    '2026-11-24T00:00:00Z',
    '2026-11-24t00:00:00.000z',
    '2026-11-23T19:00:00.0000000-05:00',
  ];
  expect(new Set(texts.map(canonicalInstant))).toEqual(new Set(['2026-11-24T00:00:00Z']));
});

test('microseconds are kept, and what is finer is not', () => {
  expect(canonicalInstant('2026-11-24T00:00:00.1234567Z')).toBe('2026-11-24T00:00:00.123456Z');
  expect(canonicalInstant('2026-11-24T00:00:00.500+00:00')).toBe('2026-11-24T00:00:00.5Z');
});

test('instants are in order of time, also within a second, and infinity comes last', () => {
  const inOrder = [
    '-infinity',
    '0001-01-01T00:00:00Z',
    '2026-11-24T00:00:00Z',
    '2026-11-24T00:00:00.05Z',
    '2026-11-24T00:00:00.123456Z',
    '2026-11-24T00:00:00.2Z',
    '2026-11-24T00:00:01Z',
    'infinity',
  ];
  inOrder.forEach((first, a) => {
    inOrder.forEach((second, b) => {
      expect(isBefore(first, second)).toBe(a < b);
    });
  });
});
