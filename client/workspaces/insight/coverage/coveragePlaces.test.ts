import { describe, expect, test } from 'vitest';
import type { Quality } from '../../../../server/analysis/qualitySchemas.ts';
import type { GridWorkload, Unassigned } from '../../../../server/analysis/schemas.ts';
import { en } from '../../../messages/en.ts';
import { coverageCsv, coverageFileName } from './coverageCsv.ts';
import { coveragePlaces, type Found } from './coveragePlaces.ts';

const naming = { words: en, nameOf: (place: { nameEn: string }) => place.nameEn };
const code = '370215003003001';

const grid = {
  code,
  kind: 'dedicated',
  labelPoint: [120.45, 36.38],
  bbox: [120.44, 36.37, 120.46, 36.39],
  community: { code: '370215003003', name: '', nameEn: 'Wharf' },
} as unknown as GridWorkload;

const unassigned: Unassigned = {
  total: 1,
  next: null,
  points: [
    {
      kind: 'incident',
      id: '7',
      reference: '=1+1',
      lon: -0.5,
      lat: 36.4,
      nearestGrid: { code, name: '', nameEn: '' },
      distanceM: 1234,
      cause: 'enclave',
    },
  ],
};

const found: Found = {
  quality: { gridsWithoutWorkers: [{ code, name: '', nameEn: 'North "Mole", East' }] } as unknown as Quality,
  defects: {
    published: {
      checkedAt: '2026-11-01T00:00:00Z',
      boundaryVersion: 2,
      fileName: null,
      // the schema's kind comes out as `never`
      defects: [{ kind: 'gap' as never, grids: [code], lon: 120.4, lat: 36.3, message: '' }],
    },
    refusedImport: null,
  },
  unassigned,
  grids: new Map([[code, grid]]),
};

describe('the places behind the lines', () => {
  test('belong to the line of their kind, cause or grid', () => {
    expect(coveragePlaces(found, naming).map(({ line, selection }) => [line, selection])).toEqual([
      ['published-gap', { kind: 'point', lon: 120.4, lat: 36.3 }],
      ['unassigned-enclave', { kind: 'point', lon: -0.5, lat: 36.4 }],
      ['grids-dedicated', { kind: 'grid', code }],
    ]);
  });

  test('leave out a grid whose position is not known yet', () => {
    const places = coveragePlaces({ ...found, grids: new Map() }, naming);
    expect(places.map(({ subject }) => subject)).toEqual(['boundaries', 'incident']);
  });

  test('are saved a line each, with subject, kind, code and position, and no formula', () => {
    const csv = coverageCsv(coveragePlaces(found, naming), [{ id: '1', number: 12 }], en);
    expect(csv.replace('\ufeff', '').split('\r\n')).toEqual([
      'Subject,Kind,Code,Longitude,Latitude,Detail',
      `boundaries,Gap,${code},120.4,36.3,…\u2060003\u00a0001`,
      `incident,in an enclave,'=1+1,-0.5,36.4,1.2\u00a0km from …\u2060003\u00a0001`,
      `grid,without a worker,${code},120.45,36.38,"North ""Mole"", East"`,
      'worker,without a grid,12,,,',
      '',
    ]);
    expect(coverageFileName('370215', en.coverage.csv.name, '2026-11-24')).toBe(
      'gridwright-370215-coverage-2026-11-24.csv',
    );
  });
});
