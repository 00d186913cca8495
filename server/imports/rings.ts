// Whether the rings of one geometry are simple and its holes lie in their shells: exact, in integers. Rings may touch
// in a vertex; they may not cross, nor run along each other.
import { type FixedMultiPolygon, type FixedRing, orientation } from '../../core/coordinates.ts';

export interface RingProblem {
  x: number;
  y: number;
  reason: string;
}

/** The first problem, or undefined. The geometry is less than 9.4° across. */
export function checkRings(polygons: FixedMultiPolygon): RingProblem | undefined {
  return findCrossing(polygons.flat()) ?? findStrayHole(polygons);
}

/** Sweeps west to east over the edges, comparing each with those that begin before it ends. */
function findCrossing(rings: readonly FixedRing[]): RingProblem | undefined {
  const edges = edgesOf(rings);
  const order = Array.from({ length: edges.length / 4 }, (_, index) => 4 * index).sort(
    (a, b) => Math.min(edges[a]!, edges[a + 2]!) - Math.min(edges[b]!, edges[b + 2]!),
  );
  let active: number[] = [];
  for (const edge of order) {
    const west = Math.min(edges[edge]!, edges[edge + 2]!);
    const south = Math.min(edges[edge + 1]!, edges[edge + 3]!);
    const north = Math.max(edges[edge + 1]!, edges[edge + 3]!);
    active = active.filter((other) => Math.max(edges[other]!, edges[other + 2]!) >= west);
    for (const other of active) {
      const isApart =
        Math.min(edges[other + 1]!, edges[other + 3]!) > north ||
        Math.max(edges[other + 1]!, edges[other + 3]!) < south;
      const reason = isApart ? undefined : conflictOf(edges, edge, other);
      if (reason) return { x: edges[edge]!, y: edges[edge + 1]!, reason };
    }
    active.push(edge);
  }
  return undefined;
}

function conflictOf(edges: Int32Array, a: number, b: number): string | undefined {
  const [ax, ay, bx, by] = [edges[a]!, edges[a + 1]!, edges[a + 2]!, edges[a + 3]!];
  const [cx, cy, dx, dy] = [edges[b]!, edges[b + 1]!, edges[b + 2]!, edges[b + 3]!];
  const sideOfC = orientation(ax, ay, bx, by, cx, cy);
  const sideOfD = orientation(ax, ay, bx, by, dx, dy);
  if (sideOfC === 0 && sideOfD === 0) {
    const isSteep = Math.abs(by - ay) > Math.abs(bx - ax);
    const overlap = isSteep ? commonLength(ay, by, cy, dy) : commonLength(ax, bx, cx, dx);
    return overlap > 0 ? 'two edges run along each other near here' : undefined;
  }
  const sideOfA = orientation(cx, cy, dx, dy, ax, ay);
  const sideOfB = orientation(cx, cy, dx, dy, bx, by);
  const crosses = sideOfA * sideOfB < 0 && sideOfC * sideOfD < 0;
  return crosses ? 'the edges cross each other near here (a bow-tie)' : undefined;
}

function commonLength(a: number, b: number, c: number, d: number): number {
  return Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));
}

/** No rings cross, so one vertex off the shell's edges speaks for a hole. */
function findStrayHole(polygons: FixedMultiPolygon): RingProblem | undefined {
  for (const [shell, ...holes] of polygons) {
    for (const hole of holes) {
      const place = firstDecisive(hole, shell!);
      if (place?.isOutside) return { x: place.x, y: place.y, reason: 'a hole lies outside its shell' };
    }
  }
  return undefined;
}

function firstDecisive(
  hole: FixedRing,
  shell: FixedRing,
): { x: number; y: number; isOutside: boolean } | undefined {
  for (let i = 0; i < hole.length; i += 2) {
    const [x, y] = [hole[i]!, hole[i + 1]!];
    const side = sideOfRing(x, y, shell);
    if (side !== 'on') return { x, y, isOutside: side === 'outside' };
  }
  return undefined;
}

function sideOfRing(x: number, y: number, ring: FixedRing): 'inside' | 'outside' | 'on' {
  let isInside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!];
    const side = orientation(ax, ay, bx, by, x, y);
    const isWithin =
      x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
    if (side === 0 && isWithin) return 'on';
    if (ay > y !== by > y && side === (by > ay ? 1 : -1)) isInside = !isInside;
  }
  return isInside ? 'inside' : 'outside';
}

function edgesOf(rings: readonly FixedRing[]): Int32Array {
  const edges = new Int32Array(2 * rings.reduce((sum, ring) => sum + ring.length, 0));
  let next = 0;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      edges.set([ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!], next);
      next += 4;
    }
  }
  return edges;
}
