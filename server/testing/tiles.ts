// Tiles as a test reads them: decoded, in plain numbers.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { columnAt, rowAt } from '../tiles/tileCoordinate.ts';

export interface DecodedFeature {
  id: number | undefined;
  type: 'point' | 'line' | 'polygon';
  properties: Record<string, number | string | boolean>;
  /** Parts or rings of [x, y] in tile units; a ring ends where it began. */
  lines: [number, number][][];
}

const types = { 1: 'point', 2: 'line', 3: 'polygon' } as const;

/** Features by the name of their layer. */
export function decodeTile(bytes: Uint8Array): Record<string, DecodedFeature[]> {
  const tile = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index);
        return {
          id: feature.id,
          type: types[feature.type as 1 | 2 | 3],
          properties: { ...feature.properties },
          lines: feature.loadGeometry().map((line) => line.map(({ x, y }): [number, number] => [x, y])),
        };
      }),
    ]),
  );
}

/** The tile of a zoom that a place lies in. */
export function tileAt(
  [lon, lat]: readonly [number, number],
  z: number,
): { z: number; x: number; y: number } {
  return { z, x: columnAt(lon, z), y: rowAt(lat, z) };
}
