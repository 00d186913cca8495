// Writes a compact record (`cellRecord.ts`), where the cell permits one.
import { type SegmentTable, sideOf } from './segmentTable.ts';

/** An edge inside a cell, with the lowest and highest height at which it stands there. */
export interface Edge {
  segment: number;
  bottom: number;
  top: number;
}

const MOST_VERTICES = 16;
const MOST_TOGGLES = 7;
const MOST_FACES = 65_534;
/** Relative ordinates fit 16 bits. */
const FARTHEST = 32_767;

/**
 * The numbers of a compact record, or undefined when the cell has more than two faces, or too many vertices, or one too
 * far away. `border`: owners along the west border as pairs (lowest height, face), from the top.
 */
export function compactRecord(
  segments: SegmentTable,
  cell: { x: number; y: number; shift: number },
  edges: readonly Edge[],
  border: readonly number[],
): number[] | undefined {
  const faces = twoFaces(segments, edges, border);
  if (!faces || cell.shift > 15) return undefined;
  const chains = vertexChains(segments, cell, edges);
  if (!chains) return undefined;
  const toggles = faceToggles(segments, cell, edges, border, faces);
  if (toggles.heights.length > MOST_TOGGLES) return undefined;
  const { vertices, breaks } = chains;
  const header = vertices.length | (cell.shift << 8) | (toggles.heights.length << 13) | (breaks << 16);
  const [first, second] = toggles.startsExchanged ? [faces[1], faces[0]] : faces;
  return [header, (first + 1) | ((second + 1) << 16), ...vertices, ...toggles.heights];
}

export function ownerOnBorder(border: readonly number[], y: number): number {
  let at = 0;
  while (y < border[at]!) at += 2;
  return border[at + 1]!;
}

function twoFaces(
  { left, right }: SegmentTable,
  edges: readonly Edge[],
  border: readonly number[],
): [number, number] | undefined {
  if (edges.length === 0) return undefined;
  const a = left[edges[0]!.segment]!;
  const b = right[edges[0]!.segment]!;
  for (const { segment } of edges) {
    const isSame = left[segment] === a ? right[segment] === b : left[segment] === b && right[segment] === a;
    if (!isSame) return undefined;
  }
  for (let i = 1; i < border.length; i += 2) if (border[i] !== a && border[i] !== b) return undefined;
  return a <= MOST_FACES && b <= MOST_FACES ? [a, b] : undefined;
}

/** The edges' vertices one after the other; segments next to each other usually share one. */
function vertexChains(
  { ax, ay, bx, by }: SegmentTable,
  cell: { x: number; y: number },
  edges: readonly Edge[],
): { vertices: number[]; breaks: number } | undefined {
  const vertices: number[] = [];
  let breaks = 0;
  let chainStart = 0;
  for (const { segment } of edges) {
    const a = packed(ax[segment]! - cell.x, ay[segment]! - cell.y);
    const b = packed(bx[segment]! - cell.x, by[segment]! - cell.y);
    if (a === undefined || b === undefined) return undefined;
    const last = vertices.length - 1;
    if (last - chainStart === 1 && (vertices[chainStart] === a || vertices[chainStart] === b)) {
      [vertices[chainStart], vertices[last]] = [vertices[last]!, vertices[chainStart]!];
    }
    if (last >= 0 && vertices[last] === a) vertices.push(b);
    else if (last >= 0 && vertices[last] === b) vertices.push(a);
    else {
      chainStart = vertices.length;
      if (chainStart > 0) breaks |= 1 << chainStart;
      vertices.push(a, b);
    }
  }
  return vertices.length <= MOST_VERTICES ? { vertices, breaks } : undefined;
}

function packed(x: number, y: number): number | undefined {
  if (Math.abs(x) > FARTHEST || Math.abs(y) > FARTHEST) return undefined;
  return (x << 16) | (y & 0xffff);
}

/**
 * Where no edge lies left of a point of the cell, is it in the first or in the second face? That changes with the
 * height only where an edge ends west of the cell.
 */
function faceToggles(
  segments: SegmentTable,
  cell: { x: number; y: number; shift: number },
  edges: readonly Edge[],
  border: readonly number[],
  faces: readonly [number, number],
): { startsExchanged: boolean; heights: number[] } {
  const { ax, ay, bx, by } = segments;
  const isExchanged = (y: number): boolean => {
    let exchanged = ownerOnBorder(border, y) !== faces[0];
    for (const { segment } of edges) {
      const liesWest = ay[segment]! <= y && by[segment]! > y && sideOf(segments, segment, cell.x, y) < 0;
      if (liesWest) exchanged = !exchanged;
    }
    return exchanged;
  };
  const ends: number[] = [];
  for (const { segment } of edges) {
    if (ax[segment]! < cell.x) ends.push(ay[segment]!);
    if (bx[segment]! < cell.x) ends.push(by[segment]!);
  }
  const startsExchanged = isExchanged(cell.y);
  const highest = cell.y + (1 << cell.shift) - 1;
  const heights: number[] = [];
  let exchanged = startsExchanged;
  for (const height of ends.sort((a, b) => a - b)) {
    if (height <= cell.y || height > highest || isExchanged(height) === exchanged) continue;
    exchanged = !exchanged;
    heights.push(height - cell.y);
  }
  return { startsExchanged, heights };
}
