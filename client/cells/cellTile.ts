// Vector tiles of hexagons or of their centres, made where they are shown: the style of the map stays small, and a change of
// the cells replaces the tiles one by one.
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { HexagonGrid } from '../../core/hexagons.ts';
import type { Cell } from './cellSet.ts';

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** As the style's layers name it. */
const cellLayer = 'cells';

const extent = 4096;
/** Units that a neighbouring tile's hexagon may reach into this one. */
const buffer = 128;

/** Fixed-size world coordinates of every cell: made once, whatever tiles are asked for. */
export interface PlacedCells {
  cells: readonly Cell[];
  weights: Float64Array | undefined;
  /** x and y of the centres in parts of the world, y down. */
  centres: Float64Array;
  grid: HexagonGrid;
}

export function placeCells(
  cells: readonly Cell[],
  weights: Float64Array | undefined,
  grid: HexagonGrid,
): PlacedCells {
  const centres = new Float64Array(cells.length * 2);
  for (const [index, [q, r]] of cells.entries()) {
    const [lon, lat] = grid.centre([q, r]);
    centres[2 * index] = worldX(lon);
    centres[2 * index + 1] = worldY(lat);
  }
  return { cells, weights, centres, grid };
}

/** Cells with weights become points, each in one tile; the others hexagons, in every tile that they touch. */
export function cellTile(placed: PlacedCells, { z, x, y }: TileAddress): Uint8Array {
  const scale = 2 ** z * extent;
  const { cells, weights, centres, grid } = placed;
  const margin = weights === undefined ? buffer + reachOf(placed, scale) : 0;
  const features = [];
  for (const [index, [q, r, count, before]] of cells.entries()) {
    const centreX = centres[2 * index]! * scale - x * extent;
    const centreY = centres[2 * index + 1]! * scale - y * extent;
    const isOutside =
      centreX < -margin || centreY < -margin || centreX >= extent + margin || centreY >= extent + margin;
    if (isOutside) continue;
    if (weights === undefined) {
      const ring = grid
        .ring([q, r])
        .map(([lon, lat]): [number, number] => [
          Math.round(worldX(lon) * scale - x * extent),
          Math.round(worldY(lat) * scale - y * extent),
        ]);
      // exterior rings of a tile run clockwise as seen, the server's run the other way round
      features.push({
        type: 3 as const,
        geometry: [ring.reverse()],
        tags: { q, r, count, before, change: count - before },
      });
    } else {
      const at: [number, number] = [
        Math.min(extent - 1, Math.round(centreX)),
        Math.min(extent - 1, Math.round(centreY)),
      ];
      features.push({ type: 1 as const, geometry: [at], tags: { weight: weights[index]! } });
    }
  }
  return fromGeojsonVt({ [cellLayer]: { features } as never }, { version: 2, extent });
}

/** Units from the centre of a cell to its corner. */
function reachOf({ cells, grid }: PlacedCells, scale: number): number {
  const [first] = cells;
  if (first === undefined) return 0;
  const [q, r] = first;
  const [north] = grid.ring([q, r]);
  const [, lat] = grid.centre([q, r]);
  return Math.abs(worldY(north![1]) - worldY(lat)) * scale;
}

function worldX(lon: number): number {
  return lon / 360 + 0.5;
}

function worldY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}
