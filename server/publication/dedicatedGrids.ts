// Whether a dedicated grid stays inside one community: exact, in integers (midpoints in halves).
import { type Fixed, type FixedMultiPolygon, type FixedRing, orientation } from '../../core/coordinates.ts';
import type { Coverage } from '../../core/coverage.ts';
import { labelPoint } from '../../core/geodesy.ts';
import { boxOf } from './geometry.ts';

type Segment = readonly [ax: number, ay: number, bx: number, by: number];

/**
 * A place where the shape is outside the community, or undefined. A shape inside has its label point inside, and no
 * edge of the community's limit runs through its interior; along the limit it may touch it.
 */
export function leavesItsCommunity(
  polygons: FixedMultiPolygon,
  community: string,
  base: Coverage,
  communityOfFace: readonly string[],
): [Fixed, Fixed] | undefined {
  const isMember = (face: number) => communityOfFace[face] === community;
  const limit: Segment[] = [];
  const box = boxOf(polygons);
  for (const edge of base.edges) {
    if (isMember(edge.leftFace) === isMember(edge.rightFace)) continue;
    for (const segment of segmentsOf(edge.points)) limit.push(segment);
  }
  const near = limit.filter((segment) => touchesBox(segment, box));
  const edges = polygons.flatMap((polygon) => polygon.flatMap(ringSegments));
  for (const segment of near) {
    const place = placeInside(segment, edges);
    if (place) return place;
  }
  // no limit runs through any part, so one point of each part speaks for all of it
  for (const polygon of polygons) {
    const [x, y] = labelPoint([polygon]);
    if (!isOddlyEnclosed(x, y, limit)) return [x, y];
  }
  return undefined;
}

/** A point of the segment strictly inside the shape with these edges, or undefined. */
function placeInside(segment: Segment, edges: readonly Segment[]): [Fixed, Fixed] | undefined {
  const [ax, ay, bx, by] = segment;
  // vertices of the shape on the segment cut it into pieces, each wholly inside, wholly outside or along an edge
  const cuts: [number, number][] = [
    [ax, ay],
    [bx, by],
  ];
  for (const edge of edges) {
    if (crossesProperly(segment, edge)) return [edge[0] as Fixed, edge[1] as Fixed];
    if (isOnSegment(edge[0], edge[1], segment)) cuts.push([edge[0], edge[1]]);
  }
  cuts.sort((p, q) => Math.abs(p[0] - ax) + Math.abs(p[1] - ay) - Math.abs(q[0] - ax) - Math.abs(q[1] - ay));
  for (let i = 1; i < cuts.length; i++) {
    const x = (cuts[i - 1]![0] + cuts[i]![0]) / 2;
    const y = (cuts[i - 1]![1] + cuts[i]![1]) / 2;
    const isOnEdge = edges.some((edge) => isOnSegment(x, y, edge));
    if (!isOnEdge && isOddlyEnclosed(x, y, edges)) return [Math.round(x) as Fixed, Math.round(y) as Fixed];
  }
  return undefined;
}

/** Even-odd rule: a ray to the east crosses the edges an odd number of times. */
function isOddlyEnclosed(x: number, y: number, edges: readonly Segment[]): boolean {
  let inside = false;
  for (const [ax, ay, bx, by] of edges) {
    if (ay > y === by > y) continue;
    const side = orientation(ax, ay, bx, by, x, y);
    if (side === (by > ay ? 1 : -1)) inside = !inside;
  }
  return inside;
}

function crossesProperly([ax, ay, bx, by]: Segment, [cx, cy, dx, dy]: Segment): boolean {
  return (
    orientation(ax, ay, bx, by, cx, cy) * orientation(ax, ay, bx, by, dx, dy) < 0 &&
    orientation(cx, cy, dx, dy, ax, ay) * orientation(cx, cy, dx, dy, bx, by) < 0
  );
}

function isOnSegment(x: number, y: number, [ax, ay, bx, by]: Segment): boolean {
  const isInBox =
    x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
  return isInBox && orientation(ax, ay, bx, by, x, y) === 0;
}

function touchesBox([ax, ay, bx, by]: Segment, [west, south, east, north]: readonly number[]): boolean {
  return (
    Math.max(ax, bx) >= west! &&
    Math.min(ax, bx) <= east! &&
    Math.max(ay, by) >= south! &&
    Math.min(ay, by) <= north!
  );
}

function segmentsOf(points: ArrayLike<number>): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i + 3 < points.length; i += 2) {
    segments.push([points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!]);
  }
  return segments;
}

function ringSegments(ring: FixedRing): Segment[] {
  const last = ring.length - 2;
  return [...segmentsOf(ring), [ring[last]!, ring[last + 1]!, ring[0]!, ring[1]!]];
}
