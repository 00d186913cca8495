// What an import is asked for, and what it answers.
import type { CoordinateSystem, Fixed, FixedMultiPolygon } from '../../core/coordinates.ts';
import type { PublicationResult } from '../publication/publication.ts';
import type { ColumnMap } from './fields.ts';
import type { ImportKind } from './kinds.ts';
import type { MoveCounts } from './moves/move.ts';
import type { ReadItem } from './readers/record.ts';
import type { ImportMode } from './staging.ts';

export interface GridImportOptions {
  /** Snaps boundaries that miss each other by no more than this. */
  repairM?: number;
  /** A date in the region's time zone or an instant. */
  effectiveFrom?: string;
  /** Takes every hole of the coverage as another region's land. */
  declareEnclaves?: boolean;
}

/** Where --repair moved a boundary, and how far. */
export interface MendedVertex {
  grids: string[];
  x: Fixed;
  y: Fixed;
  metres: number;
}

export interface ImportRequest extends GridImportOptions {
  kind: ImportKind;
  regionCode: string;
  /** Who the rows come from; with their reference it identifies them from one import to the next. */
  source: string;
  /** For reports. */
  fileName: string;
  records: AsyncIterable<ReadItem> | Iterable<ReadItem>;
  mode?: ImportMode;
  crs?: CoordinateSystem;
  columns?: ColumnMap;
  /** Stores points outside the region, unassigned, also when most of them are. */
  acceptOutside?: boolean;
  actor?: string;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  phase: 'reading' | 'checking' | 'writing';
  rows: number;
}

export interface ImportResult extends MoveCounts {
  kind: ImportKind;
  rows: number;
  /** Points that lie in no grid. */
  unassigned: number;
  /** The change row that it wrote; undefined when the file says what is stored already. */
  changeSequence: string | undefined;
  /** How long the region's writers had to wait. */
  moveMs: number;
  publication?: PublicationResult;
  /** What --repair moved. */
  mended?: readonly MendedVertex[];
  enclaves?: FixedMultiPolygon;
}
