// Fixed-point shapes to and from PostGIS, always as GeoJSON of our own making: 7 decimals are exactly one double each.
import {
  type Fixed,
  type FixedMultiPolygon,
  type FixedPolygon,
  type FixedRing,
  toDegrees,
  toFixed,
} from '../../core/coordinates.ts';

/** west, south, east, north in fixed-point units */
export type FixedBox = [number, number, number, number];

/** A MultiPolygon in degrees, for `st_geomfromgeojson`. */
export function toGeoJson(polygons: FixedMultiPolygon): string {
  return multiPolygonText(polygons, (x, y) => `[${toDegrees(x)},${toDegrees(y)}]`);
}

/**
 * A MultiPolygon in EPSG:3857 metres, to the millimetre. Neighbours share integer vertices, so they share these too.
 * The outlines' one projection: nothing else projects them, so tiles never show two versions of an edge.
 */
export function toMercatorGeoJson(polygons: FixedMultiPolygon): string {
  return multiPolygonText(polygons, (x, y) => {
    const [east, north] = toMercator(x, y);
    return `[${Math.round(east * 1000) / 1000},${Math.round(north * 1000) / 1000}]`;
  });
}

/** A Point in degrees, for `st_geomfromgeojson`. */
export function toPointGeoJson([x, y]: readonly [Fixed, Fixed]): string {
  return `{"type":"Point","coordinates":[${toDegrees(x)},${toDegrees(y)}]}`;
}

/** What `st_asgeojson(geom, 7)` gives for a MultiPolygon. */
export function fromGeoJson(text: string): FixedMultiPolygon {
  const { coordinates } = JSON.parse(text) as { coordinates: number[][][][] };
  return coordinates.map((polygon) => polygon.map(toRing));
}

/**
 * The same shape in the one order that is compared and stored: rings begin at their lowest vertex, holes and parts
 * are sorted by it. So the same boundary always gives the same bytes, however it was drawn.
 */
export function canonical(polygons: FixedMultiPolygon): FixedMultiPolygon {
  const rotated = polygons.map((polygon): FixedPolygon => {
    const [shell, ...holes] = polygon.map(fromLowestVertex);
    return shell ? [shell, ...holes.sort(compareRings)] : [];
  });
  return rotated.sort((a, b) => compareRings(a[0]!, b[0]!));
}

/** Whether two canonical shapes have the same vertices. */
export function sameShape(a: FixedMultiPolygon, b: FixedMultiPolygon): boolean {
  return sameList(a, b, (left, right) => sameList(left, right, (p, q) => compareRings(p, q) === 0));
}

export function boxOf(polygons: FixedMultiPolygon): FixedBox {
  const box: FixedBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygons) {
    const shell = polygon[0] ?? new Int32Array();
    for (let i = 0; i < shell.length; i += 2) {
      box[0] = Math.min(box[0], shell[i]!);
      box[1] = Math.min(box[1], shell[i + 1]!);
      box[2] = Math.max(box[2], shell[i]!);
      box[3] = Math.max(box[3], shell[i + 1]!);
    }
  }
  return box;
}

const EARTH_RADIUS_M = 6378137;

function toMercator(x: number, y: number): [number, number] {
  const radians = (units: number) => (toDegrees(units) * Math.PI) / 180;
  return [EARTH_RADIUS_M * radians(x), EARTH_RADIUS_M * Math.log(Math.tan(Math.PI / 4 + radians(y) / 2))];
}

function multiPolygonText(polygons: FixedMultiPolygon, position: (x: number, y: number) => string): string {
  const ringText = (ring: FixedRing) => {
    const positions: string[] = [];
    for (let i = 0; i < ring.length; i += 2) positions.push(position(ring[i]!, ring[i + 1]!));
    positions.push(positions[0]!);
    return `[${positions.join(',')}]`;
  };
  const polygonTexts = polygons.map((polygon) => `[${polygon.map(ringText).join(',')}]`);
  return `{"type":"MultiPolygon","coordinates":[${polygonTexts.join(',')}]}`;
}

function toRing(positions: number[][]): FixedRing {
  const ring = new Int32Array((positions.length - 1) * 2);
  for (let i = 0; i < positions.length - 1; i++) {
    ring[2 * i] = toFixed(positions[i]![0]!);
    ring[2 * i + 1] = toFixed(positions[i]![1]!);
  }
  return ring;
}

function fromLowestVertex(ring: FixedRing): FixedRing {
  let lowest = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const isLower =
      ring[i]! < ring[lowest]! || (ring[i] === ring[lowest] && ring[i + 1]! < ring[lowest + 1]!);
    if (isLower) lowest = i;
  }
  const rotated = new Int32Array(ring.length);
  rotated.set(ring.subarray(lowest));
  rotated.set(ring.subarray(0, lowest), ring.length - lowest);
  return rotated;
}

function compareRings(a: FixedRing, b: FixedRing): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (left: T, right: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index]!));
}
