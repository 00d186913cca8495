import { expect, test } from 'vitest';
import { balance, defaultWeights, indexSpread, workloads } from './workload.ts';

const weights = defaultWeights({ water: 60, noise: 30 });

test('the parts are minutes a week, and incidents are spread over the weeks of the period', () => {
  const { grids } = workloads(
    [{ households: 100, keyPersons: 4, incidents: { water: 10, noise: 4 }, areaKm2: 0.5, workers: [1, 2] }],
    weights,
    4,
  );
  expect(grids[0]?.parts).toEqual({ households: 300, keyPersons: 120, incidents: 180, area: 30 });
  expect(grids[0]?.total).toBe(630);
});

const grid = { keyPersons: 0, incidents: {}, areaKm2: 0 };

test('100 is the mean grid, and for workers the mean worker', () => {
  const { grids } = workloads(
    [
      { ...grid, households: 100, workers: [1] },
      { ...grid, households: 200, workers: [2] },
      { ...grid, households: 600, workers: [] },
    ],
    weights,
    1,
  );
  expect(grids.map(({ index }) => Math.round(index))).toEqual([33, 67, 200]);
  expect(grids.map(({ indexPerWorker }) => indexPerWorker && Math.round(indexPerWorker))).toEqual([
    67,
    133,
    null,
  ]);
});

test('workers share a grid equally, and one of several grids has the shares of all', () => {
  const { grids, ofWorkers } = workloads(
    [
      { ...grid, households: 100, workers: [1, 2] },
      { ...grid, households: 50, workers: [2] },
    ],
    weights,
    1,
  );
  expect([...ofWorkers]).toEqual([
    [1, 150],
    [2, 300],
  ]);
  // the mean worker has 225 minutes; the first grid's two have 225, the second's one has 300
  expect(grids.map(({ indexPerWorker }) => indexPerWorker)).toEqual([100, 400 / 3]);
});

test('deviation, ratio and variation of 80, 100 and 120 are 20 %, 1.5 and 16.3 %', () => {
  const result = balance([80, 100, 120]);
  expect(result.meanPerWorker).toBe(100);
  expect(result.maximumDeviationPercent).toBe(20);
  expect(result.maxMinRatio).toBe(1.5);
  expect(result.coefficientOfVariationPercent).toBeCloseTo(16.33, 2);
});

test('a worker without work leaves no ratio', () => {
  expect(balance([0, 100]).maxMinRatio).toBeNull();
});

test('indices deviate from 100, whatever their own mean is', () => {
  const spread = indexSpread([110, 130, 150]);
  expect(spread.maximumDeviationPercent).toBe(50);
  expect(spread.maxMinRatio).toBeCloseTo(150 / 110, 9);
  expect(spread.coefficientOfVariationPercent).toBeCloseTo(12.56, 2);
});
