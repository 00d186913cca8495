import { describe, expect, test } from 'vitest';
import { dayAndTime, instantOf, momentOf, versionChoices } from './boundariesOf.ts';

const zone = 'Asia/Shanghai';

describe('a past moment', () => {
  test('a day is asked for as a day, a time as an instant', () => {
    expect(momentOf('2026-08-01', '', zone)).toBe('2026-08-01');
    expect(momentOf('2026-08-01', '14:30', zone)).toBe('2026-08-01T06:30:00Z');
    expect(momentOf('2026-08-01', '04:30', zone)).toBe('2026-07-31T20:30:00Z');
  });

  test('what is no day or no time is no moment', () => {
    for (const day of ['2026-02-30', '', '01/08/2026', '0000-00-00'])
      expect(momentOf(day, '', zone)).toBeNull();
    expect(momentOf('2026-08-01', '24:00', zone)).toBeNull();
  });

  test('the fields show what was asked for, in the time of the region, on both sides of a change of the clocks', () => {
    for (const [day, time] of [
      ['2026-03-29', '01:30'],
      ['2026-03-29', '03:30'],
      ['2026-07-01', '12:00'],
      ['2026-12-01', '23:59'],
    ] as const) {
      const at = momentOf(day, time, 'Europe/Berlin')!;
      expect(dayAndTime(at, 'Europe/Berlin')).toEqual({ date: day, time });
    }
    expect(momentOf('2026-07-01', '12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00Z');
    expect(dayAndTime('2026-08-01', zone)).toEqual({ date: '2026-08-01', time: '' });
  });

  test('a day begins at midnight in the region', () => {
    expect(instantOf('2026-08-01', zone)).toBe('2026-07-31T16:00:00.000Z');
    expect(instantOf('2026-08-01T06:30:00Z', zone)).toBe('2026-08-01T06:30:00Z');
  });
});

describe('the versions to choose from', () => {
  const recorded = { recordedAt: '2026-01-01T00:00:00Z', changedGrids: 3 };
  const versions = [
    { version: 4, effectiveFrom: '2027-01-01T00:00:00Z', ...recorded },
    { version: 3, effectiveFrom: '2026-11-01T16:00:00Z', ...recorded },
    { version: 2, effectiveFrom: '2026-06-01T00:00:00.250Z', ...recorded },
    { version: 1, effectiveFrom: null, ...recorded },
  ];

  test('the one in force now is asked for without an instant, every other by one at which it was in force', () => {
    expect(versionChoices(versions, new Date('2026-11-24T00:00:00Z'))).toEqual([
      { version: 4, at: '2027-01-01T00:00:00Z', from: '2027-01-01T00:00:00Z', until: null },
      { version: 3, at: null, from: '2026-11-01T16:00:00Z', until: '2027-01-01T00:00:00Z' },
      {
        version: 2,
        at: '2026-06-01T00:00:01Z',
        from: '2026-06-01T00:00:00.250Z',
        until: '2026-11-01T16:00:00Z',
      },
      { version: 1, at: '2026-05-31T23:59:00Z', from: null, until: '2026-06-01T00:00:00.250Z' },
    ]);
  });

  test('a single version is that of now', () => {
    expect(versionChoices([versions[3]!], new Date('2026-11-24T00:00:00Z'))).toEqual([
      { version: 1, at: null, from: null, until: null },
    ]);
  });
});
