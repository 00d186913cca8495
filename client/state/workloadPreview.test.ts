import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultWeights, workloads } from '../../core/workload.ts';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import {
  classChanges,
  reweighted,
  sameWeights,
  sliderRange,
  weightKeys,
  weightOf,
  withWeight,
} from './workloadPreview.ts';

const weights = defaultWeights({ noise: 30, water: 60 });
const fourWeeks = { from: '2026-10-26T16:00:00Z', to: '2026-11-23T16:00:00Z' };

function grid(code: string, part: Partial<GridWorkload>): GridWorkload {
  const place = { code: '370215001', name: '', nameEn: '' };
  return {
    gridId: code,
    gridVersionId: code,
    code,
    name: '',
    nameEn: '',
    kind: 'base',
    street: place,
    community: place,
    workers: [],
    areaKm2: 0,
    bbox: [0, 0, 1, 1],
    labelPoint: [0, 0],
    households: 0,
    people: 0,
    keyPersons: 0,
    incidents: 0,
    incidentsByCategory: {},
    openIncidents: 0,
    parts: { households: 0, keyPersons: 0, incidents: 0, area: 0 },
    workload: 0,
    index: 100,
    indexPerWorker: null,
    ...part,
  };
}

describe('a preview of other weights', () => {
  const grids = [
    grid('1', { households: 100, incidentsByCategory: { water: 8 }, workers: [1] }),
    grid('2', { households: 100, workers: [2] }),
  ];

  test('weights the same counts anew: 8 incidents in four weeks are 2 a week', () => {
    const after = reweighted(grids, fourWeeks, withWeight(weights, 'incident:water', 150));
    expect(after.map(({ workload }) => workload)).toEqual([600, 300]);
    expect(after[0]?.parts.incidents).toBe(300);
    expect(after.map(({ indexPerWorker }) => Math.round(indexPerWorker!))).toEqual([133, 67]);
  });

  test('leaves what does not depend on weights', () => {
    const [after] = reweighted(grids, fourWeeks, weights);
    expect(after).toMatchObject({ code: '1', households: 100, workers: [1] });
  });

  test('with the weights in force is what the server answers', () => {
    const loads = grids.map((item) => ({ ...item, incidents: item.incidentsByCategory }));
    const server = workloads(loads, weights, 4);
    expect(reweighted(grids, fourWeeks, weights).map(({ parts }) => parts)).toEqual(
      server.grids.map(({ parts }) => parts),
    );
  });
});

describe('the grids that change class', () => {
  const before = [95, 81, 119, 100].map((index, place) => grid(String(place), { indexPerWorker: index }));
  const after = [105, 131, 121, 85].map((index, place) => grid(String(place), { indexPerWorker: index }));

  test('those that pass most classes come first, and a grid that stays in its class is not among them', () => {
    expect(
      classChanges(before, after).map((change) => [change.grid.code, change.before, change.after]),
    ).toEqual([
      ['1', 81, 131],
      ['3', 100, 85],
      ['2', 119, 121],
    ]);
  });

  test('a grid without a worker has no class to change', () => {
    expect(classChanges([grid('1', {})], [grid('1', { indexPerWorker: 140 })])).toEqual([]);
  });
});

describe('a weight', () => {
  test('is read back as it was set, and no other changes', () => {
    const key = fc.constantFrom(...weightKeys(weights));
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 10_000 }), (changed, minutes) => {
        const after = withWeight(weights, changed, minutes);
        for (const other of weightKeys(weights)) {
          expect(weightOf(after, other)).toBe(other === changed ? minutes : weightOf(weights, other));
        }
        expect(sameWeights(weights, after)).toBe(minutes === weightOf(weights, changed));
      }),
    );
  });

  test('has a slider that reaches it and four times its default, in whole steps', () => {
    expect(sliderRange(3, 3)).toEqual({ maximum: 12, step: 0.5 });
    expect(sliderRange(30, 30)).toEqual({ maximum: 120, step: 5 });
    expect(sliderRange(0, 0)).toEqual({ maximum: 4, step: 0.5 });
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 10_000, noNaN: true }), (standard, value) => {
        expect(sliderRange(standard, value).maximum).toBeGreaterThanOrEqual(Math.max(value, 4 * standard));
      }),
    );
  });
});
