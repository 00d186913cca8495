// Areas and lengths on the WGS84 ellipsoid, the only ones that are stored or shown.
import geographiclib from 'geographiclib-geodesic';
import { type FixedMultiPolygon, type FixedRing, toDegrees } from './coordinates.ts';
import { ECCENTRICITY_SQUARED, metresPerUnit, RADIANS_PER_UNIT, SEMI_MAJOR_M } from './ellipsoid.ts';

export { metresPerUnit } from './ellipsoid.ts';
export { labelPoint } from './labelPoint.ts';

const { WGS84 } = geographiclib.Geodesic;
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);

/** About 300 m: up to here an edge straight in degrees and the geodesic part by at most 2 mm. */
const SHORT_EDGE_UNITS = 30_000;

/** Square metres of the polygons, shells minus holes; edges are geodesics, as in `ST_Area(geography)`. */
export function polygonAreaM2(polygons: FixedMultiPolygon): number {
  let area = 0;
  for (const [shell, ...holes] of polygons) {
    if (!shell) continue;
    area += ringAreaM2(shell);
    for (const hole of holes) area -= ringAreaM2(hole);
  }
  return area;
}

/** Metres along the geodesic between two points in units. */
export function distanceM(ax: number, ay: number, bx: number, by: number): number {
  return WGS84.Inverse(
    toDegrees(ay),
    toDegrees(ax),
    toDegrees(by),
    toDegrees(bx),
    geographiclib.Geodesic.DISTANCE,
  ).s12!;
}

/** Metres from a point to the nearest point of a segment, all in units; good to 1e-4 within 10 km. */
export function pointToSegmentM(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const atPoint = metresPerUnit(py);
  const dx = (bx - ax) * atPoint.x;
  const dy = (by - ay) * atPoint.y;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((px - ax) * atPoint.x * dx + (py - ay) * atPoint.y * dy) / length2;
  const t = Math.max(0, Math.min(1, along));
  const nearestX = ax + t * (bx - ax);
  const nearestY = ay + t * (by - ay);
  const between = metresPerUnit((py + nearestY) / 2);
  return Math.hypot((px - nearestX) * between.x, (py - nearestY) * between.y);
}

function ringAreaM2(ring: FixedRing): number {
  if (ring.length < 6) return 0;
  return Math.abs(hasLongEdge(ring) ? geodesicRingAreaM2(ring) : shortEdgedRingAreaM2(ring));
}

function hasLongEdge(ring: FixedRing): boolean {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (Math.abs(ring[i]! - ring[j]!) > SHORT_EDGE_UNITS) return true;
    if (Math.abs(ring[i + 1]! - ring[j + 1]!) > SHORT_EDGE_UNITS) return true;
  }
  return false;
}

function geodesicRingAreaM2(ring: FixedRing): number {
  const polygon = WGS84.Polygon(false);
  for (let i = 0; i < ring.length; i += 2) polygon.AddPoint(toDegrees(ring[i + 1]!), toDegrees(ring[i]!));
  return polygon.Compute(false, true).area!;
}

/**
 * The sum of strips between each edge and the ring's first parallel. A strip's height is the ellipsoid's exact area
 * per radian of longitude (its authalic function), taken half-way along the edge: 100 times as fast as geodesics.
 */
function shortEdgedRingAreaM2(ring: FixedRing): number {
  const base = areaPerRadianM2(ring[1]!);
  let area = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const middle = (ring[i + 1]! + ring[j + 1]!) / 2;
    area -= (ring[i]! - ring[j]!) * RADIANS_PER_UNIT * (areaPerRadianM2(middle) - base);
  }
  return area;
}

/** Square metres between the equator and a latitude in units, per radian of longitude. */
function areaPerRadianM2(latFixed: number): number {
  const sine = Math.sin(latFixed * RADIANS_PER_UNIT);
  const inner =
    sine / (1 - ECCENTRICITY_SQUARED * sine * sine) + Math.atanh(ECCENTRICITY * sine) / ECCENTRICITY;
  return (SEMI_MAJOR_M * SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) * inner) / 2;
}
