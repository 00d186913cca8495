// Keeps the newest sets of cells and cuts them into tiles, away from the thread that answers the hand.
import { hexagonGrid } from '../../core/hexagons.ts';
import { countedCells, densityCells } from './cellSet.ts';
import { cellTile, type PlacedCells, placeCells } from './cellTile.ts';
import type { CellReply, CellRequest } from './protocol.ts';

/** A year of weeks that were played, and some. */
const mostSets = 80;

const sets = new Map<string, PlacedCells>();

self.onmessage = ({ data }: MessageEvent<CellRequest>) => {
  try {
    const reply = answer(data);
    self.postMessage(reply, { transfer: reply.kind === 'tile' ? [reply.tile] : [] });
  } catch (error) {
    self.postMessage({ id: data.id, kind: 'failed', reason: String(error) } satisfies CellReply);
  }
};

function answer(request: CellRequest): CellReply {
  const { id } = request;
  if (request.kind === 'prepare') {
    const { use, answer: given, set } = request;
    const prepared =
      use.kind === 'density' ? densityCells(given, use.bandwidthM) : countedCells(given, use.isCompared);
    const grid = hexagonGrid(given.origin as [number, number], given.cellM);
    keep(set, placeCells(prepared.cells, prepared.weights, grid));
    return { id, kind: 'summary', summary: prepared.summary };
  }
  const placed = sets.get(request.set);
  const tile = placed === undefined ? new Uint8Array() : cellTile(placed, request.address);
  return { id, kind: 'tile', tile: tile.slice().buffer };
}

function keep(set: string, placed: PlacedCells): void {
  sets.set(set, placed);
  if (sets.size > mostSets) sets.delete(sets.keys().next().value!);
}
