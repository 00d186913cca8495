// Vector tiles encoded in Node, for a database without protobuf (the built-in one).
import type { GeoJSONVTFeature, GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Geometry, Position } from 'geojson';
import { tileExtent } from './tileCoordinate.ts';

export interface ShapeRow {
  sourceLayer: string;
  id: number | null;
  properties: Record<string, string | number>;
  /** GeoJSON in whole tile units, y down */
  geometry: string;
}

/** The rows as a Mapbox Vector Tile 2.1, one layer per name in the given order; a layer without rows is left out. */
export function encodeTile(sourceLayers: readonly string[], rows: readonly ShapeRow[]): Buffer {
  const encoded = sourceLayers.map((name) => {
    const features = rows.filter((row) => row.sourceLayer === name).flatMap(vectorFeatures);
    if (features.length === 0) return Buffer.alloc(0);
    // of a tile the encoder reads the features alone
    const tile = { features } as unknown as GeoJSONVTTile;
    return fromGeojsonVt({ [name]: tile }, { version: 2, extent: tileExtent });
  });
  return Buffer.concat(encoded);
}

function vectorFeatures(row: ShapeRow): GeoJSONVTFeature[] {
  const identity = { ...(row.id === null ? {} : { id: row.id }), tags: row.properties };
  return parts(JSON.parse(row.geometry) as Geometry).map(
    ({ type, geometry }) => ({ ...identity, type, geometry }) as GeoJSONVTFeature,
  );
}

interface Part {
  type: 1 | 2 | 3;
  geometry: Position[] | Position[][];
}

/** A collection comes apart into one feature for each of its kinds of geometry. */
function parts(geometry: Geometry): Part[] {
  switch (geometry.type) {
    case 'Point':
      return [{ type: 1, geometry: [geometry.coordinates] }];
    case 'MultiPoint':
      return [{ type: 1, geometry: geometry.coordinates }];
    case 'LineString':
      return lines([geometry.coordinates]);
    case 'MultiLineString':
      return lines(geometry.coordinates);
    case 'Polygon':
      return polygons([geometry.coordinates]);
    case 'MultiPolygon':
      return polygons(geometry.coordinates);
    case 'GeometryCollection':
      return geometry.geometries.flatMap(parts);
  }
}

function lines(coordinates: Position[][]): Part[] {
  const visible = coordinates.filter((line) => line.length > 1);
  return visible.length === 0 ? [] : [{ type: 2, geometry: visible }];
}

function polygons(coordinates: Position[][][]): Part[] {
  const rings = coordinates.flatMap(([shell, ...holes]) => {
    if (shell === undefined || doubleArea(shell) === 0) return [];
    return [
      wound(shell, 1),
      ...holes.filter((hole) => doubleArea(hole) !== 0).map((hole) => wound(hole, -1)),
    ];
  });
  return rings.length === 0 ? [] : [{ type: 3, geometry: rings }];
}

/** The format tells shells from holes by their winding: in tile units, y down, a shell's area is positive. */
function wound(ring: Position[], sign: 1 | -1): Position[] {
  return Math.sign(doubleArea(ring)) === sign ? ring : ring.toReversed();
}

function doubleArea(ring: Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1]!, ring[i]!];
    sum += from[0]! * to[1]! - to[0]! * from[1]!;
  }
  return sum;
}
