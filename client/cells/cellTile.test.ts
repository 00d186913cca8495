import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { hexagonGrid } from '../../core/hexagons.ts';
import { cellTile, placeCells } from './cellTile.ts';

const grid = hexagonGrid([120.45, 36.38], 150);
/** The tile that the origin lies in, and where. */
const at = (z: number) => {
  const x = ((120.45 + 180) / 360) * 2 ** z;
  const latitude = (36.38 * Math.PI) / 180;
  const y = (0.5 - Math.log((1 + Math.sin(latitude)) / (1 - Math.sin(latitude))) / (4 * Math.PI)) * 2 ** z;
  return { z, x: Math.floor(x), y: Math.floor(y) };
};
const read = (tile: Uint8Array) => new VectorTile(new PbfReader(tile)).layers.cells;

describe('a tile of cells', () => {
  test('has the hexagons where they lie, with their numbers', () => {
    const layer = read(cellTile(placeCells([[0, 0, 7, 9]], undefined, grid), at(14)))!;
    expect(layer.length).toBe(1);
    const feature = layer.feature(0);
    expect(feature.properties).toEqual({ q: 0, r: 0, count: 7, before: 9, change: -2 });
    const { x, y, z } = at(14);
    const shape = feature.toGeoJSON(x, y, z).geometry as GeoJSON.Polygon;
    const ring = grid.ring([0, 0]);
    for (const [lon, lat] of shape.coordinates[0]!) {
      // a unit of the tile is half a metre
      expect(Math.min(...ring.map((corner) => Math.hypot(corner[0] - lon!, corner[1] - lat!)))).toBeLessThan(
        1e-5,
      );
    }
  });

  test('has a hexagon that lies across its edge in both tiles, and a centre in one', () => {
    const cells = Array.from({ length: 60 }, (_, q) => [q, 0, 1, 0] as const);
    const { z, x, y } = at(14);
    const inTiles = (weights: Float64Array | undefined) =>
      [0, 1, 2, 3, 4, 5].flatMap((step) => {
        const layer = read(cellTile(placeCells(cells, weights, grid), { z, x: x + step, y }));
        return Array.from({ length: layer?.length ?? 0 }, (_, index) => layer!.feature(index).properties);
      });
    expect(inTiles(undefined).length).toBeGreaterThan(60);
    expect(new Set(inTiles(undefined).map(({ q }) => q)).size).toBe(60);
    const weighed = inTiles(Float64Array.from(cells, (_, index) => index));
    expect(weighed.map(({ weight }) => weight)).toEqual(cells.map((_, index) => index));
  });

  test('is empty where there are none', () => {
    expect(
      read(cellTile(placeCells([[0, 0, 1, 0]], undefined, grid), { z: 14, x: 0, y: 0 }))?.length ?? 0,
    ).toBe(0);
    expect(read(cellTile(placeCells([], undefined, grid), at(10)))?.length ?? 0).toBe(0);
  });
});
