import { interpolateCividis, schemeYlGnBu } from 'd3-scale-chromatic';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceClassOf, classify, classValue, samePaint, sequentialColours } from './classes.ts';

const counts = (values: (number | null)[]) => classify('households', values, 'light').classes;

describe('class breaks', () => {
  test('counts fall into five classes whose limits are values that occur', () => {
    const classes = counts([1, 2, 3, 50, 51, 100, 101, 200, 201, 400]);
    expect(classes.map(({ from, to, count }) => [from, to, count])).toEqual([
      [1, 3, 3],
      [50, 51, 2],
      [100, 101, 2],
      [200, 201, 2],
      [400, 400, 1],
    ]);
  });

  test('fewer than five different values give as many classes', () => {
    expect(counts([7, 7, 7]).map(({ from, to, count }) => [from, to, count])).toEqual([[7, 7, 3]]);
    expect(counts([0, 0, 5]).map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 0, 2],
      [5, 5, 1],
    ]);
  });

  test('no values give no classes', () => {
    expect(classify('households', [], 'light')).toEqual({
      scale: 'sequential',
      classes: [],
      withoutValue: 0,
    });
  });

  test('equal values never fall into two classes, and every value is counted once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }), (values) => {
        const classes = counts(values);
        expect(classes.reduce((total, { count }) => total + count, 0)).toBe(values.length);
        for (let index = 1; index < classes.length; index++) {
          expect(classes[index]!.from).toBeGreaterThan(classes[index - 1]!.to);
        }
        expect(new Set(classes.map(({ colour }) => colour)).size).toBe(classes.length);
      }),
    );
  });

  test('the balance has fixed breaks, and its middle class holds 100', () => {
    const { classes, withoutValue } = classify('workload', [60, 70, 100, 119.9, 120, 131, null], 'light');
    expect(classes.map(({ count }) => count)).toEqual([1, 1, 0, 1, 1, 1, 1]);
    expect(classes[3]).toMatchObject({ from: 93, to: 107, colour: '#F3EEEA' });
    expect(withoutValue).toBe(1);
  });

  test('low recedes on a dark map too', () => {
    const dark = classify('incidents', [1, 10, 100], 'dark').classes;
    expect(dark[0]!.colour).not.toBe(counts([1, 10, 100])[0]!.colour);
  });
});

test('the five colours are those of YlGnBu and of cividis', () => {
  expect(sequentialColours(5, 'light')).toEqual(schemeYlGnBu[5]);
  expect(sequentialColours(5, 'dark')).toEqual([0.1, 0.3, 0.5, 0.7, 0.95].map(interpolateCividis));
});

describe('what a grid is marked with on the map', () => {
  const balance = classify('workload', [60, 100, 140], 'light');

  test('is one value for each class, and lies in that class', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), (index) => {
        expect(balanceClassOf(classValue(balance, index))).toBe(balanceClassOf(index));
      }),
    );
    expect(classValue(balance, 81)).toBe(classValue(balance, 92.9));
    expect(classValue(balance, 92.9)).not.toBe(classValue(balance, 93));
  });

  test('other counts are the same paint, other limits or another theme are not', () => {
    expect(samePaint(balance, classify('workload', [5, 80, 80, 81], 'light'))).toBe(true);
    expect(samePaint(balance, classify('workload', [60, 100, 140], 'dark'))).toBe(false);
    expect(samePaint(classify('households', [1, 2], 'light'), classify('households', [1, 3], 'light'))).toBe(
      false,
    );
  });
});
