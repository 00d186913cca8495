// Coarser outlines for low zooms. Each shared edge is simplified once, for both its grids, so neighbours still meet; an
// edge that would cross another, or turn a grid over, keeps more of its vertices.

import { findCells } from './coverage/cells.ts';
import { joinChains } from './coverage/chains.ts';
import { findContacts } from './coverage/segmentContacts.ts';
import { indexSegments } from './coverage/segmentIndex.ts';
import { type Segments, VertexTable } from './coverage/segments.ts';
import type { Coverage, CoverageEdge } from './coverage.ts';
import { metresPerUnit } from './geodesy.ts';

/** Each level is drawn up to its zoom and simplified by half a pixel there (512-pixel tiles, 36° N); 24 is exact. */
export const outlineLevels: readonly { level: number; toleranceM: number }[] = [
  { level: 8, toleranceM: 120 },
  { level: 10, toleranceM: 30 },
  { level: 12, toleranceM: 8 },
  { level: 14, toleranceM: 2 },
  { level: 24, toleranceM: 0 },
];

/** An edge in conflict is tried again with this much less tolerance, and exact below the least. */
const RELAXATION = 4;
const LEAST_TOLERANCE_M = 0.2;

/**
 * An exact coverage made coarser: nodes stay, vertices go that lie within `toleranceM` of the simplified edge. It is
 * an exact coverage again, with the same faces beside the same edges.
 */
export function simplifyCoverage(coverage: Coverage, toleranceM: number): Coverage {
  if (toleranceM <= 0 || coverage.edges.length === 0) return coverage;
  const scale = metresPerUnit(middleLatitude(coverage.edges));
  const tolerances = coverage.edges.map(() => toleranceM);
  const edges = coverage.edges.map((edge) => simplifyEdge(edge, toleranceM, scale));
  for (let conflicts = findConflicts(edges); conflicts.size > 0; conflicts = findConflicts(edges)) {
    for (const e of conflicts) {
      const relaxed = tolerances[e]! / RELAXATION;
      tolerances[e] = relaxed < LEAST_TOLERANCE_M ? 0 : relaxed;
      edges[e] = simplifyEdge(coverage.edges[e]!, tolerances[e]!, scale);
    }
    // a conflict among edges that are exact already cannot be: the coverage was exact
    if ([...conflicts].every((e) => edges[e] === coverage.edges[e])) return coverage;
  }
  return { codes: coverage.codes, edges };
}

function middleLatitude(edges: readonly CoverageEdge[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of edges) {
    for (let i = 1; i < points.length; i += 2) {
      if (points[i]! < low) low = points[i]!;
      if (points[i]! > high) high = points[i]!;
    }
  }
  return (low + high) / 2;
}

interface Scale {
  x: number;
  y: number;
}

/** Douglas–Peucker; a closed edge keeps at least a triangle. */
function simplifyEdge(edge: CoverageEdge, toleranceM: number, scale: Scale): CoverageEdge {
  const { points } = edge;
  const last = points.length / 2 - 1;
  const isClosed = points[0] === points[2 * last] && points[1] === points[2 * last + 1];
  if (toleranceM === 0 || last < (isClosed ? 4 : 2)) return edge;
  const kept = new Uint8Array(last + 1);
  kept[0] = 1;
  kept[last] = 1;
  if (isClosed) {
    const opposite = furthestFrom(points, 0, last, scale).at;
    const [before, after] = [
      furthestFrom(points, 0, opposite, scale),
      furthestFrom(points, opposite, last, scale),
    ];
    kept[opposite] = 1;
    kept[before.distance > after.distance ? before.at : after.at] = 1;
  }
  const open: [number, number][] = [];
  for (let at = 0, start = 0; at <= last; at++) {
    if (kept[at] === 0 || at === 0) continue;
    open.push([start, at]);
    start = at;
  }
  for (let span = open.pop(); span; span = open.pop()) {
    const { at, distance } = furthestFrom(points, span[0], span[1], scale);
    if (distance <= toleranceM) continue;
    kept[at] = 1;
    open.push([span[0], at], [at, span[1]]);
  }
  return { ...edge, points: points.filter((_, i) => kept[i >> 1] === 1) };
}

/** The vertex between two others that lies furthest, in metres, from the line between them. */
function furthestFrom(
  points: Int32Array,
  from: number,
  to: number,
  scale: Scale,
): { at: number; distance: number } {
  const ax = points[2 * from]!;
  const ay = points[2 * from + 1]!;
  const dx = (points[2 * to]! - ax) * scale.x;
  const dy = (points[2 * to + 1]! - ay) * scale.y;
  const length2 = dx * dx + dy * dy;
  let at = -1;
  let furthest2 = -1;
  for (let i = from + 1; i < to; i++) {
    const px = (points[2 * i]! - ax) * scale.x;
    const py = (points[2 * i + 1]! - ay) * scale.y;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
    const distance2 = (px - t * dx) ** 2 + (py - t * dy) ** 2;
    if (distance2 > furthest2) [at, furthest2] = [i, distance2];
  }
  return { at, distance: Math.sqrt(Math.max(0, furthest2)) };
}

/** The edges that touch another one other than in a node, or border a cell that is not covered once. */
function findConflicts(edges: readonly CoverageEdge[]): Set<number> {
  const { segments, edgeOfSegment } = segmentsOfEdges(edges);
  const index = indexSegments(segments);
  const { crossings, vertexOnSegment } = findContacts(segments, index);
  const conflicts = new Set<number>(crossings.map((s) => edgeOfSegment[s]!));
  const touched = new Set<number>();
  for (let i = 0; i < vertexOnSegment.length; i += 2) {
    touched.add(vertexOnSegment[i]!);
    conflicts.add(edgeOfSegment[vertexOnSegment[i + 1]!]!);
  }
  for (let s = 0; s < segments.count; s++) {
    if (touched.has(segments.from[s]!) || touched.has(segments.to[s]!)) conflicts.add(edgeOfSegment[s]!);
  }
  if (conflicts.size > 0) return conflicts;

  const chains = joinChains(segments);
  const cells = findCells(segments, chains, segments, index);
  const suspects = new Set<number>();
  for (const [cell, winding] of cells.covers.entries()) {
    if (winding.size <= 1 && [...winding.values()].every((turns) => turns === 1)) continue;
    suspects.add(cell);
    // an island may be wrong because the edge on whose other side it should lie moved over it
    for (const halfEdge of cells.cycles[cell]!.flat()) suspects.add(cells.cellOfHalfEdge[halfEdge ^ 1]!);
  }
  if (suspects.size === 0) return conflicts;
  for (let s = 0; s < segments.count; s++) {
    const halfEdge = chains.halfEdgeOfSegment[s]!;
    if (suspects.has(cells.cellOfHalfEdge[halfEdge]!) || suspects.has(cells.cellOfHalfEdge[halfEdge ^ 1]!)) {
      conflicts.add(edgeOfSegment[s]!);
    }
  }
  return conflicts;
}

function segmentsOfEdges(edges: readonly CoverageEdge[]): { segments: Segments; edgeOfSegment: Int32Array } {
  const total = edges.reduce((sum, { points }) => sum + points.length / 2, 0);
  const vertices = new VertexTable(total);
  const [from, to, left, right, edgeOfSegment] = Array.from({ length: 5 }, () => new Int32Array(total)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let count = 0;
  for (const [e, { points, leftFace, rightFace }] of edges.entries()) {
    let a = vertices.number(points[0]!, points[1]!);
    for (let i = 2; i < points.length; i += 2) {
      const b = vertices.number(points[i]!, points[i + 1]!);
      from[count] = a;
      to[count] = b;
      left[count] = leftFace;
      right[count] = rightFace;
      edgeOfSegment[count++] = e;
      a = b;
    }
  }
  const segments = {
    vertexCount: vertices.count,
    x: vertices.x,
    y: vertices.y,
    count,
    from,
    to,
    left,
    right,
    doubled: [],
    ringVertices: new Int32Array(0),
    rings: [],
  };
  return { segments, edgeOfSegment };
}
