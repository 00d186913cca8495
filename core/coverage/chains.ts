// Segments joined into chains: between two nodes every segment has the same faces on its sides. A node is a vertex
// where other than two segments meet, or where the faces change. A chain without a node is closed.
import type { Segments } from './segments.ts';

export interface Chains {
  count: number;
  /** Vertex numbers of chain c: vertices[start[c]] … vertices[start[c + 1] − 1], both nodes included. */
  start: Int32Array;
  vertices: Int32Array;
  left: Int32Array;
  right: Int32Array;
  /** The segments with which each chain begins and ends. */
  firstSegment: Int32Array;
  lastSegment: Int32Array;
  /**
   * The half-edge that runs along each segment's from → to. Half-edge 2c runs along chain c, with its left face on its
   * left, and 2c + 1 runs back, with its right face on its left.
   */
  halfEdgeOfSegment: Int32Array;
}

export function joinChains(segments: Segments): Chains {
  const { count, from, to, left, right } = segments;
  const degree = new Int32Array(segments.vertexCount);
  // where two segments meet, the exclusive or of their numbers leads from one to the other
  const across = new Int32Array(segments.vertexCount);
  for (let s = 0; s < count; s++) {
    const a = from[s]!;
    const b = to[s]!;
    degree[a]!++;
    degree[b]!++;
    across[a]! ^= s;
    across[b]! ^= s;
  }
  const stopsChain = new Uint8Array(count);
  for (const { segment } of segments.doubled) stopsChain[segment] = 1;

  const vertices = new Int32Array(2 * count);
  const halfEdgeOfSegment = new Int32Array(count).fill(-1);
  const starts: number[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  const lastSegments: number[] = [];
  const firstSegments: number[] = [];
  let used = 0;

  /** The segment that continues `segment` beyond `vertex` with the same faces, or −1 at a node. */
  const continuation = (segment: number, vertex: number): number => {
    if (degree[vertex] !== 2 || stopsChain[segment] === 1) return -1;
    const other = across[vertex]! ^ segment;
    if (stopsChain[other] === 1) return -1;
    const runsOn = (to[segment] === vertex) === (from[other] === vertex);
    const same = runsOn
      ? left[segment] === left[other] && right[segment] === right[other]
      : left[segment] === right[other] && right[segment] === left[other];
    return same ? other : -1;
  };

  const walk = (firstSegment: number, firstVertex: number): void => {
    const forward = from[firstSegment] === firstVertex;
    const chain = starts.length;
    starts.push(used);
    lefts.push(forward ? left[firstSegment]! : right[firstSegment]!);
    rights.push(forward ? right[firstSegment]! : left[firstSegment]!);
    let vertex = firstVertex;
    let segment = firstSegment;
    let lastSegment = firstSegment;
    vertices[used++] = vertex;
    while (segment !== -1 && halfEdgeOfSegment[segment] === -1) {
      const runsForward = from[segment] === vertex;
      halfEdgeOfSegment[segment] = 2 * chain + (runsForward ? 0 : 1);
      vertex = runsForward ? to[segment]! : from[segment]!;
      vertices[used++] = vertex;
      lastSegment = segment;
      segment = continuation(segment, vertex);
    }
    firstSegments.push(firstSegment);
    lastSegments.push(lastSegment);
  };

  for (let s = 0; s < count; s++) {
    if (halfEdgeOfSegment[s] !== -1) continue;
    if (continuation(s, from[s]!) === -1) walk(s, from[s]!);
    else if (continuation(s, to[s]!) === -1) walk(s, to[s]!);
  }
  for (let s = 0; s < count; s++) if (halfEdgeOfSegment[s] === -1) walk(s, from[s]!);

  const start = Int32Array.from([...starts, used]);
  return {
    count: starts.length,
    start,
    vertices: vertices.subarray(0, used),
    left: Int32Array.from(lefts),
    right: Int32Array.from(rights),
    firstSegment: Int32Array.from(firstSegments),
    lastSegment: Int32Array.from(lastSegments),
    halfEdgeOfSegment,
  };
}

/** The chain's vertex numbers in the direction of the half-edge. */
export function verticesAlong(chains: Chains, halfEdge: number): Int32Array {
  const chain = halfEdge >> 1;
  const vertices = chains.vertices.subarray(chains.start[chain]!, chains.start[chain + 1]!);
  return halfEdge % 2 === 0 ? vertices : vertices.toReversed();
}
