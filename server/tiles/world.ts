// Web Mercator in whole units: 2^32 across the world, a centimetre at the equator. A tile, a cell of a tile and a tile's unit
// are powers of two of them, so where something lies is told by shifting bits, and nothing lies in two tiles or in none.
import { toDegrees } from '../../core/coordinates.ts';
import { type TileCoordinate, tileExtent } from './tileCoordinate.ts';

export const worldBits = 32;
const worldUnits = 2 ** worldBits;
const lastUnit = worldUnits - 1;
const halfWorldM = 6378137 * Math.PI;

/** From units of 1e-7 degree. */
export function worldX(x: number): number {
  return clamped((x / 3.6e9 + 0.5) * worldUnits);
}

/** Rows run down. Beyond 85.05° everything lies on the edge of the world. */
export function worldY(y: number): number {
  const sine = Math.sin((toDegrees(y) * Math.PI) / 180);
  return clamped((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * worldUnits);
}

/** From metres of EPSG:3857. */
export function worldXOfMetres(x: number): number {
  return clamped(((x / halfWorldM + 1) / 2) * worldUnits);
}

export function worldYOfMetres(y: number): number {
  return clamped(((1 - y / halfWorldM) / 2) * worldUnits);
}

/** West and north edges of a tile, and how many world units one of its own is. */
export function tileOrigin({ z, x, y }: TileCoordinate): { left: number; top: number; unit: number } {
  const width = 2 ** (worldBits - z);
  return { left: x * width, top: y * width, unit: width / tileExtent };
}

function clamped(position: number): number {
  return Math.min(lastUnit, Math.max(0, Math.floor(position)));
}
