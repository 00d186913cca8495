// The first step of a coverage: every ring of every grid as undirected segments between numbered vertices, each
// segment once, with the face on either side. Typed arrays and one hash table: 734,000 directed vertices in 0.1 s.
import { type FixedMultiPolygon, type FixedRing, orientation } from '../coordinates.ts';

/** A face that claims a side of a segment which another ring has claimed already. */
interface DoubledSide {
  segment: number;
  /** True when the face lies left of from → to. */
  isLeft: boolean;
  face: number;
}

export interface Segments {
  vertexCount: number;
  /** Ordinates by vertex number; integers, but where segments were split at a crossing. */
  x: Int32Array | Float64Array;
  y: Int32Array | Float64Array;
  count: number;
  /** Vertex numbers of a segment's ends. */
  from: Int32Array;
  to: Int32Array;
  /** The face left and right of from → to; −1 where no ring runs in that direction. */
  left: Int32Array;
  right: Int32Array;
  doubled: DoubledSide[];
  /** Every ring as vertex numbers in its oriented direction, one after the other. */
  ringVertices: Int32Array;
  rings: { face: number; polygon: number; isShell: boolean; start: number; end: number }[];
}

/**
 * Numbers the vertices and matches the segments of the given faces. Rings are turned so that shells run
 * counter-clockwise and holes clockwise; vertices repeated one after the other are taken once.
 */
export function loadSegments(faces: readonly FixedMultiPolygon[]): Segments {
  const total = countVertices(faces);
  const vertices = new VertexTable(total);
  const ringVertices = new Int32Array(total);
  const rings: Segments['rings'] = [];
  let used = 0;
  for (const [face, polygons] of faces.entries()) {
    for (const [polygon, parts] of polygons.entries()) {
      for (const [index, ring] of parts.entries()) {
        const start = used;
        used = numberRing(ring, index === 0, vertices, ringVertices, used);
        rings.push({ face, polygon, isShell: index === 0, start, end: used });
      }
    }
  }
  const segments = matchSegments(ringVertices, rings, used, vertices.count);
  return { ...segments, vertexCount: vertices.count, x: vertices.x, y: vertices.y, ringVertices, rings };
}

function countVertices(faces: readonly FixedMultiPolygon[]): number {
  let ordinates = 0;
  for (const polygons of faces)
    for (const parts of polygons) for (const ring of parts) ordinates += ring.length;
  return ordinates >> 1;
}

/** Writes the ring's vertex numbers at `used` and returns the place after the last one. */
function numberRing(
  ring: FixedRing,
  isShell: boolean,
  vertices: VertexTable,
  ringVertices: Int32Array,
  used: number,
): number {
  const start = used;
  const turned = runsCounterClockwise(ring) !== isShell;
  let previous = -1;
  for (let i = 0; i < ring.length; i += 2) {
    const at = turned ? ring.length - 2 - i : i;
    const vertex = vertices.number(ring[at]!, ring[at + 1]!);
    if (vertex === previous) continue;
    ringVertices[used++] = vertex;
    previous = vertex;
  }
  while (used - start > 1 && ringVertices[used - 1] === ringVertices[start]) used--;
  return used;
}

/** The turn at the lowest of the leftmost vertices decides: exact, and no area has to be summed. */
export function runsCounterClockwise(ring: FixedRing): boolean {
  let lowest = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const dx = ring[i]! - ring[lowest]!;
    if (dx < 0 || (dx === 0 && ring[i + 1]! < ring[lowest + 1]!)) lowest = i;
  }
  const x = ring[lowest]!;
  const y = ring[lowest + 1]!;
  const before = otherVertex(ring, lowest, -2);
  const after = otherVertex(ring, lowest, 2);
  return orientation(ring[before]!, ring[before + 1]!, x, y, ring[after]!, ring[after + 1]!) >= 0;
}

/** The nearest place in the ring, walking by `step`, whose vertex differs from the one at `at`. */
function otherVertex(ring: FixedRing, at: number, step: number): number {
  const length = ring.length;
  let i = at;
  for (let walked = 0; walked < length; walked += 2) {
    i = (i + step + length) % length;
    if (ring[i] !== ring[at] || ring[i + 1] !== ring[at + 1]) return i;
  }
  return at;
}

function matchSegments(
  ringVertices: Int32Array,
  rings: Segments['rings'],
  total: number,
  vertexCount: number,
): Pick<Segments, 'count' | 'from' | 'to' | 'left' | 'right' | 'doubled'> {
  const from = new Int32Array(total);
  const to = new Int32Array(total);
  const left = new Int32Array(total);
  const right = new Int32Array(total).fill(-1);
  const doubled: DoubledSide[] = [];
  // segments by their lower vertex, as linked lists
  const first = new Int32Array(vertexCount).fill(-1);
  const following = new Int32Array(total);
  let count = 0;
  for (const { face, start, end } of rings) {
    if (end - start < 2) continue;
    let a = ringVertices[end - 1]!;
    for (let i = start; i < end; i++) {
      const b = ringVertices[i]!;
      const lower = Math.min(a, b);
      let segment = first[lower]!;
      while (segment !== -1 && !(from[segment] === a && to[segment] === b)) {
        if (from[segment] === b && to[segment] === a) break;
        segment = following[segment]!;
      }
      if (segment === -1) {
        from[count] = a;
        to[count] = b;
        left[count] = face;
        following[count] = first[lower]!;
        first[lower] = count++;
      } else if (from[segment] === b && right[segment] === -1) {
        right[segment] = face;
      } else {
        doubled.push({ segment, isLeft: from[segment] === a, face });
      }
      a = b;
    }
  }
  return { count, from, to, left, right, doubled };
}

/** Open addressing, at most three quarters full. */
export class VertexTable {
  count = 0;
  readonly x: Int32Array;
  readonly y: Int32Array;
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(capacity: number) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(capacity * 1.34 + 1)));
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
    this.x = new Int32Array(capacity);
    this.y = new Int32Array(capacity);
  }

  number(x: number, y: number): number {
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77);
    hash ^= hash >>> 15;
    let slot = hash & this.mask;
    for (;;) {
      const vertex = this.slots[slot]!;
      if (vertex === -1) {
        this.slots[slot] = this.count;
        this.x[this.count] = x;
        this.y[this.count] = y;
        return this.count++;
      }
      if (this.x[vertex] === x && this.y[vertex] === y) return vertex;
      slot = (slot + 1) & this.mask;
    }
  }
}
