// Coverages for properties: a lattice whose vertices are moved within boxes that do not touch, so that no edges cross,
// and whose quadrilaterals carry any labels: islands, holes, parts and parts touching in a vertex come by themselves.
import type { Coverage, CoverageEdge } from '../coverage.ts';

export interface JitteredLattice {
  columns: number;
  rows: number;
  /** A vertex is moved by 0 … jitter − 1 units either way; the lattice's step is `jitter`. */
  jitter: number;
  /** Per vertex, (columns + 1) × (rows + 1), two numbers. */
  moves: readonly number[];
  /** Per quadrilateral, a face; −1 is outside. */
  labels: readonly number[];
  /** Multiplies everything, then shifts it. */
  scale: number;
  offsetX: number;
  offsetY: number;
}

export function jitteredCoverage(lattice: JitteredLattice): Coverage {
  const { columns, rows, jitter, moves, labels, scale, offsetX, offsetY } = lattice;
  const vertex = (column: number, row: number): [number, number] => {
    const at = 2 * (row * (columns + 1) + column);
    return [
      offsetX + scale * (column * jitter + (moves[at]! % jitter)),
      offsetY + scale * (row * jitter + (moves[at + 1]! % jitter)),
    ];
  };
  const label = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? -1 : labels[row * columns + column]!;

  const edges: CoverageEdge[] = [];
  const addEdge = (a: [number, number], b: [number, number], leftFace: number, rightFace: number): void => {
    if (leftFace !== rightFace) edges.push({ points: Int32Array.of(...a, ...b), leftFace, rightFace });
  };
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const here = vertex(column, row);
      if (column < columns) {
        addEdge(here, vertex(column + 1, row), label(column, row), label(column, row - 1));
      }
      if (row < rows) {
        addEdge(here, vertex(column, row + 1), label(column - 1, row), label(column, row));
      }
    }
  }
  const faceCount = Math.max(0, ...labels.map((face) => face + 1));
  return { codes: Array.from({ length: faceCount }, (_, face) => String(face).padStart(3, '0')), edges };
}
