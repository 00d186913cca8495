import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresPerPixel, scaleBar } from './scale.ts';

test('a pixel of the whole world is 78 km at the equator, and half of it at 60 degrees', () => {
  expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.5, 1);
  expect(metresPerPixel(0, 60)).toBeCloseTo(39_135.8, 1);
});

test('the bar is a round length that fits, and more than a third of the room', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 20, noNaN: true }),
      fc.double({ min: -75, max: 75, noNaN: true }),
      (zoom, lat) => {
        const { metres, px } = scaleBar(zoom, lat, 100);
        expect(px).toBeLessThanOrEqual(100 + 1e-9);
        expect(px).toBeGreaterThan(39);
        expect(String(Number(metres.toPrecision(3)))).toMatch(/^0?\.?0*[125]0*(e\+\d+)?$/);
      },
    ),
  );
});
