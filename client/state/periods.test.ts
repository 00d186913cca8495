import { describe, expect, test } from 'vitest';
import { comparedDays, daysBetween, isPeriod, periodDates, periodDays, rangeOf } from './periods.ts';

const noon = new Date('2026-11-23T04:00:00Z');
const from = (...given: Parameters<typeof periodDates>) => periodDates(...given).from;

describe('the period that ends today', () => {
  test('7 days are today and the six before', () => {
    expect(from('7d', noon, 'Asia/Shanghai')).toBe('2026-11-17');
    expect(from('30d', noon, 'Asia/Shanghai')).toBe('2026-10-25');
  });

  test('12 months begin a year before, on the next day', () => {
    expect(from('12m', noon, 'Asia/Shanghai')).toBe('2025-11-24');
    expect(from('12m', new Date('2028-02-29T04:00:00Z'), 'Asia/Shanghai')).toBe('2027-03-01');
  });

  test("today is the region's day, not the browser's", () => {
    const lateEvening = new Date('2026-11-22T17:00:00Z');
    expect(from('7d', lateEvening, 'Asia/Shanghai')).toBe('2026-11-17');
    expect(from('7d', lateEvening, 'UTC')).toBe('2026-11-16');
  });

  test('it has no end', () => {
    expect(periodDates('7d', noon, 'UTC').to).toBeNull();
  });
});

describe('a period from one date to another', () => {
  test('both days belong to it', () => {
    expect(periodDates('2026-02-27..2026-02-28', noon, 'UTC')).toEqual({
      from: '2026-02-27',
      to: '2026-03-01',
    });
  });

  test('it is two days of the calendar, in order', () => {
    expect(['2026-02-28..2026-02-28', '7d', '2024-02-29..2026-01-01'].every(isPeriod)).toBe(true);
    expect(
      ['2026-02-29..2026-03-01', '2026-03-02..2026-03-01', '8d', '..', '2026-1-1..2026-1-2'].some(isPeriod),
    ).toBe(false);
  });

  test('and no year that the server cannot count back from', () => {
    expect(['0001-01-01..0001-01-02', '2026-01-01..9999-12-31'].some(isPeriod)).toBe(false);
  });
});

describe('what a period is compared with', () => {
  test('before it lie as many days', () => {
    const days = periodDays('14d', noon, 'Asia/Shanghai');
    expect(days).toEqual({ from: '2026-11-10', to: '2026-11-24' });
    expect(comparedDays(days, 'before')).toEqual({ from: '2026-10-27', to: '2026-11-10' });
    const february = { from: '2028-02-01', to: '2028-03-01' };
    expect(daysBetween(february.from, february.to)).toBe(29);
    expect(comparedDays(february, 'before')).toEqual({ from: '2028-01-03', to: '2028-02-01' });
  });

  test('a year before, the days have the same dates', () => {
    expect(comparedDays({ from: '2026-11-09', to: '2026-11-23' }, 'year')).toEqual({
      from: '2025-11-09',
      to: '2025-11-23',
    });
    expect(comparedDays({ from: '2026-12-31', to: '2027-01-01' }, 'year')).toEqual({
      from: '2025-12-31',
      to: '2026-01-01',
    });
  });

  test('29 February has 28 February a year before, alone, as a first and as a last day', () => {
    expect(comparedDays({ from: '2028-02-29', to: '2028-03-01' }, 'year')).toEqual({
      from: '2027-02-28',
      to: '2027-03-01',
    });
    expect(comparedDays({ from: '2028-02-29', to: '2028-03-08' }, 'year').from).toBe('2027-02-28');
    expect(comparedDays({ from: '2028-02-01', to: '2028-03-01' }, 'year').to).toBe('2027-03-01');
  });

  test('February of a leap year loses its last day against the year before, and the other way round', () => {
    expect(comparedDays({ from: '2029-02-01', to: '2029-03-01' }, 'year')).toEqual({
      from: '2028-02-01',
      to: '2028-02-29',
    });
  });
});

test('days are written as the range that reads back as they were', () => {
  const days = { from: '2026-02-27', to: '2026-03-01' };
  expect(rangeOf(days)).toBe('2026-02-27..2026-02-28');
  expect(periodDays(rangeOf(days), noon, 'UTC')).toEqual(days);
});
