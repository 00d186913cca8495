// Edges of two grids that nearly coincide but leave a crack that is open to the outside: no cell of the partition is
// wrong there, so nearness tells.
import { orientation } from '../coordinates.ts';
import { distanceM, metresPerUnit } from '../geodesy.ts';
import { extentOf, type PartitionDefect } from './defects.ts';
import type { Partition } from './partition.ts';
import { columnOf, rowOf } from './segmentIndex.ts';

/** Outlines that face each other nearer than this are meant to be one edge. */
const NEAR_M = 1;
/** … unless they part by more than this angle (its sine), as on either side of a bay; */
const LARGEST_SINE = 0.2;
/** … but so near they are a crack at any angle. */
const ADJACENT_M = 0.1;

/** One defect for each pair of faces with a crack between them. */
export function findUnmatchedEdges(
  partition: Partition,
  isOpen: (cell: number) => boolean,
): PartitionDefect[] {
  const { segments, index } = partition;
  const outlines = outlineSegments(partition, isOpen);
  const atVertex = new Map<number, number[]>();
  for (const [s, { start, end }] of outlines) {
    for (const vertex of [start, end]) {
      const list = atVertex.get(vertex);
      if (list) list.push(s);
      else atVertex.set(vertex, [s]);
    }
  }
  const cracks = new Map<string, Crack>();
  for (const [vertex, incident] of atVertex) {
    const ownFaces = incident.map((s) => outlines.get(s)!.face);
    const px = segments.x[vertex]!;
    const py = segments.y[vertex]!;
    const scale = metresPerUnit(py);
    const [reachX, reachY] = [NEAR_M / scale.x, NEAR_M / scale.y];
    for (let row = rowOf(index, py - reachY); row <= rowOf(index, py + reachY); row++) {
      for (let column = columnOf(index, px - reachX); column <= columnOf(index, px + reachX); column++) {
        const cell = row * index.columns + column;
        for (let i = index.start[cell]!; i < index.start[cell + 1]!; i++) {
          const s = index.items[i]!;
          const facing = outlines.get(s);
          if (!facing || ownFaces.includes(facing.face)) continue;
          const own = crackBetween(partition, outlines, vertex, incident, facing, scale);
          if (own) widen(cracks, own, s, vertex);
        }
      }
    }
  }
  return [...cracks.values()].map((crack) => describeCrack(partition, crack));
}

interface OutlineSegment {
  /** Running from start to end the face is on the left, the outside on the right. */
  start: number;
  end: number;
  face: number;
}

interface Crack {
  faces: [number, number];
  widthM: number;
  vertex: number;
  segments: Set<number>;
}

function outlineSegments(
  { segments, cells, cut, cutChains }: Partition,
  isOpen: (cell: number) => boolean,
): Map<number, OutlineSegment> {
  const outlines = new Map<number, OutlineSegment>();
  const doubled = new Set(segments.doubled.map(({ segment }) => segment));
  for (let s = 0; s < segments.count; s++) {
    if ((segments.left[s] === -1) === (segments.right[s] === -1) || doubled.has(s)) continue;
    // a segment that crosses another is reported by what lies between them
    const parts = 'parts' in cut ? cut.parts[s]! : [s];
    if (parts.length !== 1) continue;
    const along = cutChains.halfEdgeOfSegment[parts[0]!]!;
    const leftIsFace = segments.left[s] !== -1;
    if (!isOpen(cells.cellOfHalfEdge[leftIsFace ? along ^ 1 : along]!)) continue;
    outlines.set(s, {
      start: (leftIsFace ? segments.from : segments.to)[s]!,
      end: (leftIsFace ? segments.to : segments.from)[s]!,
      face: (leftIsFace ? segments.left : segments.right)[s]!,
    });
  }
  return outlines;
}

/** Whether the vertex faces the segment across a crack: how wide, and the outline segment at the vertex that runs along it. */
function crackBetween(
  { segments }: Partition,
  outlines: ReadonlyMap<number, OutlineSegment>,
  vertex: number,
  incident: readonly number[],
  facing: OutlineSegment,
  scale: { x: number; y: number },
): { faces: [number, number]; widthM: number; segment: number } | undefined {
  const { x, y } = segments;
  const { start, end, face } = facing;
  if (orientation(x[start]!, y[start]!, x[end]!, y[end]!, x[vertex]!, y[vertex]!) >= 0) return undefined;
  const dx = (x[end]! - x[start]!) * scale.x;
  const dy = (y[end]! - y[start]!) * scale.y;
  const vx = (x[vertex]! - x[start]!) * scale.x;
  const vy = (y[vertex]! - y[start]!) * scale.y;
  const t = Math.max(0, Math.min(1, (vx * dx + vy * dy) / (dx * dx + dy * dy)));
  const widthM = Math.hypot(vx - t * dx, vy - t * dy);
  if (widthM > NEAR_M) return undefined;
  for (const s of incident) {
    const own = outlines.get(s)!;
    const ex = (x[own.end]! - x[own.start]!) * scale.x;
    const ey = (y[own.end]! - y[own.start]!) * scale.y;
    const sine = Math.abs(ex * dy - ey * dx) / Math.hypot(ex, ey) / Math.hypot(dx, dy);
    const opposed = ex * dx + ey * dy < 0;
    if (opposed && (sine <= LARGEST_SINE || widthM <= ADJACENT_M)) {
      return { faces: own.face < face ? [own.face, face] : [face, own.face], widthM, segment: s };
    }
  }
  return undefined;
}

function widen(
  cracks: Map<string, Crack>,
  { faces, widthM, segment }: { faces: [number, number]; widthM: number; segment: number },
  facing: number,
  vertex: number,
): void {
  const key = faces.join();
  const crack = cracks.get(key) ?? { faces, widthM: 0, vertex, segments: new Set<number>() };
  if (widthM > crack.widthM) {
    crack.widthM = widthM;
    crack.vertex = vertex;
  }
  crack.segments.add(segment).add(facing);
  cracks.set(key, crack);
}

function describeCrack({ segments }: Partition, crack: Crack): PartitionDefect {
  const { x, y, from, to } = segments;
  const lines = [...crack.segments].map((s): [number, number, number, number] => [
    x[from[s]!]!,
    y[from[s]!]!,
    x[to[s]!]!,
    y[to[s]!]!,
  ]);
  const lengthM = lines.reduce((sum, line) => sum + distanceM(...line), 0);
  return {
    kind: 'unmatched-edge',
    faces: crack.faces,
    point: () => [x[crack.vertex]!, y[crack.vertex]!],
    // both sides of the crack were added up
    lengthM: lengthM / 2,
    widthM: crack.widthM,
    extent: extentOf(lines),
    segments: crack.segments,
  };
}
