// The full answer for a point as JSON text, put together from pieces that are made once for each grid: several times as fast
// as serializing objects.
import { type Fixed, toDegrees } from '../../core/coordinates.ts';
import type { LocatorResult } from '../../core/locator.ts';
import type { GridInfo, GridWorker } from '../snapshot/details.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import type { PastSnapshot } from '../snapshot/snapshots.ts';

interface Pieces {
  located: string;
  path: string;
  workers: string;
}

const piecesOfGrid = new WeakMap<GridInfo, Pieces>();

function piecesOf(grid: GridInfo): Pieces {
  let pieces = piecesOfGrid.get(grid);
  if (!pieces) {
    pieces = {
      located: JSON.stringify(grid.located),
      path: JSON.stringify(grid.path),
      workers: JSON.stringify(grid.workers),
    };
    piecesOfGrid.set(grid, pieces);
  }
  return pieces;
}

/** Where a point lies, with what `Locator.nearest` wrote for it. */
export interface MeasuredPoint {
  region: DirectoryEntry;
  snapshot: PastSnapshot;
  base: GridInfo | undefined;
  dedicated: GridInfo | undefined;
  nearest: LocatorResult;
  accuracyM: number | undefined;
  /** Those of another time; default: those of now. */
  workers?: readonly GridWorker[] | undefined;
}

const regionPieces = new WeakMap<DirectoryEntry, string>();

function regionPiece(region: DirectoryEntry): string {
  let piece = regionPieces.get(region);
  if (piece === undefined) {
    const { code, name, nameEn } = region;
    piece = JSON.stringify({ code, name, nameEn });
    regionPieces.set(region, piece);
  }
  return piece;
}

/** Of the type `Location`. At least one of the two grids is there. */
export function locationJson(x: Fixed, y: Fixed, point: MeasuredPoint): string {
  const { region, snapshot, base, dedicated, nearest, workers } = point;
  const { boundaries } = snapshot;
  const responsible = piecesOf((dedicated ?? base)!);
  return (
    `{"lon":${toDegrees(x)},"lat":${toDegrees(y)},"region":${regionPiece(region)}` +
    `,"boundaryVersion":${boundaries.version},"grid":${responsible.located}` +
    `,"baseGrid":${base ? piecesOf(base).located : 'null'}` +
    `,"dedicatedGrid":${dedicated ? piecesOf(dedicated).located : 'null'}` +
    `,"path":${responsible.path},"distanceToEdgeM":${nearest.edgeM}` +
    `,"nearestEdgePoint":[${toDegrees(nearest.edgeX)},${toDegrees(nearest.edgeY)}]` +
    `,"runnerUp":${runnerUpJson(snapshot, nearest)}` +
    `,"ambiguous":${isAmbiguous(nearest, point.accuracyM)}` +
    `,"workers":${workers ? JSON.stringify(workers) : responsible.workers}}`
  );
}

export function inNoRegionJson(x: Fixed, y: Fixed): string {
  return (
    `{"lon":${toDegrees(x)},"lat":${toDegrees(y)},"region":null,"boundaryVersion":null,"grid":null,"baseGrid":null` +
    ',"dedicatedGrid":null,"path":[],"distanceToEdgeM":null,"nearestEdgePoint":null,"runnerUp":null' +
    ',"ambiguous":false,"workers":[]}'
  );
}

function runnerUpJson({ boundaries, grids }: PastSnapshot, nearest: LocatorResult): string {
  if (nearest.runnerUpFace < 0) return 'null';
  const offset = nearest.runnerUpLayer === 'dedicated' ? boundaries.baseCount : 0;
  const grid = grids[nearest.runnerUpFace + offset]!;
  return `{"grid":${piecesOf(grid).located},"distanceM":${nearest.runnerUpM}}`;
}

/** A dedicated grid that is nearer than any base edge would take over too. */
export function isAmbiguous({ edgeM, runnerUpM }: LocatorResult, accuracyM: number | undefined): boolean {
  return accuracyM !== undefined && accuracyM > Math.min(edgeM, runnerUpM);
}
