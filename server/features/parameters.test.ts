import { describe, expect, test } from 'vitest';
import { parseBbox, parseCursor, parseDatetime, writeCursor } from './parameters.ts';

describe('bbox', () => {
  test('four numbers are west, south, east, north', () => {
    expect(parseBbox('120.1,36,120.5,36.5')).toEqual([[120.1, 36, 120.5, 36.5]]);
  });

  test('of six numbers the heights are left out', () => {
    expect(parseBbox('120.1,36,-10,120.5,36.5,8000')).toEqual([[120.1, 36, 120.5, 36.5]]);
  });

  test('a box across the antimeridian becomes two', () => {
    expect(parseBbox('177,65,-177,70')).toEqual([
      [177, 65, 180, 70],
      [-180, 65, -177, 70],
    ]);
  });

  test('the poles are latitudes like any other', () => {
    expect(parseBbox('-180,-90,180,90')).toEqual([[-180, -90, 180, 90]]);
  });

  test('a pole is one point, whatever longitude it is written with', () => {
    expect(parseBbox('10,80,20,90')).toEqual([
      [10, 80, 20, 90],
      [-180, 90, 180, 90],
    ]);
    expect(parseBbox('10,-90,20,-80')).toEqual([
      [10, -90, 20, -80],
      [-180, -90, 180, -90],
    ]);
  });

  test('a box that touches the antimeridian touches it from both sides', () => {
    expect(parseBbox('170,1,180,2')).toEqual([
      [170, 1, 180, 2],
      [-180, 1, -180, 2],
    ]);
    expect(parseBbox('-180,1,-170,2')).toEqual([
      [-180, 1, -170, 2],
      [180, 1, 180, 2],
    ]);
  });

  test.each([
    ['1,2,3', 'four numbers'],
    ['1,2,3,4,5', 'four numbers'],
    ['', 'four numbers'],
    ['1,2,3,x', '"x" is not a number'],
    ['1,2,3,', '"" is not a number'],
    ['NaN,0,1,1', '"NaN" is not a number'],
    ['0,0,Infinity,1', '"Infinity" is not a number'],
    ['0,0,1e308,1', 'longitude 1e+308'],
    ['0,0,500,1', 'longitude 500'],
    ['0,-91,1,1', 'latitude -91'],
    ['0,2,1,1', 'lies north'],
    ['0,0,9,1,1,1', 'bottom'],
  ])('%s is refused, and the message says why', (text, why) => {
    expect(() => parseBbox(text)).toThrow(`bbox=${text}: `);
    expect(() => parseBbox(text)).toThrow(why);
  });
});

describe('datetime', () => {
  test('an instant is a span of no length', () => {
    expect(parseDatetime('2026-11-23T08:00:00+08:00')).toEqual({
      from: '2026-11-23T08:00:00+08:00',
      to: '2026-11-23T08:00:00+08:00',
    });
  });

  test.each([
    ['2026-01-01T00:00:00Z/2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z/..', '2026-01-01T00:00:00Z', undefined],
    ['2026-01-01T00:00:00Z/', '2026-01-01T00:00:00Z', undefined],
    ['../2026-02-01t00:00:00.5z', undefined, '2026-02-01T00:00:00.5Z'],
    ['/2026-02-01T00:00:00Z', undefined, '2026-02-01T00:00:00Z'],
    ['../..', undefined, undefined],
  ])('%s is an interval with both its ends, or an open one', (text, from, to) => {
    expect(parseDatetime(text)).toEqual({ from, to });
  });

  test.each([
    'yesterday',
    '',
    '2026-11-23',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T08:00:00',
    '2026-11-23T08:00:00+99:00',
    '2026-02-01T00:00:00Z/2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z/2026-02-01T00:00:00Z/..',
  ])('"%s" is refused by its name and value', (text) => {
    expect(() => parseDatetime(text)).toThrow(`datetime=${text}: `);
  });
});

describe('cursor', () => {
  test('comes back as it was written', () => {
    const cursor = {
      at: '2026-11-23T08:00:00.123456Z',
      matched: 12345,
      walked: 400,
      featureId: '9007199254740991',
      regions: [
        { regionId: 3, boundaryVersion: 2, changeSequence: '17', changedAt: '2026-11-23T07:00:00.123456Z' },
        { regionId: 8, boundaryVersion: 0, changeSequence: '1', changedAt: '2026-11-23T06:00:00Z' },
      ],
    };
    expect(parseCursor(writeCursor(cursor))).toEqual(cursor);
  });

  test.each([
    'abc',
    '',
    ...['2026-02-30T08:00:00.123456Z 1 1 1', '2026-02-20T08:00:00Z 1 1 1'].map((text) =>
      Buffer.from(text).toString('base64url'),
    ),
  ])('the made-up "%s" is refused', (text) => {
    expect(() => parseCursor(text)).toThrow('follow the `next` link');
  });
});
