import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Location } from '../../server/locate/schemas.ts';
import { en } from '../messages/complete.ts';
import { rowsOf } from '../state/workloadRows.ts';
import { areaRowLabels, gridLabels, locatedPoint, plates } from './labelsAndMarks.ts';

const wording = { words: en, nameOf: (place: { nameEn: string }) => place.nameEn };

function grid(sequence: string, part: Partial<GridWorkload> = {}): GridWorkload {
  const code = `370215003003${sequence}`;
  return {
    gridId: `1${sequence}`,
    gridVersionId: `9${sequence}`,
    code,
    name: '',
    nameEn: `Wharf ${sequence}`,
    kind: 'base',
    street: { code: '370215003', name: '', nameEn: 'Harbour Street' },
    community: { code: '370215003003', name: '', nameEn: 'Wharf' },
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
    indexPerWorker: 104.4,
    ...part,
  };
}

const [one, two] = [grid('001'), grid('002', { indexPerWorker: null, workers: [] })];
const park = grid('101', { kind: 'dedicated', nameEn: 'Shell Park' });
const located = (of: GridWorkload) => ({ ...of, kind: of.kind }) as unknown as Location['grid'];

describe('labels on the map', () => {
  test('a grid out of view has none, nor one that carries a plate', () => {
    const far = grid('003', { bbox: [121, 37, 121.1, 37.1] });
    const labels = gridLabels([one, two, far], [120.4, 36.3, 120.5, 36.4], 'workload', [two.code], wording);
    expect(labels.map(({ code }) => code)).toEqual([one.code]);
  });

  test('a dedicated grid shows its name, a base grid its short code', () => {
    const labels = gridLabels([one, two, park], null, 'households', [], wording);
    expect(labels.map(({ title, value }) => [title, value])).toEqual([
      ['001', '100'],
      ['002', '100'],
      ['Shell Park', '100'],
    ]);
  });

  test('a grid without a value has no second line', () => {
    expect(gridLabels([one, two], null, 'workload', [], wording).map(({ value }) => value)).toEqual([
      '104',
      '',
    ]);
  });
});

describe('labels of communities and streets', () => {
  const east = grid('003', { bbox: [120.45, 36.38, 120.46, 36.39], labelPoint: [120.4551, 36.385] });
  const middle = grid('004', { bbox: [120.445, 36.37, 120.455, 36.38], labelPoint: [120.4505, 36.379] });
  const rows = rowsOf('communities', [one, east, middle]);

  test('stand in the grid nearest to the middle, with the value of the whole', () => {
    expect(areaRowLabels(rows, null, 'households', false, wording)).toMatchObject([
      { code: '370215003003', title: 'Wharf', value: '300', lon: 120.4505, lat: 36.379 },
    ]);
  });

  test('show the value alone where the map has the name', () => {
    const [label] = areaRowLabels(rows, null, 'households', true, wording);
    expect(label).toMatchObject({ title: '300', value: '' });
  });

  test('an area out of view has none', () => {
    expect(areaRowLabels(rows, [121, 37, 122, 38], 'workload', false, wording)).toEqual([]);
  });
});

describe('a located point', () => {
  const answer = {
    grid: located(one),
    runnerUp: { grid: located(two), distanceM: 38 },
    distanceToEdgeM: 38,
    nearestEdgePoint: [120.446, 36.386],
  } as unknown as Location;
  const selection = { kind: 'point' as const, lon: 120.445, lat: 36.385, accuracyM: 60 };

  test('has a line to the nearest edge with the distance in words', () => {
    expect(locatedPoint(selection, answer, wording)).toEqual({
      lon: 120.445,
      lat: 36.385,
      accuracyM: 60,
      edge: { lon: 120.446, lat: 36.386, label: '38\u00a0m to the edge' },
    });
    expect(locatedPoint(selection, undefined, wording)).toMatchObject({ edge: undefined });
  });

  test('puts a plate on its grid and on the runner-up', () => {
    expect(plates(one, answer, [one, two], wording).map(({ role, subtitle }) => [role, subtitle])).toEqual([
      ['runnerUp', 'Wharf 002, runner-up'],
      ['firstChoice', 'Wharf 001, first choice'],
    ]);
  });

  test('is absent where a grid was selected: its plate stands at its northern end and does not cover it', () => {
    const [west, , east, north] = one.bbox;
    expect(plates(one, undefined, [one, two], wording)).toMatchObject([
      { role: 'firstChoice', lon: (west + east) / 2, lat: north, above: true },
    ]);
  });

  test('in no grid puts one plate on the nearest', () => {
    expect(plates(undefined, { ...answer, grid: null }, [one, two], wording)).toMatchObject([
      { role: 'runnerUp', subtitle: 'Wharf 002, nearest' },
    ]);
  });
});
