// A geometry from outside, believed step by step: structure, size, positions, rings. What passes is integers.
import * as structure from 'geojson-validation';
import {
  type CoordinateSystem,
  type Fixed,
  type FixedMultiPolygon,
  type FixedPolygon,
  type FixedRing,
  MAX_EXTENT_DEGREES,
  toDegrees,
  toFixed,
  toWgs84,
} from '../../core/coordinates.ts';
import { limits } from '../limits.ts';
import { checkRings } from './rings.ts';

export type Shape = 'point' | 'polygon' | 'line';

export type ValidGeometry =
  | { shape: 'point'; x: Fixed; y: Fixed }
  | { shape: 'polygon'; polygons: FixedMultiPolygon }
  | { shape: 'line'; lines: Int32Array[] };

/** Why a geometry cannot be used; `value` is the offending part. */
export class GeometryFault extends Error {
  readonly value: unknown;

  constructor(value: unknown, reason: string) {
    super(reason);
    this.name = 'GeometryFault';
    this.value = value;
  }
}

const geometryTypes: Readonly<
  Record<string, { shape: Shape; check: typeof structure.isPoint; depth: number }>
> = {
  Point: { shape: 'point', check: structure.isPoint, depth: 0 },
  LineString: { shape: 'line', check: structure.isLineString, depth: 1 },
  MultiLineString: { shape: 'line', check: structure.isMultiLineString, depth: 2 },
  Polygon: { shape: 'polygon', check: structure.isPolygon, depth: 2 },
  MultiPolygon: { shape: 'polygon', check: structure.isMultiPolygon, depth: 3 },
};

/**
 * A GeoJSON geometry of one of the wanted shapes, in WGS84 units: closed rings without their repeated last vertex,
 * shells counter-clockwise, holes clockwise.
 *
 * @throws GeometryFault
 */
export function parseGeometry(
  geometry: unknown,
  wanted: readonly Shape[],
  crs: CoordinateSystem,
): ValidGeometry {
  if (typeof geometry !== 'object' || geometry === null)
    throw new GeometryFault(geometry, 'is not a geometry');
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  const known =
    typeof type === 'string' && Object.hasOwn(geometryTypes, type) ? geometryTypes[type] : undefined;
  if (!known || !wanted.includes(known.shape)) {
    const names = Object.keys(geometryTypes).filter((name) => wanted.includes(geometryTypes[name]!.shape));
    throw new GeometryFault(type, `the geometry must be a ${names.join(', ')}`);
  }
  const positions = countPositions(coordinates, known.depth);
  if (positions > limits.geometryVertices) {
    const most = limits.geometryVertices;
    throw new GeometryFault(`${positions} positions`, `a geometry may have ${most} positions at most`);
  }
  checkStructure(geometry, known.check);
  if (known.shape === 'point') {
    const [x, y] = toUnits(coordinates, crs);
    return { shape: 'point', x, y };
  }
  if (known.shape === 'line') {
    const lines = (type === 'LineString' ? [coordinates] : coordinates) as unknown[][];
    return { shape: 'line', lines: lines.map((line) => toLine(line, crs)) };
  }
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as unknown[][][];
  return { shape: 'polygon', polygons: toPolygons(polygons, crs) };
}

/** Counted before anything walks the geometry as a whole. */
function countPositions(coordinates: unknown, depth: number): number {
  if (depth === 0 || !Array.isArray(coordinates)) return 1;
  if (depth === 1) return coordinates.length;
  return coordinates.reduce((sum: number, part) => sum + countPositions(part, depth - 1), 0);
}

function checkStructure(geometry: unknown, check: typeof structure.isPoint): void {
  let findings: string[] | undefined;
  try {
    findings = check(geometry, true);
  } catch {
    // the validator throws on an empty ring
    throw new GeometryFault(geometry, 'the geometry has an empty part');
  }
  if (findings && findings.length > 0) throw new GeometryFault(geometry, findings[0]!);
}

function toUnits(position: unknown, crs: CoordinateSystem): [Fixed, Fixed] {
  if (!Array.isArray(position) || position.length < 2 || position.length > 3) {
    throw new GeometryFault(position, 'a position is longitude, latitude and at most a height');
  }
  const [lon, lat] = position as number[];
  if (!position.every((ordinate) => Number.isFinite(ordinate))) {
    throw new GeometryFault(position, 'a position holds finite numbers');
  }
  if (Math.abs(lon!) > 180 || Math.abs(lat!) > 90) {
    const looksSwapped = Math.abs(lat!) <= 180 && Math.abs(lon!) <= 90;
    const looksProjected = Math.abs(lon!) > 1000 && Math.abs(lat!) > 1000;
    const advice = looksSwapped
      ? '; are latitude and longitude swapped?'
      : looksProjected
        ? '; these look like metres: convert the file to longitude and latitude'
        : '';
    throw new GeometryFault(position, `longitude is within ±180 and latitude within ±90${advice}`);
  }
  const [wgs84Lon, wgs84Lat] = toWgs84(lon!, lat!, crs);
  return [toFixed(wgs84Lon), toFixed(wgs84Lat)];
}

/** Rounded to units, without vertices that fall together. */
function toVertices(positions: readonly unknown[], crs: CoordinateSystem): number[] {
  const vertices: number[] = [];
  for (const position of positions) {
    const [x, y] = toUnits(position, crs);
    if (x !== vertices.at(-2) || y !== vertices.at(-1)) vertices.push(x, y);
  }
  return vertices;
}

function toLine(positions: readonly unknown[], crs: CoordinateSystem): Int32Array {
  const vertices = toVertices(positions, crs);
  if (vertices.length < 4) throw new GeometryFault(positions, 'a line has two different positions at least');
  return Int32Array.from(vertices);
}

function toPolygons(polygons: readonly unknown[][][], crs: CoordinateSystem): FixedMultiPolygon {
  if (polygons.length === 0 || polygons.some((polygon) => polygon.length === 0)) {
    throw new GeometryFault('', 'the geometry has an empty part');
  }
  const shapes = polygons.map((polygon): FixedPolygon => {
    const rings = polygon.map((ring) => toRing(ring, crs));
    return rings.map((ring, index) => (isCounterClockwise(ring) === (index === 0) ? ring : reversed(ring)));
  });
  checkExtent(shapes);
  const problem = checkRings(shapes);
  if (problem) throw new GeometryFault([toDegrees(problem.x), toDegrees(problem.y)], problem.reason);
  // only now: a bow-tie has no area either, and its crossing is what helps to find it
  const flat = shapes.flat().find((ring) => doubledArea(ring) === 0n);
  if (flat) throw new GeometryFault([toDegrees(flat[0]!), toDegrees(flat[1]!)], 'a ring encloses no area');
  return shapes;
}

function toRing(positions: readonly unknown[], crs: CoordinateSystem): FixedRing {
  const vertices = toVertices(positions, crs);
  // closed as given: an unclosed ring may lack more than its last vertex
  const first = positions[0] as number[] | undefined;
  const last = positions.at(-1) as number[] | undefined;
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    throw new GeometryFault([first, last], 'a ring ends where it begins');
  }
  const ring = Int32Array.from(vertices.slice(0, -2));
  if (ring.length < 6) {
    throw new GeometryFault(first, 'a ring has three different vertices at least');
  }
  return ring;
}

function checkExtent(polygons: FixedMultiPolygon): void {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of polygons.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i]!);
      east = Math.max(east, ring[i]!);
      south = Math.min(south, ring[i + 1]!);
      north = Math.max(north, ring[i + 1]!);
    }
  }
  const extent = toDegrees(Math.max(east - west, north - south));
  if (extent < MAX_EXTENT_DEGREES) return;
  const reason = `a shape may be ${MAX_EXTENT_DEGREES}° across at most, which is wider than any county`;
  throw new GeometryFault(`${extent}°`, reason);
}

function isCounterClockwise(ring: FixedRing): boolean {
  return doubledArea(ring) > 0n;
}

/** Exact; positive for counter-clockwise. */
function doubledArea(ring: FixedRing): bigint {
  const [originX, originY] = [ring[0]!, ring[1]!];
  let sum = 0n;
  for (let i = 2; i + 3 < ring.length; i += 2) {
    const [ax, ay] = [ring[i]! - originX, ring[i + 1]! - originY];
    const [bx, by] = [ring[i + 2]! - originX, ring[i + 3]! - originY];
    sum += BigInt(ax) * BigInt(by) - BigInt(bx) * BigInt(ay);
  }
  return sum;
}

function reversed(ring: FixedRing): FixedRing {
  const result = new Int32Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    result[i] = ring[ring.length - 2 - i]!;
    result[i + 1] = ring[ring.length - 1 - i]!;
  }
  return result;
}
