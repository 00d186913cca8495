// Tiles as a test reads them: decoded, in plain numbers.
import { VectorTile } from '@mapbox/vector-tile';
import type { FastifyInstance } from 'fastify';
import { PbfReader } from 'pbf';
import { expect } from 'vitest';
import type { TileJson } from '../tiles/schemas.ts';
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

/** How a test asks for tiles. */
export function tileReader(app: FastifyInstance) {
  /** A tile that is there. */
  async function tile(path: string): Promise<Record<string, DecodedFeature[]>> {
    const response = await app.inject(path);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
    return decodeTile(response.rawPayload);
  }

  /** All tiles of a zoom that the layer's bounds touch, with what is in their layer of that name. */
  async function tilesWithin(layer: string, z: number, query = ''): Promise<DecodedFeature[][]> {
    const { bounds } = (await app.inject(`/tiles/${layer}.json${query}`)).json<TileJson>();
    const [west, south, east, north] = bounds as [number, number, number, number];
    const [from, to] = [tileAt([west, north], z), tileAt([east, south], z)];
    const found: DecodedFeature[][] = [];
    for (let x = from.x; x <= to.x; x++) {
      for (let y = from.y; y <= to.y; y++) {
        const response = await app.inject(`/tiles/${layer}/${z}/${x}/${y}.mvt${query}`);
        expect([200, 204]).toContain(response.statusCode);
        found.push(decodeTile(response.rawPayload)[layer] ?? []);
      }
    }
    return found;
  }

  return { tile, tilesWithin };
}

export function tilePath(layer: string, z: number, place: readonly [number, number]): string {
  const { x, y } = tileAt(place, z);
  return `/tiles/${layer}/${z}/${x}/${y}.mvt`;
}

/** Whether the first position lies in the tile itself, not in its buffer: of all tiles that show it one alone says so. */
export function isOwn({ lines }: DecodedFeature): boolean {
  return lines[0]![0]!.every((unit) => unit >= 0 && unit < 4096);
}
