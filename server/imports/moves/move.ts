// The last step of an import: staged rows become stored ones, inside one transaction that holds the region's lock.
import type { Queryable } from '../../database.ts';
import type { ImportJob } from '../job.ts';

export interface MoveCounts {
  added: number;
  changed: number;
  /** Absent from the file in mode replace. */
  closed: number;
  unchanged: number;
  /** References of rows that were corrected by hand and differ from the file: they stay as they are. */
  keptByHand: string[];
}

/** What the change row's sequence and the database's clock are while the rows move. */
export interface MoveMoment {
  sequence: string;
  now: string;
}

/** How the rows of one kind are moved. Both steps see the same stored rows: nobody else writes in between. */
export interface Move {
  /** Faults that only the stored rows show, as sentences; the file is refused for any. */
  findConflicts?(tx: Queryable, job: ImportJob): Promise<MoveConflict[]>;
  count(tx: Queryable, job: ImportJob): Promise<MoveCounts>;
  apply(tx: Queryable, job: ImportJob, moment: MoveMoment): Promise<void>;
  /** Instead of both where nothing of the source was ever stored: there is nothing to compare with. */
  firstLoad?: {
    isFirst(tx: Queryable, job: ImportJob): Promise<boolean>;
    apply(tx: Queryable, job: ImportJob, moment: MoveMoment): Promise<void>;
  };
}

export interface MoveConflict {
  row: number;
  field: string;
  value: string;
  reason: string;
}

/** How many references of rows kept by hand are listed. */
export const LISTED_KEPT = 1000;
