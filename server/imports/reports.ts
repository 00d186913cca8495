// What a job's row keeps of how it ended: counts, rows, fields, reasons. Values stay out, because they may be personal.
import { toDegrees } from '../../core/coordinates.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import { type Fault, ImportRefused, LISTED_FAULTS } from './faults.ts';
import type { ImportRequest, ImportResult } from './request.ts';

export interface ReportedFault {
  row: number;
  field: string;
  reason: string;
}

export interface ReportedDefect {
  kind: string;
  lon: number;
  lat: number;
  message: string;
}

/** The report of a job that is done, or was a dry run without a fault. */
export interface ResultReport {
  added: number;
  changed: number;
  closed: number;
  unchanged: number;
  keptByHand: readonly string[];
  unassigned: number;
  skipped: number;
  faults: ReportedFault[];
  total: number;
  notes: readonly string[];
  boundaryVersion?: number;
}

/** The report of a job that stored nothing. */
export interface RefusalReport {
  reason: string;
  total?: number;
  faults?: ReportedFault[];
  defects?: ReportedDefect[];
  notes: readonly string[];
}

export function resultReport(result: ImportResult): ResultReport {
  const { added, changed, closed, unchanged, keptByHand, unassigned, skipped, notes, publication } = result;
  return {
    added,
    changed,
    closed,
    unchanged,
    keptByHand,
    unassigned,
    skipped,
    faults: result.faults.map(withoutValue),
    total: result.faultTotal,
    notes,
    ...(publication === undefined ? {} : { boundaryVersion: publication.version }),
  };
}

export function refusalReport(error: unknown, { notes = [] }: Pick<ImportRequest, 'notes'>): RefusalReport {
  if (error instanceof ImportRefused) {
    return { reason: error.message, total: error.total, faults: error.faults.map(withoutValue), notes };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CoverageRefused)) return { reason, notes };
  const defects = error.defects.slice(0, LISTED_FAULTS).map(({ kind, x, y, message }) => ({
    kind,
    lon: toDegrees(x),
    lat: toDegrees(y),
    message,
  }));
  return { reason, total: error.defects.length, defects, notes };
}

function withoutValue({ row, field, reason }: Fault): ReportedFault {
  return { row, field, reason };
}
