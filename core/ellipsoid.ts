// The WGS84 ellipsoid: how long a small step in degrees is.
import { UNITS_PER_DEGREE } from './coordinates.ts';

export const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
export const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
export const RADIANS_PER_UNIT = Math.PI / 180 / UNITS_PER_DEGREE;

/** Metres per unit (1e-7 degree) east and north at a latitude in units. */
export function metresPerUnit(latFixed: number): { x: number; y: number } {
  const latitude = latFixed * RADIANS_PER_UNIT;
  const { across, along } = radiiOfCurvatureM(latitude);
  return { x: across * Math.cos(latitude) * RADIANS_PER_UNIT, y: along * RADIANS_PER_UNIT };
}

/** Of the ellipsoid at a latitude in radians: across the meridian and along it. */
export function radiiOfCurvatureM(latitude: number): { across: number; along: number } {
  const w2 = 1 - ECCENTRICITY_SQUARED * Math.sin(latitude) ** 2;
  const w = Math.sqrt(w2);
  return { across: SEMI_MAJOR_M / w, along: (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / (w2 * w) };
}
