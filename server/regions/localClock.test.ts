import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourOf, localClock, mondayOf, weekdayOf, weekOf } from './localClock.ts';

/** Half hours, quarters, a summer time of half an hour, one that pauses for Ramadan, a day left out, no whole minutes before 1901. */
const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'UTC',
];

const days: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

function byIntl(timeZone: string): (epochMs: number) => { weekday: number; hour: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  return (epochMs) => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    return { weekday: days[parts.weekday!]!, hour: Number(parts.hour) };
  };
}

test.each(zones)('the weekday and the hour in %s are what Intl says, at any instant', (timeZone) => {
  const clock = localClock(timeZone);
  const expected = byIntl(timeZone);
  const instant = fc.integer({ min: Date.UTC(1895, 0, 1), max: Date.UTC(2045, 0, 1) });
  fc.assert(
    fc.property(instant, (epochMs) => {
      const local = clock(epochMs);
      expect({ weekday: weekdayOf(local), hour: hourOf(local) }).toEqual(expected(epochMs));
    }),
    { numRuns: 400 },
  );
});

test('a summer time of half an hour begins and ends to the second', () => {
  const clock = localClock('Australia/Lord_Howe');
  const wall = (instant: string) => new Date(clock(Date.parse(instant))).toISOString().slice(0, 19);
  expect(wall('2026-04-04T14:59:59Z')).toBe('2026-04-05T01:59:59');
  expect(wall('2026-04-04T15:00:00Z')).toBe('2026-04-05T01:30:00');
  expect(wall('2026-10-03T15:29:59Z')).toBe('2026-10-04T01:59:59');
  expect(wall('2026-10-03T15:30:00Z')).toBe('2026-10-04T02:30:00');
});

test('an hour that comes twice is counted twice, and one that is left out never', () => {
  const clock = localClock('Europe/Berlin');
  const hours = (from: string) =>
    Array.from({ length: 5 }, (_, hour) => hourOf(clock(Date.parse(from) + hour * 3_600_000)));
  expect(hours('2026-10-24T23:00:00Z')).toEqual([1, 2, 2, 3, 4]);
  expect(hours('2026-03-28T23:00:00Z')).toEqual([0, 1, 3, 4, 5]);
});

test('a week begins with its Monday, also before 1970', () => {
  const at = (instant: string) => mondayOf(weekOf(Date.parse(instant)));
  expect(at('2026-11-23T00:00:00Z')).toBe('2026-11-23');
  expect(at('2026-11-22T23:59:59Z')).toBe('2026-11-16');
  expect(at('1970-01-01T00:00:00Z')).toBe('1969-12-29');
  expect(at('1901-01-01T00:00:00Z')).toBe('1900-12-31');
});
