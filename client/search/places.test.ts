import { describe, expect, test } from 'vitest';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import { loadReadings, type Readings } from '../state/pinyin.ts';
import { areasOf, findAreas, findGrids, readTyped } from './places.ts';

function grid(
  code: string,
  name: string,
  nameEn: string,
  community: [string, string],
  west: number,
): GridWorkload {
  return {
    gridId: code,
    gridVersionId: code,
    code,
    name,
    nameEn,
    kind: 'base',
    street: { code: code.slice(0, 9), name: '海港街道', nameEn: 'Harbour Street' },
    community: { code: code.slice(0, 12), name: community[0], nameEn: community[1] },
    workers: [1],
    areaKm2: 0.1,
    bbox: [west, 36, west + 1, 37],
    labelPoint: [west + 0.5, 36.5],
    households: 1,
    people: 1,
    keyPersons: 0,
    incidents: 0,
    openIncidents: 0,
    parts: { households: 1, keyPersons: 0, incidents: 0, area: 0 },
    workload: 1,
    index: 100,
    indexPerWorker: 100,
  } as GridWorkload;
}

const grids = [
  grid('370215003003003', '码头东', 'Wharf East', ['码头社区', 'Wharf'], 120),
  grid('370215003003004', '码头西', 'Wharf West', ['码头社区', 'Wharf'], 121),
  grid('370215003004003', '', '', ['北山社区', 'Northhill'], 122),
];
const readings = await loadReadings();
const codes = (text: string, by?: Readings) =>
  findGrids(grids, readTyped(text)!, 10, by).map(({ code }) => code.slice(-6));

describe('grids', () => {
  test.each([
    ['370215003003004', ['003004']],
    ['370215 003 003 004', ['003004']],
    ['…003 004', ['003004']],
    ['003004', ['003004']],
    ['３７０２１５００３００３００４', ['003004']],
  ])('%s is found by its code or its end', (text, found) => {
    expect(codes(text)[0]).toBe(found[0]);
  });

  test('the end of a code finds all that end so, in order', () => {
    expect(codes('003')).toEqual(['003003', '004003', '003004']);
  });

  test('a name is found in both languages, from the beginning of any word', () => {
    expect(codes('码头西')).toEqual(['003004']);
    expect(codes('wharf west')).toEqual(['003004']);
    expect(codes('WEST')).toEqual(['003004']);
  });

  test('a name is found by how it sounds: initials first, syllables too', () => {
    expect(codes('mtx', readings)).toEqual(['003004']);
    expect(codes('matoux', readings)).toEqual(['003004']);
    expect(codes('mt', readings).slice(0, 2)).toEqual(['003003', '003004']);
    expect(codes('mtx')).toEqual([]);
  });
});

describe('areas', () => {
  const areas = areasOf(grids);
  const found = (text: string) =>
    findAreas(areas, readTyped(text)!, 10, readings).map(({ nameEn }) => nameEn);

  test('have the bounds and the number of their grids', () => {
    expect(areas.find(({ nameEn }) => nameEn === 'Wharf')).toMatchObject({
      level: 'community',
      bbox: [120, 36, 122, 37],
      grids: 2,
    });
    expect(areas.find(({ nameEn }) => nameEn === 'Harbour Street')).toMatchObject({
      level: 'street',
      grids: 3,
    });
  });

  test('are found by name, by sound and by code', () => {
    expect(found('harbour')).toEqual(['Harbour Street']);
    expect(found('码头')).toEqual(['Wharf']);
    expect(found('mtsq')).toEqual(['Wharf']);
    expect(found('hgjd')).toEqual(['Harbour Street']);
    expect(found('370215003004')).toEqual(['Northhill']);
  });
});

test('blanks, and an ellipsis alone, are nothing typed', () => {
  expect(readTyped('  ')).toBeUndefined();
  expect(readTyped('…')).toBeUndefined();
});
