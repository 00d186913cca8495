import type { MultiPolygon, Position } from 'geojson';
import { toDegrees } from '../core/coordinates.ts';
import type { CoverageGrid } from '../core/coverage.ts';

/** The grid's shape in degrees. */
export function geoJsonOf({ polygons }: CoverageGrid): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(positionsOf)) };
}

function positionsOf(ring: Int32Array): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([toDegrees(ring[i]!), toDegrees(ring[i + 1]!)]);
  return [...positions, positions[0]!];
}
