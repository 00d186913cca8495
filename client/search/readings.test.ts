import { describe, expect, test } from 'vitest';
import { readPositions } from './readings.ts';

describe('typed coordinates without a system', () => {
  test('mean one of three places in China, the plain one first', () => {
    const readings = readPositions('120.447, 36.389 ± 60 m');
    expect(readings.map(({ system }) => system)).toEqual(['wgs84', 'gcj02', 'bd09']);
    expect(readings[0]).toEqual({ system: 'wgs84', lon: 120.447, lat: 36.389, accuracyM: 60, shiftM: 0 });
    expect(readings[1]!.shiftM).toBeGreaterThan(100);
    expect(readings[1]!.shiftM).toBeLessThan(800);
    expect(readings[2]!.shiftM).toBeGreaterThan(readings[1]!.shiftM);
    expect(readings.every(({ accuracyM }) => accuracyM === 60)).toBe(true);
  });

  test('mean no other place in GCJ-02 outside China, where that is WGS-84', () => {
    expect(readPositions('16.37, 48.21', [16, 48]).map(({ system }) => system)).toEqual(['wgs84', 'bd09']);
  });
});

describe('coordinates with a system', () => {
  test.each([
    ['GCJ-02 120.447, 36.389', 'gcj02'],
    ['120.447,36.389 (gcj02)', 'gcj02'],
    ['高德坐标：120.447，36.389', 'gcj02'],
    ['百度 120.447，36.389', 'bd09'],
    ['BD09: 120.447 36.389', 'bd09'],
    ['CGCS2000 120.447, 36.389', 'cgcs2000'],
    ['36.389 N 120.447 E WGS 84', 'wgs84'],
  ])('%s is read in that one only', (text, system) => {
    const readings = readPositions(text);
    expect(readings.map((reading) => reading.system)).toEqual([system]);
    expect(readings[0]!.lon).toBeCloseTo(120.447, 1);
  });

  test('CGCS2000 is taken as WGS-84', () => {
    expect(readPositions('CGCS2000 120.447, 36.389')[0]).toMatchObject({ lon: 120.447, lat: 36.389 });
  });
});

test.each(['', '003 003', 'Wharf Lane 18', '百度', 'GCJ-02', '370215003003003'])(
  '%j is no position',
  (text) => {
    expect(readPositions(text)).toEqual([]);
  },
);
