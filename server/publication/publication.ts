// What a publication is asked for, and what it answers; imports and plans say it in the same words.
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import type { InsertedVertex } from '../../core/coverage.ts';
import type { PublishedGrid } from './proposal.ts';
import type { PointSubject } from './relocation.ts';

export type { PublishedGrid } from './proposal.ts';

export interface PublicationInput {
  regionId: number;
  /** The whole coverage: a grid in force that is not among them retires. */
  grids: readonly PublishedGrid[];
  kind: 'import' | 'plan' | 'revert';
  source: string;
  actor: string;
  /** A date in the region's time zone or an instant; default: the beginning of time for version 1, else now. */
  effectiveFrom?: string;
  /** Holes that belong to another region; default: those declared before. */
  enclaves?: FixedMultiPolygon;
}

export interface PublicationResult {
  version: number;
  /** The grids are those in force already: nothing was written. */
  unchanged: boolean;
  added: string[];
  changed: string[];
  retired: string[];
  /** Points that have other grids now. */
  relocated: Record<PointSubject, number>;
  /** Ids of the points whose pin was to a retired grid. */
  droppedPins: Record<PointSubject, string[]>;
  inserted: InsertedVertex[];
  /** The change row that it wrote. */
  changeSequence: string | undefined;
}
