// The point inside a polygon that lies furthest from its edges, where a label or a marker reads best.
import type { Fixed, FixedMultiPolygon, FixedPolygon } from './coordinates.ts';
import { locateInPolygons } from './ringWalk.ts';

/** The search stops when no cell can better the best distance by more than this share of the polygon's extent. */
const PRECISION = 1 / 40;

/** At most so many cells side by side at the start. */
const LONGEST_ROW = 64;

interface Candidate {
  x: number;
  y: number;
  /** To the nearest edge, in units of latitude; negative outside. */
  distance: number;
}

interface Cell extends Candidate {
  half: number;
  /** No point of the cell lies further inside than this. */
  bound: number;
}

/**
 * A point strictly inside the polygons, far from their edges, in units. Where none of the searched integer points is
 * inside, as in a sliver one unit wide, it is a vertex.
 */
export function labelPoint(polygons: FixedMultiPolygon): [Fixed, Fixed] {
  let best: Candidate | undefined;
  for (const polygon of polygons) {
    if ((polygon[0]?.length ?? 0) < 6) continue;
    const candidate = furthestInside(polygon);
    if (!best || candidate.distance > best.distance) best = candidate;
  }
  if (!best) throw new RangeError('a label point was asked of polygons without a ring');
  const x = Math.round(best.x);
  const y = Math.round(best.y);
  if (locateInPolygons(polygons, x, y) === 1) return [x as Fixed, y as Fixed];
  return insideOnSomeParallel(polygons) ?? [polygons[0]![0]![0] as Fixed, polygons[0]![0]![1] as Fixed];
}

/** The quadtree search of mapbox/polylabel, with longitudes shrunk by the cosine of the latitude. */
function furthestInside(polygon: FixedPolygon): Candidate {
  const shell = polygon[0]!;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < shell.length; i += 2) {
    minX = Math.min(minX, shell[i]!);
    maxX = Math.max(maxX, shell[i]!);
    minY = Math.min(minY, shell[i + 1]!);
    maxY = Math.max(maxY, shell[i + 1]!);
  }
  const shrink = Math.cos((((minY + maxY) / 2e7) * Math.PI) / 180);
  const cellAt = (x: number, y: number, half: number): Cell => {
    const distance = signedDistance(polygon, x, y, shrink);
    return { x, y, half, distance, bound: distance + half * Math.SQRT2 };
  };
  const width = (maxX - minX) * shrink;
  const height = maxY - minY;
  // a long sliver is not cut into more cells than can be searched
  const size = Math.max(1, Math.min(width, height), Math.max(width, height) / LONGEST_ROW);
  const half = size / 2;
  const open: Cell[] = [];
  const rows = Math.max(1, Math.ceil(height / size));
  const columns = Math.max(1, Math.ceil(width / size));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      open.push(cellAt(minX + (half + column * size) / shrink, minY + half + row * size, half));
    }
  }
  let best = open.reduce((a, b) => (b.distance > a.distance ? b : a));
  const precision = Math.max(1, size * PRECISION);
  for (let searched = 0; open.length > 0 && searched < 400; searched++) {
    const cell = takeMostPromising(open);
    if (cell.distance > best.distance) best = cell;
    if (cell.bound - best.distance <= precision) break;
    const h = cell.half / 2;
    for (const [dx, dy] of [
      [-h, -h],
      [h, -h],
      [-h, h],
      [h, h],
    ] as const) {
      open.push(cellAt(cell.x + dx / shrink, cell.y + dy, h));
    }
  }
  return best;
}

function takeMostPromising(cells: Cell[]): Cell {
  let place = 0;
  for (let i = 1; i < cells.length; i++) if (cells[i]!.bound > cells[place]!.bound) place = i;
  const cell = cells[place]!;
  cells[place] = cells[cells.length - 1]!;
  cells.pop();
  return cell;
}

function signedDistance(polygon: FixedPolygon, px: number, py: number, shrink: number): number {
  let inside = false;
  let nearest2 = Infinity;
  for (const ring of polygon) {
    let ax = (ring[ring.length - 2]! - px) * shrink;
    let ay = ring[ring.length - 1]! - py;
    for (let i = 0; i < ring.length; i += 2) {
      const bx = (ring[i]! - px) * shrink;
      const by = ring[i + 1]! - py;
      const dx = bx - ax;
      const dy = by - ay;
      if (ay > 0 !== by > 0 && ax - (ay * dx) / dy > 0) inside = !inside;
      const length2 = dx * dx + dy * dy;
      const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2));
      const x = ax + t * dx;
      const y = ay + t * dy;
      nearest2 = Math.min(nearest2, x * x + y * y);
      ax = bx;
      ay = by;
    }
  }
  return inside ? Math.sqrt(nearest2) : -Math.sqrt(nearest2);
}

/** The middle of the widest stretch inside, on one of 64 parallels. */
function insideOnSomeParallel(polygons: FixedMultiPolygon): [Fixed, Fixed] | undefined {
  const heights = polygons.flatMap(([shell]) => [...shell!].filter((_, i) => i % 2 === 1));
  const low = heights.reduce((a, b) => Math.min(a, b));
  const high = heights.reduce((a, b) => Math.max(a, b));
  let best: { width: number; x: number; y: number } | undefined;
  const steps = Math.min(64, high - low);
  for (let step = 1; step < steps; step++) {
    const y = Math.round(low + ((high - low) * step) / steps);
    const crossings = crossingsOfParallel(polygons, y);
    for (let i = 0; i + 1 < crossings.length; i++) {
      const width = crossings[i + 1]! - crossings[i]!;
      const x = Math.round((crossings[i]! + crossings[i + 1]!) / 2);
      if (width > (best?.width ?? 0) && locateInPolygons(polygons, x, y) === 1) best = { width, x, y };
    }
  }
  return best && [best.x as Fixed, best.y as Fixed];
}

function crossingsOfParallel(polygons: FixedMultiPolygon, y: number): number[] {
  const crossings: number[] = [];
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!];
      if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  return crossings.sort((a, b) => a - b);
}
