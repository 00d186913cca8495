// What keeps a partition from being a coverage: cells that no face covers, or more than one, or one face wrongly.

import type { FixedMultiPolygon } from '../coordinates.ts';
import { distanceM, labelPoint, metresPerUnit } from '../geodesy.ts';
import { locateInPolygons } from '../ringWalk.ts';
import { cellWidthM } from './cellWidth.ts';
import { verticesAlong } from './chains.ts';
import type { Partition } from './partition.ts';

/** A defect in faces and units, before it is put in words. */
export interface PartitionDefect {
  kind: 'gap' | 'overlap' | 'unmatched-edge' | 'self-intersection';
  faces: number[];
  /** A point to zoom to: searched for only when asked. */
  point: () => [number, number];
  areaM2?: number;
  lengthM?: number;
  /** How far snapping must reach to close it, at least. */
  widthM?: number;
  extent: Extent;
  /** Where it is: cells of the partition, or segments along a crack. */
  cells?: readonly number[];
  segments?: ReadonlySet<number>;
}

export interface Extent {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export interface CellOptions {
  enclaves?: FixedMultiPolygon;
  gapsAllowed?: boolean;
}

export interface CellDefects {
  defects: PartitionDefect[];
  /** Cells that may be empty: the outside, enclaves, and all of them where gaps are allowed. */
  isOpen: (cell: number) => boolean;
}

export function findCellDefects(
  partition: Partition,
  faceCount: number,
  { enclaves = [], gapsAllowed = false }: CellOptions,
): CellDefects {
  const { cells } = partition;
  const verdicts = cells.covers.map((winding, cell) => judgeCell(winding, cell === 0));
  const open = new Set<number>();
  const defects: PartitionDefect[] = [];
  for (const group of groupCells(partition, verdicts)) {
    const { kind, faces } = verdicts[group[0]!]!;
    if (kind === 'open') for (const cell of group) open.add(cell);
    if (kind === 'gap' && (gapsAllowed || group.every((cell) => isEnclave(partition, cell, enclaves)))) {
      for (const cell of group) open.add(cell);
    } else if (kind === 'gap' || kind === 'overlap' || kind === 'self-intersection') {
      defects.push(describeGroup(partition, group, kind, faces));
    }
  }
  const broken = new Set(defects.flatMap(({ kind, faces }) => (kind === 'self-intersection' ? faces : [])));
  defects.push(...findFoldedEdges(partition, broken));
  for (const { faces } of defects) for (const face of faces) broken.add(face);
  defects.push(...findFacesWithoutArea(partition, faceCount, broken));
  return { defects, isOpen: (cell) => open.has(cell) };
}

interface Verdict {
  kind: 'open' | 'covered' | 'gap' | 'overlap' | 'self-intersection';
  faces: number[];
}

function judgeCell(winding: ReadonlyMap<number, number>, isOutside: boolean): Verdict {
  if (isOutside) return { kind: 'open', faces: [] };
  const twisted: number[] = [];
  const covering: number[] = [];
  for (const [face, turns] of winding) {
    if (turns !== 1) twisted.push(face);
    else covering.push(face);
  }
  if (twisted.length > 0) return { kind: 'self-intersection', faces: twisted.sort(ascending) };
  if (covering.length > 1) return { kind: 'overlap', faces: covering.sort(ascending) };
  return covering.length === 1 ? { kind: 'covered', faces: covering } : { kind: 'gap', faces: [] };
}

/** Neighbouring cells with the same fault are one defect. */
function groupCells({ cells }: Partition, verdicts: readonly Verdict[]): number[][] {
  const keys = verdicts.map(({ kind, faces }) =>
    kind === 'covered' ? undefined : `${kind} ${faces.join()}`,
  );
  const reached = new Set<number>();
  const groups: number[][] = [];
  for (let first = 0; first < cells.count; first++) {
    if (keys[first] === undefined || reached.has(first)) continue;
    reached.add(first);
    const group = [first];
    // grows while it is walked
    for (const cell of group) {
      for (const halfEdge of cells.cycles[cell]!.flat()) {
        const beyond = cells.cellOfHalfEdge[halfEdge ^ 1]!;
        if (keys[beyond] !== keys[first] || reached.has(beyond)) continue;
        reached.add(beyond);
        group.push(beyond);
      }
    }
    groups.push(group);
  }
  return groups;
}

function describeGroup(
  partition: Partition,
  group: readonly number[],
  kind: 'gap' | 'overlap' | 'self-intersection',
  faces: number[],
): PartitionDefect {
  const { cells } = partition;
  const largest = group.reduce((a, b) => (cells.doubledArea[b]! > cells.doubledArea[a]! ? b : a));
  const doubledArea = group.reduce((sum, cell) => sum + Math.max(0, cells.doubledArea[cell]!), 0);
  const extent = extentOf(group.flatMap((cell) => cellRings(partition, cell)));
  const scale = metresPerUnit((extent.minY + extent.maxY) / 2);
  const areaM2 = (doubledArea / 2) * scale.x * scale.y;
  const point = () => pointInCell(partition, largest);
  if (kind === 'self-intersection') return { kind, faces, point, areaM2, extent };
  const around = new Set<number>();
  for (const cell of group) {
    for (const halfEdge of cells.cycles[cell]!.flat()) {
      for (const face of cells.facesLeftOf(halfEdge ^ 1)) around.add(face);
    }
  }
  const widthM = Math.max(...group.map((cell) => cellWidthM(partition, cell, kind)));
  return {
    kind,
    faces: kind === 'gap' ? [...around].sort(ascending) : faces,
    point,
    areaM2,
    widthM,
    extent,
    cells: group,
  };
}

/** Strictly inside where an integer point is, else on the middle of the longest stretch around it. */
function pointInCell(partition: Partition, cell: number): [number, number] {
  const rings = cellRings(partition, cell);
  const [x, y] = labelPoint([rings]);
  if (locateInPolygons([rings], x, y) === 1) return [x, y];
  let [best, bestLength2] = [[x, y] as [number, number], -1];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const length2 = (ring[i]! - ring[j]!) ** 2 + (ring[i + 1]! - ring[j + 1]!) ** 2;
      if (length2 <= bestLength2) continue;
      bestLength2 = length2;
      best = [Math.round((ring[i]! + ring[j]!) / 2), Math.round((ring[i + 1]! + ring[j + 1]!) / 2)];
    }
  }
  return best;
}

/** The cell's closed walks as rings, rounded to units. */
function cellRings({ cells, cut, cutChains }: Partition, cell: number): Int32Array[] {
  return cells.cycles[cell]!.map((cycle) => {
    const ring: number[] = [];
    for (const halfEdge of cycle) {
      for (const vertex of verticesAlong(cutChains, halfEdge).slice(0, -1)) {
        ring.push(Math.round(cut.x[vertex]!), Math.round(cut.y[vertex]!));
      }
    }
    return Int32Array.from(ring);
  });
}

/** In or on a declared enclave with all its vertices and a point inside it. */
function isEnclave(partition: Partition, cell: number, enclaves: FixedMultiPolygon): boolean {
  if (enclaves.length === 0) return false;
  const [x, y] = pointInCell(partition, cell);
  if (locateInPolygons(enclaves, x, y) !== 1) return false;
  return cellRings(partition, cell).every((ring) => {
    for (let i = 0; i < ring.length; i += 2) {
      if (locateInPolygons(enclaves, ring[i]!, ring[i + 1]!) === -1) return false;
    }
    return true;
  });
}

/** Edges with the same face on both sides: spikes, and rings that touch themselves along an edge. */
function findFoldedEdges({ segments }: Partition, known: ReadonlySet<number>): PartitionDefect[] {
  const { x, y, from, to, left, right } = segments;
  const folded = new Map<number, PartitionDefect & { lengthM: number }>();
  for (let s = 0; s < segments.count; s++) {
    const face = left[s]!;
    if (face === -1 || face !== right[s] || known.has(face)) continue;
    const [ax, ay, bx, by] = [x[from[s]!]!, y[from[s]!]!, x[to[s]!]!, y[to[s]!]!];
    const defect = folded.get(face) ?? {
      kind: 'self-intersection',
      faces: [face],
      point: () => [Math.round((ax + bx) / 2), Math.round((ay + by) / 2)],
      lengthM: 0,
      extent: extentOf([[ax, ay, bx, by]]),
    };
    defect.lengthM += distanceM(ax, ay, bx, by);
    folded.set(face, defect);
  }
  return [...folded.values()];
}

/** Rings that collapsed, or polygons that are not there at all. */
function findFacesWithoutArea(
  { cells, segments }: Partition,
  faceCount: number,
  known: ReadonlySet<number>,
): PartitionDefect[] {
  const withArea = new Set(known);
  for (const winding of cells.covers) for (const face of winding.keys()) withArea.add(face);
  const defects: PartitionDefect[] = [];
  for (let face = 0; face < faceCount; face++) {
    if (withArea.has(face)) continue;
    const ring = segments.rings.find(
      (candidate) => candidate.face === face && candidate.end > candidate.start,
    );
    const vertex = ring && segments.ringVertices[ring.start]!;
    const [x, y]: [number, number] =
      vertex === undefined ? [0, 0] : [segments.x[vertex]!, segments.y[vertex]!];
    defects.push({
      kind: 'self-intersection',
      faces: [face],
      point: () => [x, y],
      areaM2: 0,
      extent: extentOf([[x, y]]),
    });
  }
  return defects;
}

export function extentOf(lines: readonly ArrayLike<number>[]): Extent {
  const extent = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      extent.minX = Math.min(extent.minX, line[i]!);
      extent.maxX = Math.max(extent.maxX, line[i]!);
      extent.minY = Math.min(extent.minY, line[i + 1]!);
      extent.maxY = Math.max(extent.maxY, line[i + 1]!);
    }
  }
  return extent;
}

function ascending(a: number, b: number): number {
  return a - b;
}
