import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaLoads, type WorkedGrid, workerLoads } from './workloadRollUp.ts';

/** Households only, unless said: the parts are the total. */
function grid(total: number, workers: number[], parts: Partial<WorkedGrid['parts']> = {}): WorkedGrid {
  return { parts: { households: total, keyPersons: 0, incidents: 0, area: 0, ...parts }, total, workers };
}

describe('the workload of each worker', () => {
  const grids = [
    grid(300, [7, 3], { households: 200, incidents: 100 }),
    grid(150, [3], { households: 150 }),
    grid(500, []),
  ];

  test('is an equal share of every grid that he works, and of each of its parts', () => {
    expect(workerLoads(grids)).toEqual([
      {
        worker: 3,
        parts: { households: 250, keyPersons: 0, incidents: 50, area: 0 },
        total: 300,
        // the mean of 300 and 150 is 225
        index: (100 * 300) / 225,
        grids: [0, 1],
      },
      {
        worker: 7,
        parts: { households: 100, keyPersons: 0, incidents: 50, area: 0 },
        total: 150,
        index: (100 * 150) / 225,
        grids: [0],
      },
    ]);
  });

  test('is 100 for everybody where there is nothing to do', () => {
    expect(workerLoads([grid(0, [1]), grid(0, [2])]).map(({ index }) => index)).toEqual([100, 100]);
  });
});

describe('the workload of an area', () => {
  const areas = ['north', 'north', 'south', 'south'];
  const areaOf = (place: number) => areas[place]!;

  test('is the sum of its grids, against its workers and the mean worker of the region', () => {
    const grids = [grid(100, [1]), grid(200, [2]), grid(300, [3]), grid(200, [4])];
    const [north, south] = areaLoads(grids, areaOf);
    // 800 minutes for 4 workers: 200 each
    expect(north).toMatchObject({ area: 'north', total: 300, workers: 2, index: 75, grids: [0, 1] });
    expect(south).toMatchObject({ area: 'south', total: 500, workers: 2, index: 125, grids: [2, 3] });
  });

  test('a worker of two areas counts in each by the minutes spent there', () => {
    const grids = [grid(300, [1]), grid(0, []), grid(100, [1]), grid(400, [2])];
    const [north, south] = areaLoads(grids, areaOf);
    expect([north?.workers, south?.workers]).toEqual([0.75, 1.25]);
    // both workers have 400 minutes, so nobody has more to do than another
    expect([north?.index, south?.index]).toEqual([100, 100]);
  });

  test('work without a worker counts: the others of the area would have to do it', () => {
    const [north, south] = areaLoads([grid(100, [1]), grid(50, []), grid(100, [2]), grid(0, [])], areaOf);
    expect([north?.index, south?.index]).toEqual([150, 100]);
  });

  test('an area without workers has no index', () => {
    const [north, south] = areaLoads([grid(100, []), grid(50, []), grid(100, [2]), grid(100, [3])], areaOf);
    expect(north).toMatchObject({ total: 150, workers: 0, index: null });
    expect(south?.index).toBe(100);
  });

  test('workers without anything to do count by their grids', () => {
    const [north, south] = areaLoads([grid(0, [1]), grid(0, [1]), grid(0, [1]), grid(0, [2])], areaOf);
    expect([north?.workers, south?.workers]).toEqual([2 / 3, 1 + 1 / 3]);
    expect([north?.index, south?.index]).toEqual([100, 100]);
  });

  test('all areas together have every minute and every worker once', () => {
    const anyGrid = fc
      .record({
        total: fc.integer({ min: 0, max: 5000 }),
        workers: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
      })
      .map(({ total, workers }) => grid(total, workers));
    fc.assert(
      fc.property(fc.array(anyGrid, { minLength: 1, maxLength: 12 }), (grids) => {
        const loads = areaLoads(grids, (place) => place % 3);
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(loads.map(({ total }) => total))).toBeCloseTo(sum(grids.map(({ total }) => total)), 6);
        expect(sum(loads.map(({ workers }) => workers))).toBeCloseTo(
          new Set(grids.flatMap(({ workers }) => workers)).size,
          9,
        );
      }),
    );
  });
});
