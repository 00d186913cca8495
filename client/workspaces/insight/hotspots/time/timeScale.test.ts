import { describe, expect, test } from 'vitest';
import {
  drawnDays,
  keyStep,
  midnightAt,
  monthTicks,
  movedEnd,
  nextWindow,
  placeOf,
  spanOf,
  steppedEnd,
} from './timeScale.ts';

/** 2026-08-31 to 2026-11-22. */
const weeks = Array.from({ length: 12 }, (_, index) => ({
  from: new Date(Date.UTC(2026, 7, 31 + 7 * index)).toISOString().slice(0, 10),
  count: index,
}));
const span = spanOf(weeks)!;

describe('the scale of the weeks', () => {
  test('goes from the first Monday to the end of the last week', () => {
    expect(span).toEqual({ from: '2026-08-31', to: '2026-11-23' });
    expect(spanOf([])).toBeUndefined();
  });

  test('a day stands where it is found again', () => {
    for (const date of ['2026-08-31', '2026-10-01', '2026-11-22', '2026-11-23']) {
      expect(midnightAt(placeOf(date, span), span)).toBe(date);
    }
    expect(placeOf('2020-01-01', span)).toBe(0);
    expect(placeOf('2030-01-01', span)).toBe(1);
  });

  test('months are marked, as many as fit', () => {
    expect(monthTicks(span, 12)).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
    expect(monthTicks({ from: '2021-01-04', to: '2026-01-05' }, 12)).toHaveLength(10);
  });
});

describe('a drag on the bars', () => {
  test('draws the same period from left to right and from right to left', () => {
    const [early, late] = [placeOf('2026-09-10', span), placeOf('2026-10-05', span)];
    expect(drawnDays(early, late, span)).toEqual({ from: '2026-09-10', to: '2026-10-05' });
    expect(drawnDays(late, early, span)).toEqual({ from: '2026-09-10', to: '2026-10-05' });
  });

  test('that does not move chooses the week below', () => {
    const place = placeOf('2026-09-10', span) + 0.001;
    expect(drawnDays(place, place, span)).toEqual({ from: '2026-09-07', to: '2026-09-14' });
    expect(drawnDays(1, 1, span)).toEqual({ from: '2026-11-16', to: '2026-11-23' });
  });
});

describe('a handle', () => {
  const days = { from: '2026-10-01', to: '2026-10-08' };

  test('stops a day before the other one', () => {
    expect(movedEnd(days, 'from', '2026-10-20', span)).toEqual({ from: '2026-10-07', to: '2026-10-08' });
    expect(movedEnd(days, 'to', '2026-09-20', span)).toEqual({ from: '2026-10-01', to: '2026-10-02' });
  });

  test('stops at the ends', () => {
    expect(steppedEnd(days, 'from', keyStep('Home')!, span).from).toBe('2026-08-31');
    expect(steppedEnd(days, 'to', keyStep('End')!, span).to).toBe('2026-11-23');
    expect(steppedEnd({ from: '2026-08-31', to: '2026-09-02' }, 'from', -7, span).from).toBe('2026-08-31');
  });

  test('goes by days with arrows and by weeks with the page keys; other keys are not its own', () => {
    expect(steppedEnd(days, 'to', keyStep('ArrowRight')!, span).to).toBe('2026-10-09');
    expect(steppedEnd(days, 'from', keyStep('PageDown')!, span).from).toBe('2026-09-24');
    expect(keyStep('Tab')).toBeUndefined();
  });
});

describe('playing', () => {
  test('moves the window by a week, and ends with the last one', () => {
    const days = { from: '2026-11-02', to: '2026-11-16' };
    const next = nextWindow(days, span, true);
    expect(next).toEqual({ from: '2026-11-09', to: '2026-11-23' });
    expect(nextWindow(next!, span, false)).toBeUndefined();
  });

  test('begins at the first week again after the last', () => {
    expect(nextWindow({ from: '2026-11-09', to: '2026-11-23' }, span, true)).toEqual({
      from: '2026-08-31',
      to: '2026-09-14',
    });
  });

  test('of a period that covers most of the weeks shows four weeks at a time', () => {
    expect(nextWindow({ from: '2025-11-24', to: '2026-11-24' }, span, true)).toEqual({
      from: '2026-08-31',
      to: '2026-09-28',
    });
  });

  test('comes to an end, whatever the period', () => {
    for (const length of [1, 7, 14, 30, 41]) {
      let days = { from: span.from, to: midnightAt(length / 84, span) };
      let steps = 0;
      for (
        let next = nextWindow(days, span, true);
        next !== undefined;
        next = nextWindow(days, span, false)
      ) {
        days = next;
        steps += 1;
        expect(steps).toBeLessThan(20);
      }
      expect(steps).toBeGreaterThan(0);
    }
  });
});
