import { describe, expect, test } from 'vitest';
import { dateIn, instantOf, parseMoment, shiftDate } from './moment.ts';

describe('a moment in a URL', () => {
  test('a date is its midnight in the time zone', () => {
    expect(instantOf(parseMoment('at', '2026-08-01'), 'Asia/Shanghai')).toBe('2026-07-31T16:00:00.000Z');
    expect(instantOf(parseMoment('at', '2026-08-01'), 'UTC')).toBe('2026-08-01T00:00:00.000Z');
  });

  test('a date is its midnight also on the day the clocks change', () => {
    expect(instantOf(parseMoment('at', '2026-03-29'), 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(instantOf(parseMoment('at', '2026-03-30'), 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  });

  test('an instant stays as it is, to the microsecond', () => {
    const text = '2026-08-01T08:00:00.123456+08:00';
    expect(instantOf(parseMoment('at', text), 'Asia/Shanghai')).toBe(text);
  });

  test.each([
    'yesterday',
    '2026-02-30',
    '2026-8-1',
    '0000-01-01',
    '0026-08-01',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '2026-08-01T25:00:00Z',
    '2026-08-01T08:00:00',
  ])('%s is refused by name', (text) => {
    expect(() => parseMoment('at', text)).toThrow(`at=${text}`);
  });
});

test('midnight has passed in Shanghai while it is still yesterday in UTC', () => {
  const moment = Date.parse('2026-11-23T17:00:00Z');
  expect(dateIn('UTC', moment)).toBe('2026-11-23');
  expect(dateIn('Asia/Shanghai', moment)).toBe('2026-11-24');
});

test('a year before 29 February is 1 March', () => {
  expect(shiftDate('2028-02-29', { years: -1 })).toBe('2027-03-01');
  expect(shiftDate('2026-12-31', { days: 1 })).toBe('2027-01-01');
});
