// How wide a sliver is, as snapping sees it.

import { metresPerUnit } from '../geodesy.ts';
import type { Cells } from './cells.ts';
import { type Chains, verticesAlong } from './chains.ts';
import type { Segments } from './segments.ts';

/** A straight piece of a cell's border, in metres around its first vertex. */
interface Side {
  /** The faces that end here, as a key: those beyond a gap, or those inside an overlap. */
  faces: string;
  x: number;
  y: number;
  endX: number;
  endY: number;
}

/** Cells with more border than this are no slivers that snapping could close. */
const LONGEST_BORDER = 2_000;

/**
 * How far snapping must reach to close the cell, in metres: the furthest that a vertex of one face's border lies from
 * the border of another. Infinite where no two faces border it: then there is nothing to draw together.
 */
export function cellWidthM(
  { cut, cutChains, cells }: { cut: Segments; cutChains: Chains; cells: Cells },
  cell: number,
  kind: 'gap' | 'overlap',
): number {
  const sides: Side[] = [];
  let origin: { x: number; y: number } | undefined;
  let scale = { x: 0, y: 0 };
  for (const halfEdge of cells.cycles[cell]!.flat()) {
    const faces = cells.facesLeftOf(kind === 'gap' ? halfEdge ^ 1 : halfEdge).join();
    let previous: { x: number; y: number } | undefined;
    for (const vertex of verticesAlong(cutChains, halfEdge)) {
      const [fixedX, fixedY] = [cut.x[vertex]!, cut.y[vertex]!];
      if (!origin) {
        origin = { x: fixedX, y: fixedY };
        scale = metresPerUnit(fixedY);
      }
      const point = { x: (fixedX - origin.x) * scale.x, y: (fixedY - origin.y) * scale.y };
      if (previous) sides.push({ faces, x: previous.x, y: previous.y, endX: point.x, endY: point.y });
      previous = point;
    }
    if (sides.length > LONGEST_BORDER) return Infinity;
  }
  const bordering = new Set(sides.map(({ faces }) => faces));
  bordering.delete('');
  if (bordering.size < 2) return Infinity;
  const width2 = widthAcross2(sides);
  return Math.sqrt(width2 > 0 ? width2 : widthBetweenNodes2(sides));
}

function widthAcross2(sides: readonly Side[]): number {
  let width2 = 0;
  for (const side of sides) {
    let nearest2 = Infinity;
    for (const other of sides) {
      if (other.faces === side.faces) continue;
      nearest2 = Math.min(nearest2, distance2(side, other));
      if (nearest2 <= width2) break;
    }
    width2 = Math.max(width2, nearest2);
  }
  return width2;
}

/** For a cell with a single side to each face: the nearest that a vertex comes to a side across. */
function widthBetweenNodes2(sides: readonly Side[]): number {
  let nearest2 = Infinity;
  for (const side of sides) {
    for (const other of sides) {
      const starts = other.x === side.x && other.y === side.y;
      const ends = other.endX === side.x && other.endY === side.y;
      if (!starts && !ends) nearest2 = Math.min(nearest2, distance2(side, other));
    }
  }
  return nearest2;
}

/** Of the point where a side begins from another side, squared. */
function distance2({ x, y }: Side, side: Side): number {
  const ax = side.x - x;
  const ay = side.y - y;
  const dx = side.endX - side.x;
  const dy = side.endY - side.y;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2));
  return (ax + t * dx) ** 2 + (ay + t * dy) ** 2;
}
