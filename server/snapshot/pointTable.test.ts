import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PointTable } from './pointTable.ts';

test('a table holds for every id what was put last, whatever was put and removed before', () => {
  const operation = fc.record({ id: fc.integer({ min: 1, max: 30 }), weight: fc.option(fc.nat(1000)) });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      const table = new PointTable({ weight: new Int32Array() });
      const expected = new Map<number, number>();
      for (const { id, weight } of operations) {
        if (weight === null) {
          table.remove(id);
          expected.delete(id);
        } else {
          table.put({ id, x: id * 10, y: -id, grid: id % 3, weight });
          expected.set(id, weight);
        }
      }
      const { id, x, y, grid, weight } = table.columns;
      const held = new Map(Array.from({ length: table.length }, (_, row) => [id[row]!, weight[row]!]));
      expect(held).toEqual(expected);
      for (let row = 0; row < table.length; row += 1) {
        expect([x[row], y[row], grid[row]]).toEqual([id[row]! * 10, -id[row]!, id[row]! % 3]);
      }
    }),
  );
});

test('a table grows by itself and keeps what it holds', () => {
  const table = new PointTable({});
  for (let id = 1; id <= 5000; id += 1) table.put({ id, x: id, y: id, grid: -1 });
  expect(table.length).toBe(5000);
  expect(table.columns.x[0]).toBe(1);
  expect(table.columns.x[4999]).toBe(5000);
});

test('for another list of grids the grid column is rewritten, and unassigned points stay so', () => {
  const table = new PointTable({});
  [0, 1, -1, 2].forEach((grid, index) => {
    table.put({ id: index + 1, x: 0, y: 0, grid });
  });
  table.replaceGrids((index) => [5, -1, 0][index]!);
  expect([...table.columns.grid.subarray(0, 4)]).toEqual([5, -1, -1, 0]);
});
