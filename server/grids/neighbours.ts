// Who is next door: the grids that share an edge with one, from the coverage in memory.
import type { Coverage } from '../../core/coverage.ts';
import { distanceM } from '../../core/geodesy.ts';
import { notFound } from '../errors.ts';
import { closedStatus } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Neighbour } from './schemas.ts';

/**
 * In the same layer: base grids of a base grid, dedicated ones of a dedicated one. Longest shared edge first. Awaits
 * nothing: the snapshot's points move.
 *
 * @throws ProblemError 404 when no grid in force has the code
 */
export function neighboursOf(snapshot: RegionSnapshot, code: string): Neighbour[] {
  const { grids, baseGrids, dedicatedGrids, locator } = snapshot;
  const grid = grids.find((candidate) => candidate.code === code);
  if (!grid) throw notFound('grid', code);
  const isBase = grid.kind === 'base';
  const layer = isBase ? baseGrids : dedicatedGrids;
  const shared = sharedEdges(isBase ? locator.base : locator.dedicated, layer.indexOf(grid));
  const open = openIncidents(snapshot);
  return [...shared]
    .map(([face, sharedM]) => ({ ...layer[face]!, sharedM }))
    .sort((a, b) => b.sharedM - a.sharedM || (a.code < b.code ? -1 : 1))
    .map(({ code, name, nameEn, sharedM, workers, index }) => ({
      code,
      name,
      nameEn,
      sharedM: Math.round(sharedM * 10) / 10,
      workers: workers.map(({ number }) => number),
      openIncidents: open[index]!,
    }));
}

/** Metres of shared edge by the neighbour's face. */
function sharedEdges({ edges }: Coverage, face: number): Map<number, number> {
  const metres = new Map<number, number>();
  for (const { points, leftFace, rightFace } of edges) {
    if (leftFace === rightFace || (leftFace !== face && rightFace !== face)) continue;
    const other = leftFace === face ? rightFace : leftFace;
    if (other >= 0) metres.set(other, (metres.get(other) ?? 0) + lengthM(points));
  }
  return metres;
}

function lengthM(points: Int32Array): number {
  let length = 0;
  for (let i = 2; i < points.length; i += 2) {
    length += distanceM(points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!);
  }
  return length;
}

/** By index of the responsible grid. */
function openIncidents({ grids, points: { incidents } }: RegionSnapshot): Int32Array {
  const { grid, status } = incidents.columns;
  const counts = new Int32Array(grids.length);
  for (let row = 0; row < incidents.length; row += 1) {
    if (grid[row]! >= 0 && status[row] !== closedStatus) counts[grid[row]!]! += 1;
  }
  return counts;
}
