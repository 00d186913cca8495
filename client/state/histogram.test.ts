import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram } from './histogram.ts';

describe('the histogram of the workload', () => {
  test('every value is in one bar, also one far out', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1 }), (values) => {
        expect(histogram(values).reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      }),
    );
  });

  test('no bar crosses a limit of the band', () => {
    for (const bar of histogram([52, 80, 100, 119, 121, 155])) {
      expect(bar.from >= 80 || bar.to <= 80).toBe(true);
      expect(bar.from >= 120 || bar.to <= 120).toBe(true);
    }
  });

  test('there are never more than 18 bars', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 1 }), (values) => {
        expect(histogram(values).length).toBeLessThanOrEqual(18);
      }),
    );
  });

  test('no values give no bars', () => {
    expect(histogram([])).toEqual([]);
  });
});
