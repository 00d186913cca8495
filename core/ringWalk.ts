// From directed edges with a region on their left to polygons that GEOS accepts: rings are split where they pass a
// vertex twice, and every hole goes to the smallest shell around it.
import { type FixedMultiPolygon, type FixedRing, orientation } from './coordinates.ts';
import { runsCounterClockwise } from './coverage/segments.ts';

/** A line of vertices to be walked forward, or backward when `reversed`. */
export interface DirectedLine {
  points: Int32Array;
  reversed: boolean;
}

/**
 * The polygons on the left of the lines, which must form closed walks and meet only in their end points. Canonical:
 * each ring starts at its lowest leftmost vertex, holes and polygons are sorted by that vertex.
 */
export function assemblePolygons(lines: readonly DirectedLine[]): FixedMultiPolygon {
  return nestRings(walkRings(lines));
}

/** The same polygons with rings, holes and parts in one fixed order and direction, so that equal shapes compare equal. */
export function canonicalPolygons(polygons: FixedMultiPolygon): FixedMultiPolygon {
  return polygons
    .map((rings) => {
      const [shell, ...holes] = rings.map((ring, index) =>
        startAtLowest(runsCounterClockwise(ring) === (index === 0) ? ring : reversed(ring)),
      );
      return [shell!, ...holes.sort(byFirstVertex)];
    })
    .sort((a, b) => byFirstVertex(a[0]!, b[0]!));
}

/** Where the point lies: 1 inside the ring, 0 exactly on it, −1 outside. Exact; the ring's direction is of no matter. */
function locateInRing(ring: FixedRing, px: number, py: number): -1 | 0 | 1 {
  let inside = false;
  let ax = ring[ring.length - 2]!;
  let ay = ring[ring.length - 1]!;
  for (let i = 0; i < ring.length; i += 2) {
    const bx = ring[i]!;
    const by = ring[i + 1]!;
    if (ay > py !== by > py) {
      const side = orientation(ax, ay, bx, by, px, py);
      if (side === 0) return 0;
      if (side > 0 === by > ay) inside = !inside;
    } else if (by === py && (bx === px || (ay === py && ax > px !== bx > px))) return 0;
    ax = bx;
    ay = by;
  }
  return inside ? 1 : -1;
}

/** Where the point lies: 1 inside the polygons, 0 exactly on one of their rings, −1 outside. */
export function locateInPolygons(polygons: FixedMultiPolygon, px: number, py: number): -1 | 0 | 1 {
  for (const [shell, ...holes] of polygons) {
    const place = locateInRing(shell!, px, py);
    if (place === 0) return 0;
    if (place === -1) continue;
    let inHole = false;
    for (const hole of holes) {
      const placeInHole = locateInRing(hole, px, py);
      if (placeInHole === 0) return 0;
      if (placeInHole === 1) inHole = true;
    }
    if (!inHole) return 1;
  }
  return -1;
}

/** Closed walks, cut into rings that pass each vertex once. */
function walkRings(lines: readonly DirectedLine[]): FixedRing[] {
  const departures = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const key = vertexKey(line, 0);
    const list = departures.get(key);
    if (list) list.push(index);
    else departures.set(key, [index]);
  }
  const taken = new Uint8Array(lines.length);
  const rings: FixedRing[] = [];
  for (let first = 0; first < lines.length; first++) {
    if (taken[first]) continue;
    // the nodes passed so far, and the lines that lead from each to the next
    const path: number[] = [];
    const placeOfNode = new Map<string, number>();
    let current = first;
    while (!taken[current]) {
      taken[current] = 1;
      placeOfNode.set(vertexKey(lines[current]!, 0), path.length);
      path.push(current);
      const node = vertexKey(lines[current]!, lines[current]!.points.length - 2);
      const place = placeOfNode.get(node);
      const arrived = current;
      if (place !== undefined) {
        const loop = path.splice(place);
        for (const line of loop) placeOfNode.delete(vertexKey(lines[line]!, 0));
        rings.push(joinLines(loop.map((line) => lines[line]!)));
      }
      const open = (departures.get(node) ?? []).filter((line) => !taken[line]);
      if (open.length === 0) break;
      current = open.length === 1 ? open[0]! : sharpestRight(lines, arrived, open);
    }
    if (path.length > 0)
      throw new Error(`a walk of edges does not close at ${describeEnd(lines[path[0]!]!)}`);
  }
  return rings;
}

/** Of the lines that leave a node, the first one clockwise from the line that arrives: it bounds the same interior. */
function sharpestRight(lines: readonly DirectedLine[], arriving: number, leaving: number[]): number {
  const back = direction(lines[arriving]!, true);
  return leaving.reduce((best, candidate) =>
    turnsBefore(back, direction(lines[candidate]!, false), direction(lines[best]!, false)) ? candidate : best,
  );
}

/** Whether turning clockwise from `origin` meets `a` before `b`. */
function turnsBefore(origin: Vector, a: Vector, b: Vector): boolean {
  const sideOfA = clockwiseHalf(origin, a);
  const sideOfB = clockwiseHalf(origin, b);
  if (sideOfA !== sideOfB) return sideOfA < sideOfB;
  return orientation(0, 0, b.x, b.y, a.x, a.y) > 0;
}

/** 0 within half a turn clockwise, 1 beyond, 2 for the direction itself (a whole turn). */
function clockwiseHalf(origin: Vector, v: Vector): 0 | 1 | 2 {
  const side = orientation(0, 0, origin.x, origin.y, v.x, v.y);
  if (side !== 0) return side < 0 ? 0 : 1;
  return Math.sign(origin.x) === Math.sign(v.x) && Math.sign(origin.y) === Math.sign(v.y) ? 2 : 0;
}

interface Vector {
  x: number;
  y: number;
}

/** The direction in which a line leaves its first vertex, or, looking back, its last. */
function direction({ points, reversed: backward }: DirectedLine, lookingBack: boolean): Vector {
  const last = points.length - 2;
  const [at, next] = backward === lookingBack ? [0, 2] : [last, last - 2];
  return { x: points[next]! - points[at]!, y: points[next + 1]! - points[at + 1]! };
}

function vertexKey({ points, reversed: backward }: DirectedLine, offset: number): string {
  const at = backward ? points.length - 2 - offset : offset;
  return `${points[at]},${points[at + 1]}`;
}

function describeEnd({ points }: DirectedLine): string {
  return `${points[0]! / 1e7}, ${points[1]! / 1e7}`;
}

function joinLines(lines: readonly DirectedLine[]): FixedRing {
  const ring = new Int32Array(lines.reduce((sum, { points }) => sum + points.length - 2, 0));
  let used = 0;
  for (const { points, reversed: backward } of lines) {
    const line = backward ? reversed(points) : points;
    ring.set(line.subarray(0, line.length - 2), used);
    used += line.length - 2;
  }
  return ring;
}

function nestRings(rings: readonly FixedRing[]): FixedMultiPolygon {
  const shells: FixedRing[][] = [];
  const holes: FixedRing[] = [];
  for (const ring of rings) {
    if (runsCounterClockwise(ring)) shells.push([startAtLowest(ring)]);
    else holes.push(startAtLowest(ring));
  }
  shells.sort((a, b) => byFirstVertex(a[0]!, b[0]!));
  for (const hole of holes.sort(byFirstVertex)) shellAround(hole, shells)?.push(hole);
  return shells;
}

/** The innermost shell that contains the hole: shells around one hole are nested, the innermost starts furthest right. */
function shellAround(hole: FixedRing, shells: FixedRing[][]): FixedRing[] | undefined {
  if (shells.length === 1) return shells[0];
  for (let i = shells.length - 1; i >= 0; i--) {
    const shell = shells[i]!;
    if (byFirstVertex(shell[0]!, hole) <= 0 && containsRing(shell[0]!, hole)) return shell;
  }
  return undefined;
}

function containsRing(shell: FixedRing, ring: FixedRing): boolean {
  for (let i = 0; i < ring.length; i += 2) {
    const place = locateInRing(shell, ring[i]!, ring[i + 1]!);
    if (place !== 0) return place > 0;
  }
  // every vertex lies on the shell: the middle of an edge decides, at twice the scale so that it stays an integer
  const doubled = Float64Array.from(shell, (ordinate) => 2 * ordinate) as unknown as FixedRing;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const place = locateInRing(doubled, ring[i]! + ring[j]!, ring[i + 1]! + ring[j + 1]!);
    if (place !== 0) return place > 0;
  }
  return false;
}

function startAtLowest(ring: FixedRing): FixedRing {
  let lowest = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const dx = ring[i]! - ring[lowest]!;
    if (dx < 0 || (dx === 0 && ring[i + 1]! < ring[lowest + 1]!)) lowest = i;
  }
  if (lowest === 0) return ring;
  const turned = new Int32Array(ring.length);
  turned.set(ring.subarray(lowest));
  turned.set(ring.subarray(0, lowest), ring.length - lowest);
  return turned;
}

function byFirstVertex(a: FixedRing, b: FixedRing): number {
  return a[0]! - b[0]! || a[1]! - b[1]!;
}

function reversed(points: Int32Array): Int32Array {
  const turned = new Int32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    turned[i] = points[points.length - 2 - i]!;
    turned[i + 1] = points[points.length - 1 - i]!;
  }
  return turned;
}
