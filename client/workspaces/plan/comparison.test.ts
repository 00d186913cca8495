import { expect, test } from 'vitest';
import { comparisonOf } from './comparison.ts';

const versions = [3, 2, 1].map((version) => ({
  version,
  effectiveFrom: null,
  recordedAt: '2026-11-01T00:00:00Z',
  source: 'survey',
  actor: null,
  changedGrids: 1,
}));

test('since a version means up to the boundaries in force, which need not be the newest', () => {
  expect(comparisonOf({ from: 1, to: null }, versions, 2)).toEqual({ kind: 'pair', from: 1, to: 2 });
  expect(comparisonOf({ from: 1, to: 3 }, versions, 2)).toEqual({ kind: 'pair', from: 1, to: 3 });
});

test('a version with itself, or one that does not exist, is not compared', () => {
  expect(comparisonOf({ from: 2, to: null }, versions, 2)).toEqual({ kind: 'same' });
  expect(comparisonOf({ from: 9, to: 2 }, versions, 2)).toEqual({ kind: 'missing', version: 9 });
  expect(comparisonOf({ from: 1, to: 9 }, versions, 2)).toEqual({ kind: 'missing', version: 9 });
  expect(comparisonOf(null, versions, 2)).toEqual({ kind: 'none' });
});
