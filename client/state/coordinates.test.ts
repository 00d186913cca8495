import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCoordinates } from './coordinates.ts';

const wharf = { lon: 120.447, lat: 36.389 };

describe('typed coordinates', () => {
  test.each([
    '120.447, 36.389',
    '36.389, 120.447',
    '120.447 36.389',
    '36.389,120.447',
    '(36.389, 120.447)',
    '36.389° N, 120.447° E',
    'N36.389 E120.447',
    'E 120.447, N 36.389',
    '１２０.４４７，３６.３８９',
    '北纬36.389度，东经120.447度',
    '东经120.447° 北纬36.389°',
    '经度：120.447，纬度：36.389',
  ])('%s is read as the same place', (text) => {
    expect(parseCoordinates(text)).toEqual(wharf);
  });

  test.each([
    '36°23′20.4″N 120°26′49.2″E',
    `36°23'20.4"N, 120°26'49.2"E`,
    '北纬36度23分20.4秒 东经120度26分49.2秒',
  ])('degrees, minutes and seconds are read: %s', (text) => {
    const read = parseCoordinates(text);
    expect(read?.lat).toBeCloseTo(36.389, 9);
    expect(read?.lon).toBeCloseTo(120.447, 9);
  });

  test('south and west are negative, by letter or by sign', () => {
    expect(parseCoordinates('33.5 S 70.6 W')).toEqual({ lat: -33.5, lon: -70.6 });
    expect(parseCoordinates('-70.6, -33.5')).toEqual({ lat: -33.5, lon: -70.6 });
  });

  test('two numbers that could be either are taken in the order nearer to the map', () => {
    expect(parseCoordinates('48.2, 16.4', [16.3, 48.1])).toEqual({ lon: 16.4, lat: 48.2 });
    expect(parseCoordinates('16.4, 48.2', [16.3, 48.1])).toEqual({ lon: 16.4, lat: 48.2 });
  });

  test('an accuracy may follow, in metres or kilometres', () => {
    expect(parseCoordinates('120.447, 36.389 ± 60 m')).toEqual({ ...wharf, accuracyM: 60 });
    expect(parseCoordinates('36.389 N 120.447 E +/- 1.5 km')).toEqual({ ...wharf, accuracyM: 1500 });
    expect(parseCoordinates('120.447，36.389 ±60米')).toEqual({ ...wharf, accuracyM: 60 });
  });

  test.each([
    '',
    '003 003',
    'Wharf Lane 18',
    '370215003003003',
    '120.447',
    '120.447, 136.389',
    '500, 36',
    '36°61′N 120°E',
    '36 N 37 S',
    '1, 2, 3',
  ])('%j is no position', (text) => {
    expect(parseCoordinates(text)).toBeUndefined();
  });

  test('any position written with seven decimals is read back exactly', () => {
    const units = (limit: number) => fc.integer({ min: -limit * 1e7, max: limit * 1e7 });
    fc.assert(
      fc.property(units(180), units(90), (x, y) => {
        const [lon, lat] = [x / 1e7, y / 1e7];
        expect(parseCoordinates(`${lon.toFixed(7)},${lat.toFixed(7)}`, [lon, lat])).toEqual({
          lon: lon + 0,
          lat: lat + 0,
        });
      }),
    );
  });
});
