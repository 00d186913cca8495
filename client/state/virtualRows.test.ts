import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrollToShow, visibleRows } from './virtualRows.ts';

describe('virtual rows', () => {
  test('of 2,000 rows about a screenful is drawn', () => {
    expect(visibleRows(2000, 31, 31_000, 400)).toEqual({ first: 992, end: 1021 });
    expect(visibleRows(3, 31, 0, 400)).toEqual({ first: 0, end: 3 });
    expect(visibleRows(0, 31, 500, 400)).toEqual({ first: 0, end: 0 });
  });

  test('after scrolling to a row, the row is in sight and among those drawn', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1999 }),
        fc.integer({ min: 0, max: 61_000 }),
        (row, scrollTop) => {
          const top = scrollToShow(row, 31, scrollTop, 400) ?? scrollTop;
          expect(row * 31).toBeGreaterThanOrEqual(top);
          expect(row * 31 + 31).toBeLessThanOrEqual(top + 400);
          const { first, end } = visibleRows(2000, 31, top, 400);
          expect(row >= first && row < end).toBe(true);
        },
      ),
    );
  });
});
