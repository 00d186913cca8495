// Where a tile lies. Web Mercator (EPSG:3857), the XYZ scheme: x from the west, y from the north.
import { badRequest } from '../errors.ts';

/** Tile units across a tile, and how far features reach over its edge. */
export const tileExtent = 4096;
export const tileBuffer = 64;

/** No scheme of ours goes further; a tile there is under 3 m wide. */
const maximumZoom = 24;

export interface TileCoordinate {
  z: number;
  x: number;
  y: number;
}

/** west, south, east, north in degrees */
export type Bounds = readonly [number, number, number, number];

export const worldBounds: Bounds = [-180, -85.0511287798066, 180, 85.0511287798066];

/** Checks three integers; throws 400 when they name no tile. */
export function tileCoordinate(z: number, x: number, y: number): TileCoordinate {
  if (z > maximumZoom) throw badRequest('z', z, `zooms are 0 to ${maximumZoom}`);
  const last = 2 ** z - 1;
  if (x > last) throw badRequest('x', x, `columns at zoom ${z} are 0 to ${last}`);
  if (y > last) throw badRequest('y', y, `rows at zoom ${z} are 0 to ${last}`);
  return { z, x, y };
}

export function tileBounds({ z, x, y }: TileCoordinate): Bounds {
  return [columnLongitude(x, z), rowLatitude(y + 1, z), columnLongitude(x + 1, z), rowLatitude(y, z)];
}

/** Longitude of a column's western edge; fractions of a column are allowed. */
export function columnLongitude(column: number, z: number): number {
  return (column / 2 ** z) * 360 - 180;
}

/** Latitude of a row's northern edge; fractions of a row are allowed. */
export function rowLatitude(row: number, z: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI;
}

/** The column and the row that a place lies in. */
export function columnAt(longitude: number, z: number): number {
  return Math.floor(((longitude + 180) / 360) * 2 ** z);
}

export function rowAt(latitude: number, z: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z);
}
