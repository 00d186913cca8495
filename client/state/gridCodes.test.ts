import { describe, expect, test } from 'vitest';
import { abbreviateCodes, formatCode, shortCode, shortCodes } from './gridCodes.ts';

const code = (...groups: string[]) => `370215${groups.join('')}`;
const labels = (codes: string[], selected?: string) => [...abbreviateCodes(codes, selected).values()];

describe('grid codes', () => {
  test('a 15-digit code is written as region, street, community and grid', () => {
    expect(formatCode(code('003', '003', '012'))).toBe('370215 003 003 012');
    expect(shortCode(code('003', '003', '012'))).toBe('…\u2060003\u00a0012');
  });

  test('codes of streets and communities are written in the same groups', () => {
    expect(formatCode(code('003', '004'))).toBe('370215 003 004');
    expect(formatCode(code('003'))).toBe('370215 003');
    expect(shortCode(code('003', '004'))).toBe('…\u2060003\u00a0004');
  });

  test('a code of another form stays whole', () => {
    expect(formatCode('PARK-7')).toBe('PARK-7');
    expect(shortCode('PARK-7')).toBe('PARK-7');
  });

  test('codes named side by side keep the street where they lie in several', () => {
    const [one, two] = [code('001', '001', '002'), code('002', '001', '002')];
    expect(shortCodes([one, two])).toEqual(['…\u2060001\u00a0001\u00a0002', '…\u2060002\u00a0001\u00a0002']);
    expect(shortCodes([one, one])).toEqual(['…\u2060001\u00a0002', '…\u2060001\u00a0002']);
  });
});

describe('labels of the grids in view', () => {
  test('the digits that all share are dropped', () => {
    expect(labels([code('003', '003', '001'), code('003', '004', '002')])).toEqual(['003 001', '004 002']);
    expect(labels([code('003', '003', '001'), code('003', '003', '002')])).toEqual(['001', '002']);
  });

  test("across a street limit the street's three digits are added", () => {
    expect(labels([code('003', '003', '001'), code('003', '003', '002'), code('004', '002', '005')])).toEqual(
      ['003 001', '003 002', '004 002 005'],
    );
  });

  test("the selected grid's street is the home street", () => {
    const codes = [code('003', '003', '001'), code('003', '003', '002'), code('004', '002', '005')];
    expect(labels(codes, code('004', '002', '005'))).toEqual(['003 003 001', '003 003 002', '002 005']);
  });

  test('where no street has more than half of the grids, all show their street', () => {
    expect(labels([code('003', '003', '001'), code('004', '002', '005')])).toEqual([
      '003 003 001',
      '004 002 005',
    ]);
  });

  test('one grid alone keeps two groups', () => {
    expect(labels([code('003', '003', '001')])).toEqual(['003 001']);
  });

  test('no two labels in view are alike', () => {
    const codes = ['001', '002', '003'].flatMap((street) =>
      ['001', '002'].flatMap((community) => ['001', '002'].map((grid) => code(street, community, grid))),
    );
    for (const selected of [undefined, ...codes]) {
      expect(new Set(labels(codes, selected)).size).toBe(codes.length);
    }
  });

  test('codes of another form are shown whole', () => {
    expect(labels(['PARK-7', 'PARK-8'])).toEqual(['PARK-7', 'PARK-8']);
    expect(labels([])).toEqual([]);
  });
});
