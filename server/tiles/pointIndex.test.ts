import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PointTable } from '../snapshot/pointTable.ts';
import { CountedCells } from './countedCells.ts';
import { bucketZoom, indexOf } from './pointIndex.ts';
import { worldX, worldY } from './world.ts';

/** A few kilometres, so that points share buckets. */
const x = fc.integer({ min: 1_204_000_000, max: 1_204_300_000 });
const y = fc.integer({ min: 363_000_000, max: 363_300_000 });
const step = fc.record({ id: fc.integer({ min: 1, max: 25 }), at: fc.option(fc.tuple(x, y)) });

test('an index finds what its table holds, whatever was put, moved and removed after it was made', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, indexedAfter) => {
      const table = new PointTable({});
      const held = new Map<number, [number, number]>();
      for (const [at, { id, at: place }] of steps.entries()) {
        if (at === indexedAfter) indexOf(table);
        if (place === null) {
          table.remove(id);
          held.delete(id);
        } else {
          table.put({ id, x: place[0], y: place[1], grid: -1 });
          held.set(id, place);
        }
      }
      const index = indexOf(table);
      const all = [...index.within(0, 0, 2 ** 32 - 1, 2 ** 32 - 1)];
      const found = all.flatMap((bucket) =>
        bucket.rows.map((row) => [table.columns.id[row]!, bucket] as const),
      );
      expect(found.map(([id]) => id).sort((a, b) => a - b)).toEqual([...held.keys()].sort((a, b) => a - b));
      for (const [id, bucket] of found) {
        const [atX, atY] = held.get(id)!;
        expect([worldX(atX) >>> 16, worldY(atY) >>> 16]).toEqual([bucket.x, bucket.y]);
      }
      for (const { rows, sumX, sumY } of all) {
        expect(sumX).toBe(rows.reduce((sum, row) => sum + (index.x[row]! & 0xffff), 0));
        expect(sumY).toBe(rows.reduce((sum, row) => sum + (index.y[row]! & 0xffff), 0));
      }
    }),
  );
});

test('cells counted from buckets are those counted point by point', () => {
  const table = new PointTable({});
  for (let id = 1; id <= 3000; id += 1) {
    table.put({ id, x: 1_204_000_000 + ((id * 7919) % 900_000), y: 363_000_000 + id * 211, grid: -1 });
  }
  const index = indexOf(table);
  for (let z = 6; z <= bucketZoom; z += 1) {
    const tile = { z, x: index.x[0]! >>> (32 - z), y: index.y[0]! >>> (32 - z) };
    const [fromBuckets, fromPoints] = [new CountedCells(tile), new CountedCells(tile)];
    fromBuckets.count(index, undefined);
    fromPoints.count(index, () => true);
    expect([...fromBuckets.cells()]).toEqual([...fromPoints.cells()]);
    expect([...fromBuckets.cells()].length).toBeGreaterThan(0);
  }
});
