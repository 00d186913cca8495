// What an import is asked for, and what it answers.
import type { CoordinateSystem, Fixed, FixedMultiPolygon } from '../../core/coordinates.ts';
import type { PublicationResult } from '../publication/publication.ts';
import type { Fault } from './faults.ts';
import type { ColumnMap } from './fields.ts';
import type { ImportMode } from './job.ts';
import type { ImportKind } from './kinds.ts';
import type { MoveCounts } from './moves/move.ts';
import type { ReadItem } from './readers/record.ts';

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
  /** Leaves rows with faults out, instead of refusing the file; not for grids, and not in mode replace. */
  skipInvalid?: boolean;
  /** Told each row that is left out; for the last of them `records` is read a second time. */
  onReject?: (rejected: RejectedRow) => void;
  /** Does everything but the last step: counts, faults and defects, and nothing stored. */
  isDryRun?: boolean;
  /** Stops it between two batches. */
  signal?: AbortSignal;
  /** A job that waits in state queued; without it the import makes a job of its own. */
  jobId?: string;
  /** How much of the file has been read, kept up by whoever gives the records. */
  bytes?: { read: number; total: number };
  /** What was assumed about the file, filled while it is read. */
  notes?: readonly string[];
  onProgress?: (progress: ImportProgress) => void;
}

/** A row that was left out, as the file has it. */
export interface RejectedRow {
  row: number;
  faults: readonly { field: string; reason: string }[];
  /** Undefined where the row could not be taken apart; `text` is then what there is of it. */
  properties?: Readonly<Record<string, unknown>>;
  geometry?: unknown;
  text?: string;
}

export interface ImportProgress {
  phase: 'reading' | 'checking' | 'writing';
  rows: number;
}

export interface ImportResult extends MoveCounts {
  kind: ImportKind;
  /** Without those left out. */
  rows: number;
  /** Rows left out for their faults. */
  skipped: number;
  /** The first of those faults, in order, and how many there are. */
  faults: readonly Fault[];
  faultTotal: number;
  isDryRun: boolean;
  /** What was assumed about the file. */
  notes: readonly string[];
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
