// The geometries of a backup on their way back: checked down to the last number, and written anew. PostGIS reads only what
// we have written.
import { BackupRefused } from './format.ts';

/** How deep the positions lie. */
const depths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** Half the equator in EPSG:3857, which is more than 180 degrees. */
const LARGEST_ORDINATE = 20_037_509;

/**
 * GeoJSON for `st_geomfromgeojson`: a type, and pairs of numbers. A number that JSON has read is written with the digits
 * that make it the same double again.
 *
 * @throws BackupRefused
 */
export function shapeText(value: unknown): string {
  const { type, coordinates } = (value ?? {}) as { type?: unknown; coordinates?: unknown };
  const depth = typeof type === 'string' && Object.hasOwn(depths, type) ? depths[type] : undefined;
  if (depth === undefined || !isNested(coordinates, depth)) {
    throw new BackupRefused('The backup is damaged: a geometry is not made of positions');
  }
  return JSON.stringify({ type, coordinates });
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.every((item) => isNested(item, depth - 1));
  return value.length === 2 && value.every(isOrdinate);
}

function isOrdinate(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= LARGEST_ORDINATE;
}
