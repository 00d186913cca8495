import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTile } from '../testing/tiles.ts';
import { GeometryWriter, geometryTypes, LayerWriter, type Value } from './vectorTile.ts';

const unit = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });
const position = fc.tuple(unit, unit);
const value: fc.Arbitrary<Value | undefined> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
  fc.constant(undefined),
);
const feature = fc.record({
  id: fc.option(fc.maxSafeNat(), { nil: undefined }),
  values: fc.tuple(value, value),
  line: fc.array(position, { minLength: 2, maxLength: 30 }),
});

test('what is written is what another reader reads', () => {
  fc.assert(
    fc.property(fc.array(feature, { minLength: 1, maxLength: 20 }), (features) => {
      const layer = new LayerWriter('路', ['name', 'size']);
      const geometry = new GeometryWriter();
      for (const { id, values, line } of features) {
        geometry.clear();
        geometry.line(Int32Array.from(line.flat()), line.length * 2);
        layer.add(id, geometryTypes.line, values, geometry);
      }
      const expected = features.map(({ id, values: [name, size], line }) => ({
        id,
        type: 'line',
        properties: { ...(name === undefined ? {} : { name }), ...(size === undefined ? {} : { size }) },
        lines: [line],
      }));
      expect(decodeTile(layer.finish())).toEqual({ 路: expected });
    }),
  );
});

test('rings are closed, and several parts follow each other', () => {
  const layer = new LayerWriter('shapes', []);
  const geometry = new GeometryWriter();
  geometry.ring(Int32Array.of(0, 0, 10, 0, 10, 10, 99, 99), 6);
  geometry.ring(Int32Array.of(5, 1, 6, 2, 6, 1), 6);
  layer.add(7, geometryTypes.polygon, [], geometry);
  expect(decodeTile(layer.finish()).shapes![0]!.lines).toEqual([
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 0],
    ],
    [
      [5, 1],
      [6, 2],
      [6, 1],
      [5, 1],
    ],
  ]);
});

test('a layer without features is no bytes', () => {
  expect(new LayerWriter('empty', ['name']).finish().length).toBe(0);
});
