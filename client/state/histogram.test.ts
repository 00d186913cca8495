import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram, placedTicks, type Tick } from './histogram.ts';

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

  test('the last bar says that it holds what lies beyond, and no other does', () => {
    const bars = histogram([60, 100, 700]);
    expect(bars.filter(({ andMore }) => andMore)).toEqual([bars.at(-1)]);
    expect(histogram([60, 100, 140]).some(({ andMore }) => andMore)).toBe(false);
  });
});

describe('the ticks below the histogram', () => {
  const tick = (value: number, x: number): Tick => ({ value, x, text: String(value), anchor: 'middle' });

  test('a tick that would touch a more important one is left out', () => {
    const close = [tick(100, 84), tick(80, 67), tick(120, 100), tick(300, 240)];
    expect(placedTicks(close).map(({ value }) => value)).toEqual([100, 300]);
    const apart = [tick(100, 150), tick(80, 120), tick(120, 180)];
    expect(placedTicks(apart).map(({ value }) => value)).toEqual([100, 80, 120]);
  });

  test('an end that is aligned with the chart needs its width inside of it', () => {
    const end: Tick = { value: 240, x: 368, text: '240', anchor: 'end' };
    expect(placedTicks([tick(220, 350), end])).toHaveLength(1);
    expect(placedTicks([tick(200, 320), end])).toHaveLength(2);
  });
});
