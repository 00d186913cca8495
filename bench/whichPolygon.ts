import whichPolygon from 'which-polygon';
import { toDegrees } from '../core/coordinates.ts';
import type { CoverageGrid } from '../core/coverage.ts';
import type { Points } from '../fixtures/points.ts';
import { geoJsonOf } from './geoJson.ts';

/** Prepares the index and the points outside the timing; the lookup writes the number of each point's grid, or −1. */
export function whichPolygonLookup(
  grids: readonly CoverageGrid[],
  { xs, ys }: Points,
): (faces: Int32Array) => void {
  const features = grids.map((grid, face) => ({
    type: 'Feature' as const,
    properties: { face },
    geometry: geoJsonOf(grid),
  }));
  const query = whichPolygon<{ face: number }>({ type: 'FeatureCollection', features });
  const positions = Array.from(xs, (x, i): [number, number] => [toDegrees(x), toDegrees(ys[i]!)]);
  return (faces) => {
    for (let i = 0; i < positions.length; i++) faces[i] = query(positions[i]!)?.face ?? -1;
  };
}
