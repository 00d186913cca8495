import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orientation, toDegrees, toFixed, toGcj02, toWgs84 } from './coordinates.ts';

describe('fixed-point coordinates', () => {
  test('seven decimals of a degree round-trip', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), (units) => {
        const degrees = toDegrees(units);
        expect(toFixed(degrees)).toBe(units);
        expect(toFixed(Number(degrees.toFixed(7)))).toBe(units);
      }),
    );
  });

  test('the antimeridian fits an Int32', () => {
    expect(Int32Array.of(toFixed(180), toFixed(-180))).toEqual(Int32Array.of(1_800_000_000, -1_800_000_000));
  });

  test('a point one unit beside a line 9 degrees long is told from a point on it', () => {
    const [ax, ay, bx, by] = [1_160_000_000, 350_000_000, 1_249_999_998, 439_999_998];
    expect(orientation(ax, ay, bx, by, 1_200_000_000, 390_000_000)).toBe(0);
    expect(orientation(ax, ay, bx, by, 1_200_000_000, 390_000_001)).toBe(1);
    expect(orientation(ax, ay, bx, by, 1_200_000_001, 390_000_000)).toBe(-1);
  });

  test('orientation agrees with exact integers anywhere in a region', () => {
    const ordinate = fc.integer({ min: 0, max: 93_999_999 });
    fc.assert(
      fc.property(fc.array(ordinate, { minLength: 6, maxLength: 6 }), (ordinates) => {
        const [ax, ay, bx, by, px, py] = ordinates.map(BigInt) as [
          bigint,
          bigint,
          bigint,
          bigint,
          bigint,
          bigint,
        ];
        const cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
        const [a, b, c, d, e, f] = ordinates as [number, number, number, number, number, number];
        expect(orientation(a, b, c, d, e, f)).toBe(cross > 0n ? 1 : cross < 0n ? -1 : 0);
      }),
    );
  });
});

describe('Chinese coordinate systems', () => {
  const jimo: [number, number] = [120.4472, 36.3896];

  test('CGCS2000 is taken as WGS84', () => {
    expect(toWgs84(...jimo, 'cgcs2000')).toEqual(jimo);
  });

  test('GCJ-02 at Jimo lies about 457 m off', () => {
    const [lon, lat] = toGcj02(...jimo);
    expect(Math.hypot((lon - jimo[0]) * 89_700, (lat - jimo[1]) * 111_000)).toBeCloseTo(457, -1);
  });

  test('GCJ-02 comes back to the same place within 2 units', () => {
    const [lon, lat] = toWgs84(...toGcj02(...jimo), 'gcj02');
    expect(Math.abs(toFixed(lon) - toFixed(jimo[0]))).toBeLessThanOrEqual(2);
    expect(Math.abs(toFixed(lat) - toFixed(jimo[1]))).toBeLessThanOrEqual(2);
  });

  test('BD-09 at Jimo lies more than a kilometre off', () => {
    const [lon, lat] = toWgs84(...jimo, 'bd09');
    const metres = Math.hypot((lon - jimo[0]) * 89_700, (lat - jimo[1]) * 111_000);
    expect(metres).toBeGreaterThan(1_100);
    expect(metres).toBeLessThan(1_400);
  });
});
