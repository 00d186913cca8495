import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import { measureOf, zoomWhereWide } from './gridRows.ts';

function grid(code: string, part: Partial<GridWorkload> = {}): GridWorkload {
  return {
    gridId: code,
    gridVersionId: code,
    code,
    name: '码头北',
    nameEn: 'Wharf North',
    kind: 'base',
    street: { code: code.slice(0, 9), name: '港口街道', nameEn: 'Harbour Street' },
    community: { code: code.slice(0, 12), name: '码头社区', nameEn: 'Wharf' },
    workers: [12],
    areaKm2: 0.2,
    bbox: [120.44, 36.38, 120.45, 36.39],
    labelPoint: [120.445, 36.385],
    households: 100,
    people: 250,
    keyPersons: 3,
    incidents: 10,
    incidentsByCategory: {},
    openIncidents: 1,
    parts: { households: 100, keyPersons: 20, incidents: 30, area: 5 },
    workload: 155,
    index: 100,
    indexPerWorker: 100,
    ...part,
  };
}

describe('a grid on the map', () => {
  const a = grid('370215003003001', { indexPerWorker: 80, households: 5 });
  const b = grid('370215003003002', { indexPerWorker: 138, households: 5 });
  const unstaffed = grid('370215003003003', { indexPerWorker: null, workers: [] });

  test('the workload measure is the index per worker', () => {
    expect(measureOf('workload', b)).toBe(138);
    expect(measureOf('workload', unstaffed)).toBeNull();
    expect(measureOf('households', a)).toBe(5);
  });

  test('a grid of 360/512 degree is 44 px wide at the zoom where the world is 44 of them', () => {
    expect(2 ** zoomWhereWide([0, 0, 360 / 512, 1])).toBeCloseTo(44, 9);
  });
});
