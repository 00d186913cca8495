// The plane cut up by the chains: every cell with the faces that cover it. In an exact coverage each bounded cell is
// covered once, by one face. Works for any input, so that overlaps, gaps and bow-ties can be measured.
import { orientation } from '../coordinates.ts';
import type { Chains } from './chains.ts';
import { columnOf, rowOf, type SegmentIndex } from './segmentIndex.ts';
import type { Segments } from './segments.ts';
import type { SplitSegments } from './splitCrossings.ts';

/** The closed walks around a cell, each as half-edges with the cell on their left. */
type Cycle = readonly number[];

export interface Cells {
  /** Cell 0 is the outside, without a limit. */
  count: number;
  cellOfHalfEdge: Int32Array;
  cycles: Cycle[][];
  /** Twice the area in square units, without the islands; 0 for the outside. */
  doubledArea: Float64Array;
  /** How often each face winds around the cell; faces that do not are absent. */
  covers: ReadonlyMap<number, number>[];
  /** All faces that run along a half-edge with themselves on its left. */
  facesLeftOf(halfEdge: number): readonly number[];
}

/** `uncut` and its index find the cell around an island; `segments` are the same, cut at their crossings. */
export function findCells(
  segments: Segments | SplitSegments,
  chains: Chains,
  uncut: Segments,
  index: SegmentIndex,
): Cells {
  const next = nextHalfEdges(segments, chains, uncut);
  const walks = walkCycles(segments, chains, next);
  const components = findComponents(segments, chains, walks);

  const cellOfCycle = new Int32Array(walks.cycles.length).fill(-1);
  let count = 1;
  for (let cycle = 0; cycle < walks.cycles.length; cycle++) {
    if (components.outerCycle[walks.component[cycle]!] !== cycle) cellOfCycle[cycle] = count++;
  }
  const cellOfOuterCycle = (cycle: number): number => {
    if (cellOfCycle[cycle] !== -1) return cellOfCycle[cycle]!;
    const leftmost = components.leftmost[walks.component[cycle]!]!;
    const facing = halfEdgeToTheLeft(segments, chains, uncut, index, leftmost);
    cellOfCycle[cycle] = facing === -1 ? 0 : cellOfOuterCycle(walks.cycleOfHalfEdge[facing]!);
    return cellOfCycle[cycle]!;
  };
  const cycles: Cycle[][] = Array.from({ length: count }, () => []);
  const doubledArea = new Float64Array(count);
  for (const [cycle, halfEdges] of walks.cycles.entries()) {
    const cell = cellOfOuterCycle(cycle);
    cycles[cell]!.push(halfEdges);
    if (cell !== 0) doubledArea[cell]! += walks.doubledArea[cycle]!;
  }
  const cellOfHalfEdge = walks.cycleOfHalfEdge.map((cycle) => cellOfCycle[cycle]!);
  const facesLeftOf = facesByHalfEdge(segments, chains);
  return {
    count,
    cellOfHalfEdge,
    cycles,
    doubledArea,
    covers: countCovers(cycles, cellOfHalfEdge, facesLeftOf),
    facesLeftOf,
  };
}

/** For each half-edge the one that follows it around the cell on its left. */
function nextHalfEdges(segments: Segments | SplitSegments, chains: Chains, uncut: Segments): Int32Array {
  const halfEdgeCount = 2 * chains.count;
  const directionX = new Float64Array(halfEdgeCount);
  const directionY = new Float64Array(halfEdgeCount);
  const leaving = new Map<number, number[]>();
  for (let h = 0; h < halfEdgeCount; h++) {
    const node = startOf(chains, h);
    const list = leaving.get(node);
    if (list) list.push(h);
    else leaving.set(node, [h]);
    const segment = h % 2 === 0 ? chains.firstSegment[h >> 1]! : chains.lastSegment[h >> 1]!;
    // a part of a cut segment has the direction of the whole, exactly
    const whole = 'parent' in segments ? segments.parent[segment]! : segment;
    const sign = (chains.halfEdgeOfSegment[segment]! & 1) === (h & 1) ? 1 : -1;
    directionX[h] = sign * (uncut.x[uncut.to[whole]!]! - uncut.x[uncut.from[whole]!]!);
    directionY[h] = sign * (uncut.y[uncut.to[whole]!]! - uncut.y[uncut.from[whole]!]!);
  }
  const half = (h: number) => (directionY[h]! > 0 || (directionY[h] === 0 && directionX[h]! > 0) ? 0 : 1);
  const next = new Int32Array(halfEdgeCount);
  for (const around of leaving.values()) {
    around.sort(
      (g, h) =>
        half(g) - half(h) ||
        -orientation(0, 0, directionX[g]!, directionY[g]!, directionX[h]!, directionY[h]!),
    );
    for (const [i, h] of around.entries()) {
      const clockwise = around[(i + around.length - 1) % around.length]!;
      next[h ^ 1] = clockwise;
    }
  }
  return next;
}

interface Walks {
  cycles: Cycle[];
  cycleOfHalfEdge: Int32Array;
  doubledArea: number[];
  component: number[];
}

function walkCycles(segments: Segments, chains: Chains, next: Int32Array): Walks {
  const cycleOfHalfEdge = new Int32Array(next.length).fill(-1);
  const cycles: Cycle[] = [];
  const doubledArea: number[] = [];
  const component: number[] = [];
  const areaOfChain = chainAreas(segments, chains);
  const componentOfNode = joinNodes(chains);
  for (let first = 0; first < next.length; first++) {
    if (cycleOfHalfEdge[first] !== -1) continue;
    const origin = startOf(chains, first);
    const [ox, oy] = [segments.x[origin]!, segments.y[origin]!];
    const halfEdges: number[] = [];
    let area = 0;
    for (let h = first; cycleOfHalfEdge[h] === -1; h = next[h]!) {
      cycleOfHalfEdge[h] = cycles.length;
      halfEdges.push(h);
      const a = startOf(chains, h & ~1);
      const z = startOf(chains, h | 1);
      const [ax, ay] = [segments.x[a]! - ox, segments.y[a]! - oy];
      const [zx, zy] = [segments.x[z]! - ox, segments.y[z]! - oy];
      area += (h % 2 === 0 ? 1 : -1) * (areaOfChain[h >> 1]! + (ax * zy - ay * zx));
    }
    cycles.push(halfEdges);
    doubledArea.push(area);
    component.push(componentOfNode(origin));
  }
  return { cycles, cycleOfHalfEdge, doubledArea, component };
}

/** Twice the area between each chain and the line from its first to its last vertex. */
function chainAreas({ x, y }: Segments, chains: Chains): Float64Array {
  const areas = new Float64Array(chains.count);
  for (let chain = 0; chain < chains.count; chain++) {
    const first = chains.vertices[chains.start[chain]!]!;
    const [ox, oy] = [x[first]!, y[first]!];
    let [px, py, area] = [0, 0, 0];
    for (let i = chains.start[chain]! + 1; i < chains.start[chain + 1]!; i++) {
      const qx = x[chains.vertices[i]!]! - ox;
      const qy = y[chains.vertices[i]!]! - oy;
      area += px * qy - py * qx;
      px = qx;
      py = qy;
    }
    areas[chain] = area;
  }
  return areas;
}

/** Nodes that chains connect have the same component, named by one of its nodes. */
function joinNodes(chains: Chains): (node: number) => number {
  const parent = new Map<number, number>();
  const root = (node: number): number => {
    let at = node;
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up;
    for (let up = node; up !== at; ) {
      const following = parent.get(up)!;
      parent.set(up, at);
      up = following;
    }
    return at;
  };
  for (let chain = 0; chain < chains.count; chain++) {
    const a = root(startOf(chains, 2 * chain));
    const z = root(startOf(chains, 2 * chain + 1));
    if (a !== z) parent.set(a, z);
  }
  return root;
}

interface Components {
  /** The cycle around the whole component: the one of least (most negative) area. */
  outerCycle: Record<number, number>;
  /** The lowest of its leftmost vertices. */
  leftmost: Record<number, number>;
}

function findComponents({ x, y }: Segments, chains: Chains, walks: Walks): Components {
  const outerCycle: Record<number, number> = {};
  const leftmost: Record<number, number> = {};
  for (const [cycle, component] of walks.component.entries()) {
    const known = outerCycle[component];
    if (known === undefined || walks.doubledArea[cycle]! < walks.doubledArea[known]!)
      outerCycle[component] = cycle;
  }
  for (let chain = 0; chain < chains.count; chain++) {
    const component = walks.component[walks.cycleOfHalfEdge[2 * chain]!]!;
    let best = leftmost[component] ?? chains.vertices[chains.start[chain]!]!;
    for (let i = chains.start[chain]!; i < chains.start[chain + 1]!; i++) {
      const vertex = chains.vertices[i]!;
      const dx = x[vertex]! - x[best]!;
      if (dx < 0 || (dx === 0 && y[vertex]! < y[best]!)) best = vertex;
    }
    leftmost[component] = best;
  }
  return { outerCycle, leftmost };
}

/** The half-edge that a ray to the left of the vertex meets first, in the direction that has the vertex on its left. */
function halfEdgeToTheLeft(
  segments: Segments | SplitSegments,
  chains: Chains,
  uncut: Segments,
  index: SegmentIndex,
  vertex: number,
): number {
  const px = segments.x[vertex]!;
  const py = segments.y[vertex]!;
  let best = -1;
  let bestColumn = -1;
  const row = rowOf(index, py) * index.columns;
  for (let column = columnOf(index, px); column >= Math.max(0, bestColumn); column--) {
    for (let i = index.start[row + column]!; i < index.start[row + column + 1]!; i++) {
      const s = index.items[i]!;
      const [low, high] = endsByHeight(uncut, s);
      if (uncut.y[low]! > py || uncut.y[high]! <= py) continue;
      if (orientation(uncut.x[low]!, uncut.y[low]!, uncut.x[high]!, uncut.y[high]!, px, py) >= 0) continue;
      if (best !== -1 && !liesFurtherRight(uncut, s, best, py)) continue;
      best = s;
      bestColumn = columnOf(index, xAtHeight(uncut, best, py) - 1);
    }
  }
  if (best === -1) return -1;
  const upward = uncut.y[uncut.to[best]!]! > uncut.y[uncut.from[best]!]!;
  const halfEdge = chains.halfEdgeOfSegment['parts' in segments ? partAtHeight(segments, best, py) : best]!;
  return upward ? halfEdge ^ 1 : halfEdge;
}

function endsByHeight({ y, from, to }: Segments, s: number): [low: number, high: number] {
  return y[from[s]!]! < y[to[s]!]! ? [from[s]!, to[s]!] : [to[s]!, from[s]!];
}

function xAtHeight(segments: Segments, s: number, py: number): number {
  const [low, high] = endsByHeight(segments, s);
  const share = (py - segments.y[low]!) / (segments.y[high]! - segments.y[low]!);
  return segments.x[low]! + share * (segments.x[high]! - segments.x[low]!);
}

/** Of two segments that the parallel at `py` meets: doubles decide, and exact sides where the two are within a hair. */
function liesFurtherRight(segments: Segments, s: number, t: number, py: number): boolean {
  const difference = xAtHeight(segments, s, py) - xAtHeight(segments, t, py);
  if (Math.abs(difference) > 1e-3) return difference > 0;
  const [sLow, sHigh] = endsByHeight(segments, s);
  const [tLow, tHigh] = endsByHeight(segments, t);
  if (segments.y[sLow]! >= segments.y[tLow]!) {
    return (sideOf(segments, tLow, tHigh, sLow) || sideOf(segments, tLow, tHigh, sHigh)) < 0;
  }
  return sideOf(segments, sLow, sHigh, tLow) > 0;
}

function sideOf({ x, y }: Segments, a: number, b: number, p: number): number {
  return orientation(x[a]!, y[a]!, x[b]!, y[b]!, x[p]!, y[p]!);
}

function partAtHeight(segments: SplitSegments, whole: number, py: number): number {
  const parts = segments.parts[whole]!;
  const spans = (part: number) => {
    const [low, high] = endsByHeight(segments, part);
    return segments.y[low]! <= py && py <= segments.y[high]!;
  };
  return parts.find(spans) ?? parts[0]!;
}

function facesByHalfEdge(segments: Segments, chains: Chains): (halfEdge: number) => readonly number[] {
  const further = new Map<number, number[]>();
  for (const { segment, isLeft, face } of segments.doubled) {
    const along = chains.halfEdgeOfSegment[segment]!;
    const halfEdge = isLeft ? along : along ^ 1;
    further.set(halfEdge, [...(further.get(halfEdge) ?? []), face]);
  }
  return (halfEdge) => {
    const face = (halfEdge % 2 === 0 ? chains.left : chains.right)[halfEdge >> 1]!;
    const others = further.get(halfEdge);
    return face === -1 ? (others ?? []) : others ? [face, ...others] : [face];
  };
}

/** From the outside inwards: across a half-edge the faces on its left end and those on its other side begin. */
function countCovers(
  cycles: readonly Cycle[][],
  cellOfHalfEdge: Int32Array,
  facesLeftOf: (halfEdge: number) => readonly number[],
): ReadonlyMap<number, number>[] {
  const covers: (ReadonlyMap<number, number> | undefined)[] = cycles.map(() => undefined);
  covers[0] = new Map();
  const reached = [0];
  for (let cell = reached.pop(); cell !== undefined; cell = reached.pop()) {
    for (const halfEdge of cycles[cell]!.flat()) {
      const beyond = cellOfHalfEdge[halfEdge ^ 1]!;
      if (covers[beyond]) continue;
      const winding = new Map(covers[cell]!);
      for (const face of facesLeftOf(halfEdge)) addTo(winding, face, -1);
      for (const face of facesLeftOf(halfEdge ^ 1)) addTo(winding, face, 1);
      covers[beyond] = winding;
      reached.push(beyond);
    }
  }
  return covers.map((winding) => winding ?? new Map());
}

function addTo(winding: Map<number, number>, face: number, turns: number): void {
  const sum = (winding.get(face) ?? 0) + turns;
  if (sum === 0) winding.delete(face);
  else winding.set(face, sum);
}

/** The vertex where a half-edge begins. */
function startOf(chains: Chains, halfEdge: number): number {
  const chain = halfEdge >> 1;
  return chains.vertices[halfEdge % 2 === 0 ? chains.start[chain]! : chains.start[chain + 1]! - 1]!;
}
