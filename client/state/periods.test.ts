import { describe, expect, test } from 'vitest';
import { periodStart } from './periods.ts';

describe('the period that ends today', () => {
  const noon = new Date('2026-11-23T04:00:00Z');

  test('7 days are today and the six before', () => {
    expect(periodStart('7d', noon, 'Asia/Shanghai')).toBe('2026-11-17');
    expect(periodStart('30d', noon, 'Asia/Shanghai')).toBe('2026-10-25');
  });

  test('12 months begin a year before, on the next day', () => {
    expect(periodStart('12m', noon, 'Asia/Shanghai')).toBe('2025-11-24');
    expect(periodStart('12m', new Date('2028-02-29T04:00:00Z'), 'Asia/Shanghai')).toBe('2027-03-01');
  });

  test("today is the region's day, not the browser's", () => {
    const lateEvening = new Date('2026-11-22T17:00:00Z');
    expect(periodStart('7d', lateEvening, 'Asia/Shanghai')).toBe('2026-11-17');
    expect(periodStart('7d', lateEvening, 'UTC')).toBe('2026-11-16');
  });
});
