import { describe, expect, test } from 'vitest';
import type { IncidentCells } from '../../server/analysis/insightSchemas.ts';
import { countedCells, densityCells, scaleTop } from './cellSet.ts';

const answer = (cells: [number, number, number, number][], cellM = 150): IncidentCells => ({
  cellM,
  origin: [120.45, 36.38],
  cells,
  maximum: 0,
});

describe('counted cells', () => {
  test('fall into classes that hold each of them once', () => {
    const { summary } = countedCells(
      answer([1, 1, 2, 3, 8, 9, 30, 31, 90].map((count, q) => [q, 0, count, 0])),
      false,
    );
    expect(summary.classes.reduce((sum, { count }) => sum + count, 0)).toBe(9);
    for (const [index, { from }] of summary.classes.entries()) {
      if (index > 0) expect(from).toBeGreaterThan(summary.classes[index - 1]!.to);
    }
  });

  test('with one count have one class', () => {
    expect(countedCells(answer([[0, 0, 3, 0]]), false).summary.classes).toEqual([
      { from: 3, to: 3, count: 1 },
    ]);
    expect(countedCells(answer([]), false).summary.classes).toEqual([]);
  });

  test('are listed highest first, without those that have none', () => {
    const { summary } = countedCells(
      answer([
        [0, 0, 3, 0],
        [1, 0, 9, 0],
        [2, 0, 0, 0],
      ]),
      false,
    );
    expect(summary.places.map(({ cell, count }) => [...cell, count])).toEqual([
      [1, 0, 9],
      [0, 0, 3],
    ]);
  });
});

describe('compared cells', () => {
  const { summary } = countedCells(
    answer([
      [0, 0, 5, 5],
      [1, 0, 6, 5],
      [2, 0, 0, 1],
      [3, 0, 4, 9],
      [4, 0, 40, 10],
      [5, 0, 0, 12],
    ]),
    true,
  );

  test('have the same limits for more as for fewer, and no difference between them', () => {
    const limits = summary.classes.map(({ from, to }) => [from, to]);
    expect(limits).toHaveLength(7);
    expect(limits[3]).toEqual([0, 0]);
    const lower = limits.slice(0, 3).map(([, to]) => -to!);
    const upper = limits.slice(4).map(([from]) => from!);
    expect(lower.toReversed()).toEqual(upper);
    expect(summary.classes.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(6);
  });

  test('are listed with the greatest differences first, whichever way', () => {
    expect(summary.places.slice(0, 3).map(({ count, before }) => count - before)).toEqual([30, -12, -5]);
  });
});

describe('the scale of the density', () => {
  test('ends at a round number near the 99 % of what there is', () => {
    expect(scaleTop(Float64Array.from([937]))).toBe(1000);
    expect(scaleTop(Float64Array.from([461]))).toBe(500);
    expect(scaleTop(Float64Array.from([0.023]))).toBeCloseTo(0.02, 9);
    const many = Float64Array.from({ length: 1000 }, (_, index) => (index < 995 ? 19 : 5000));
    expect(scaleTop(many)).toBe(20);
    expect(scaleTop(new Float64Array())).toBe(1);
  });

  test('is what the weights are parts of: a kernel of one incident at the top of the scale weighs 1', () => {
    const bandwidthM = 200;
    const { summary, weights } = densityCells(answer([[0, 0, 4, 0]], 100), bandwidthM);
    const sigma2 = bandwidthM ** 2 - (5 / 72) * 100 ** 2;
    const perKm2 = 4e6 / (2 * Math.PI * sigma2);
    expect(weights![0]! * summary.topPerKm2).toBeCloseTo(perKm2, 6);
    expect(summary.places[0]!.perKm2).toBeCloseTo(perKm2, 6);
  });

  test('lists places that are apart, the densest first', () => {
    const near = densityCells(
      answer(
        [
          [0, 0, 9, 0],
          [1, 0, 8, 0],
          [30, 0, 5, 0],
        ],
        100,
      ),
      200,
    );
    expect(near.summary.places.map(({ cell }) => [...cell])).toEqual([
      [0, 0],
      [30, 0],
    ]);
  });
});
