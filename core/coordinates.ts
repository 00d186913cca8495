// Fixed-point coordinates: an integer count of 1e-7 degree, about 1 cm. ±180° fits an Int32, and inside a region
// (under 9.4° across) the product of two differences is an integer below 2^53, so orientation tests are exact.
import gcoord from 'gcoord';

/** An ordinate in units of 1e-7 degree. A number of its own kind, so that it cannot be mixed with degrees. */
export type Fixed = number & { readonly unit: 'degree/1e7' };

export const UNITS_PER_DEGREE = 1e7;

/** The widest extent, in degrees, for which the products of `orientation` stay exact. */
export const MAX_EXTENT_DEGREES = 9.4;

/** A ring as x0, y0, x1, y1, … without a repeated last vertex. Shells run counter-clockwise, holes clockwise. */
export type FixedRing = Int32Array;
/** A shell and its holes. */
export type FixedPolygon = readonly FixedRing[];
export type FixedMultiPolygon = readonly FixedPolygon[];

/** Degrees to units, rounded to the nearest; this is the one place where precision is lost. */
export function toFixed(degrees: number): Fixed {
  return Math.round(degrees * UNITS_PER_DEGREE) as Fixed;
}

/** Units to degrees: the double nearest to the decimal fraction, so that 7 decimals round-trip. */
export function toDegrees(units: number): number {
  return units / UNITS_PER_DEGREE;
}

/**
 * On which side of the directed line a → b the point lies: positive left, negative right, 0 exactly on the line.
 * Exact for units within one region: each product is below 2^53 and the two are compared, not subtracted.
 */
export function orientation(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
): -1 | 0 | 1 {
  const left = (bx - ax) * (py - ay);
  const right = (by - ay) * (px - ax);
  return left > right ? 1 : left < right ? -1 : 0;
}

export const coordinateSystems = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
/** CGCS2000 (EPSG:4490) is taken as WGS84: they differ by centimetres. */
export type CoordinateSystem = (typeof coordinateSystems)[number];

/** Degrees in the given system to degrees in WGS84. */
export function toWgs84(lon: number, lat: number, from: CoordinateSystem): [number, number] {
  if (from === 'wgs84' || from === 'cgcs2000') return [lon, lat];
  const system = from === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  // a fresh array: gcoord mutates its input
  return gcoord.transform([lon, lat], system, gcoord.WGS84) as [number, number];
}

/** WGS84 degrees to GCJ-02, for Chinese web maps. Output only: a round trip moves a third of all points by a unit. */
export function toGcj02(lon: number, lat: number): [number, number] {
  return gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];
}
