// Slivers between neighbours closed by snapping: vertices to vertices, then edges to vertices, never further than the
// tolerance. Nothing is touched but the borders of defects that this tolerance can close.
import type { FixedMultiPolygon } from '../coordinates.ts';
import { distanceM, metresPerUnit, pointToSegmentM } from '../geodesy.ts';
import type { CellOptions, PartitionDefect } from './defects.ts';
import { insertVertices } from './insertVertices.ts';
import { type Partition, partitionPlane } from './partition.ts';
import { findPartitionDefects } from './partitionDefects.ts';
import type { Segments } from './segments.ts';

export interface SnapMove {
  /** The faces whose boundary changed. */
  faces: number[];
  /** Where their boundary passes now, in units. */
  x: number;
  y: number;
  metres: number;
}

/** Enough for slivers whose sides take turns; each round closes at least one of a sliver's ends. */
const MAX_ROUNDS = 24;

/** The faces snapped as far as `toleranceM` allows, what was moved, and the defects that are left. */
export function snapFaces(
  given: readonly FixedMultiPolygon[],
  toleranceM: number,
  options: CellOptions,
): { faces: readonly FixedMultiPolygon[]; moves: SnapMove[]; remaining: PartitionDefect[]; rounds: number } {
  let faces = given;
  const moves: SnapMove[] = [];
  for (let round = 0; ; round++) {
    const partition = partitionPlane(faces);
    const remaining = findPartitionDefects(partition, faces.length, options);
    const mendable = remaining.filter(({ widthM = Infinity }) => widthM <= toleranceM);
    if (mendable.length === 0 || round === MAX_ROUNDS) return { faces, moves, remaining, rounds: round + 1 };
    const border = new LooseBorder(partition, mendable, toleranceM);
    const snaps = border.vertexSnaps();
    const bends = snaps.length > 0 ? [] : border.edgeBends();
    if (snaps.length === 0 && bends.length === 0) return { faces, moves, remaining, rounds: round + 1 };
    const { segments } = partition;
    for (const { faces: changed, to, metres } of [...snaps, ...bends]) {
      moves.push({ faces: changed, x: segments.x[to]!, y: segments.y[to]!, metres });
    }
    faces = insertVertices(
      emptyFaces(faces.length, segments),
      moveVertices(segments, snaps),
      bends.flatMap(({ to, segment }) => [to, segment]),
    );
  }
}

interface Snap {
  vertex: number;
  to: number;
  faces: number[];
  metres: number;
}

interface Bend {
  segment: number;
  to: number;
  faces: number[];
  metres: number;
}

/** The vertices and segments around the mendable defects. */
class LooseBorder {
  private readonly segments: Segments;
  private readonly toleranceM: number;
  private readonly loose: number[];
  /** From west to east. */
  private readonly vertices: number[];
  /** The tolerance in units, whichever way. */
  private readonly reach: number;
  private readonly facesOfVertex: Map<number, Set<number>>;

  constructor(
    partition: Partition,
    defects: readonly { cells?: readonly number[]; segments?: ReadonlySet<number> }[],
    toleranceM: number,
  ) {
    this.segments = partition.segments;
    this.toleranceM = toleranceM;
    this.loose = segmentsAround(partition, defects);
    const { x, y } = this.segments;
    const ends = this.loose.flatMap((s) => [this.segments.from[s]!, this.segments.to[s]!]);
    this.vertices = [...new Set(ends)].sort((u, v) => x[u]! - x[v]! || y[u]! - y[v]!);
    // a unit is shortest eastward and furthest from the equator
    const { minY, maxY } = partition.index;
    this.reach = toleranceM / Math.min(metresPerUnit(minY).x, metresPerUnit(maxY).x) + 2;
    this.facesOfVertex = facesAtVertices(this.segments, this.vertices);
  }

  /** Pairs of vertices that no grid has both of, nearest first; the one with more grids, or the lower, stays. */
  vertexSnaps(): Snap[] {
    const { x, y } = this.segments;
    const pairs: { stays: number; moves: number; metres: number }[] = [];
    for (const [u, v] of this.nearPairs()) {
      if (overlaps(this.facesOfVertex.get(u)!, this.facesOfVertex.get(v)!)) continue;
      const metres = distanceM(x[u]!, y[u]!, x[v]!, y[v]!);
      if (metres > this.toleranceM) continue;
      const [stays, moves] = this.ranksBefore(u, v) ? [u, v] : [v, u];
      pairs.push({ stays, moves, metres });
    }
    pairs.sort((a, b) => a.metres - b.metres || a.stays - b.stays || a.moves - b.moves);
    const anchored = new Map<number, Set<number>>();
    const gone = new Set<number>();
    const snaps: Snap[] = [];
    for (const { stays, moves, metres } of pairs) {
      if (gone.has(stays) || gone.has(moves) || anchored.has(moves)) continue;
      const faces = this.facesOfVertex.get(moves)!;
      const gathered = anchored.get(stays) ?? new Set(this.facesOfVertex.get(stays)!);
      if (overlaps(gathered, faces)) continue;
      for (const face of faces) gathered.add(face);
      anchored.set(stays, gathered);
      gone.add(moves);
      snaps.push({ vertex: moves, to: stays, faces: [...faces], metres });
    }
    return snaps;
  }

  /** Segments that are drawn to a vertex of another grid, nearest first; in a round a segment bends or holds still. */
  edgeBends(): Bend[] {
    const { x, y, from, to } = this.segments;
    const candidates: Bend[] = [];
    for (const segment of this.loose) {
      const [a, b] = [from[segment]!, to[segment]!];
      const faces = facesOfSegment(this.segments, segment);
      for (const v of this.verticesNear(segment)) {
        if (v === a || v === b || overlaps(new Set(faces), this.facesOfVertex.get(v)!)) continue;
        const metres = pointToSegmentM(x[v]!, y[v]!, x[a]!, y[a]!, x[b]!, y[b]!);
        if (metres <= this.toleranceM) candidates.push({ segment, to: v, faces, metres });
      }
    }
    candidates.sort((a, b) => a.metres - b.metres || a.segment - b.segment || a.to - b.to);
    const incident = new Map<number, number[]>();
    for (const s of this.loose) {
      for (const v of [from[s]!, to[s]!]) incident.set(v, [...(incident.get(v) ?? []), s]);
    }
    const bent = new Set<number>();
    const still = new Set<number>();
    const used = new Set<number>();
    return candidates.filter(({ segment, to: vertex }) => {
      const neighbours = incident.get(vertex) ?? [];
      if (used.has(vertex) || still.has(segment) || neighbours.some((s) => bent.has(s))) return false;
      bent.add(segment);
      used.add(vertex);
      for (const s of neighbours) still.add(s);
      return true;
    });
  }

  private ranksBefore(u: number, v: number): boolean {
    const facesOfU = this.facesOfVertex.get(u)!;
    const facesOfV = this.facesOfVertex.get(v)!;
    if (facesOfU.size !== facesOfV.size) return facesOfU.size > facesOfV.size;
    return Math.min(...facesOfU) < Math.min(...facesOfV);
  }

  /** Vertices within the tolerance of each other, and some further. */
  private *nearPairs(): Generator<[number, number]> {
    const { x, y } = this.segments;
    const { vertices, reach } = this;
    for (let i = 0; i < vertices.length; i++) {
      for (let j = i + 1; j < vertices.length && x[vertices[j]!]! - x[vertices[i]!]! <= reach; j++) {
        if (Math.abs(y[vertices[j]!]! - y[vertices[i]!]!) <= reach) yield [vertices[i]!, vertices[j]!];
      }
    }
  }

  /** Vertices in the segment's bounding box and within the tolerance around it, and some further. */
  private *verticesNear(segment: number): Generator<number> {
    const { x, y, from, to } = this.segments;
    const [a, b] = [from[segment]!, to[segment]!];
    const [minX, maxX] = [Math.min(x[a]!, x[b]!) - this.reach, Math.max(x[a]!, x[b]!) + this.reach];
    const [minY, maxY] = [Math.min(y[a]!, y[b]!) - this.reach, Math.max(y[a]!, y[b]!) + this.reach];
    for (let i = this.firstVertexFrom(minX); i < this.vertices.length; i++) {
      const v = this.vertices[i]!;
      if (x[v]! > maxX) return;
      if (y[v]! >= minY && y[v]! <= maxY) yield v;
    }
  }

  private firstVertexFrom(minX: number): number {
    let [low, high] = [0, this.vertices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.segments.x[this.vertices[middle]!]! < minX) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The uncut segments on the border of the defects. */
function segmentsAround(
  { segments, cut, cutChains, cells }: Partition,
  defects: readonly { cells?: readonly number[]; segments?: ReadonlySet<number> }[],
): number[] {
  const around = new Set<number>(defects.flatMap((defect) => [...(defect.segments ?? [])]));
  const faulty = new Set(defects.flatMap((defect) => defect.cells ?? []));
  for (let s = 0; s < segments.count; s++) {
    for (const part of 'parts' in cut ? cut.parts[s]! : [s]) {
      const halfEdge = cutChains.halfEdgeOfSegment[part]!;
      if (faulty.has(cells.cellOfHalfEdge[halfEdge]!) || faulty.has(cells.cellOfHalfEdge[halfEdge ^ 1]!))
        around.add(s);
    }
  }
  return [...around].sort((s, t) => s - t);
}

function facesAtVertices(segments: Segments, vertices: readonly number[]): Map<number, Set<number>> {
  const faces = new Map(vertices.map((vertex) => [vertex, new Set<number>()]));
  for (const { face, start, end } of segments.rings) {
    for (let i = start; i < end; i++) faces.get(segments.ringVertices[i]!)?.add(face);
  }
  return faces;
}

function facesOfSegment({ left, right, doubled }: Segments, segment: number): number[] {
  const faces = new Set([left[segment]!, right[segment]!]);
  for (const side of doubled) if (side.segment === segment) faces.add(side.face);
  faces.delete(-1);
  return [...faces];
}

function overlaps(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const face of a) if (b.has(face)) return true;
  return false;
}

/** As many faces and parts as there are rings for. */
function emptyFaces(faceCount: number, segments: Segments): FixedMultiPolygon[] {
  const parts = new Array<number>(faceCount).fill(0);
  for (const { face, polygon } of segments.rings) parts[face] = Math.max(parts[face]!, polygon + 1);
  return parts.map((count) => Array.from({ length: count }, () => []));
}

function moveVertices(segments: Segments, snaps: readonly Snap[]): Segments {
  const x = segments.x.slice();
  const y = segments.y.slice();
  for (const { vertex, to } of snaps) {
    x[vertex] = x[to]!;
    y[vertex] = y[to]!;
  }
  return { ...segments, x, y };
}
