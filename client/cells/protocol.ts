// What the page and its worker say to each other.
import type { IncidentCells } from '../../server/analysis/insightSchemas.ts';
import type { CellSummary } from './cellSet.ts';
import type { TileAddress } from './cellTile.ts';

/** As hexagons, with the difference to another period or without; or as a density. */
export type CellUse = { kind: 'counts'; isCompared: boolean } | { kind: 'density'; bandwidthM: number };

export type CellRequest =
  | { id: number; kind: 'prepare'; set: string; answer: IncidentCells; use: CellUse }
  | { id: number; kind: 'tile'; set: string; address: TileAddress };

export type CellReply =
  | { id: number; kind: 'summary'; summary: CellSummary }
  | { id: number; kind: 'tile'; tile: ArrayBuffer }
  | { id: number; kind: 'failed'; reason: string };
