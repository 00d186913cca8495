// What is wrong with a file, gathered so that one run tells everything.
import { UserError } from '../errors.ts';

export interface Fault {
  /** Line of a CSV or newline-delimited file, or number of the feature (from 1); 0: the file as a whole. */
  row: number;
  field: string;
  /** Shortened. */
  value: string;
  reason: string;
}

/** How many faults are listed; all are counted. */
export const LISTED_FAULTS = 1000;

export class FaultList {
  readonly listed: Fault[] = [];
  total = 0;

  add(row: number, field: string, value: unknown, reason: string): void {
    this.total += 1;
    if (this.listed.length < LISTED_FAULTS) this.listed.push({ row, field, value: shown(value), reason });
  }

  copy(): FaultList {
    const copy = new FaultList();
    copy.append(this);
    return copy;
  }

  /** Takes over what another list holds. */
  append({ listed, total }: FaultList): void {
    this.total += total;
    this.listed.push(...listed.slice(0, LISTED_FAULTS - this.listed.length));
  }

  inOrder(): Fault[] {
    return [...this.listed].sort((a, b) => a.row - b.row);
  }
}

/** The file is refused, and nothing of it is stored. */
export class ImportRefused extends UserError {
  readonly faults: readonly Fault[];
  readonly total: number;
  /** What to try, when the file as a whole looks wrong. */
  readonly hint: string | undefined;

  constructor(message: string, faults: readonly Fault[] = [], total = faults.length, hint?: string) {
    super(hint === undefined ? message : `${message}\n${hint}`);
    this.name = 'ImportRefused';
    this.faults = faults;
    this.total = total;
    this.hint = hint;
  }
}

/** Somebody asked the job to stop, and it did, before anything was stored. */
export class ImportCancelled extends UserError {
  constructor(reason = 'cancelled') {
    super(`The import was ${reason}; nothing was stored`);
    this.name = 'ImportCancelled';
  }
}

/** Personal fields are faulted without their value: reports are kept, and personal values are not. */
export const WITHHELD = Symbol('withheld');

function shown(value: unknown): string {
  if (value === WITHHELD) return '(not shown)';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** @throws ImportRefused when there are faults */
export function refuseFaults(faults: FaultList): void {
  if (faults.total === 0) return;
  const count = faults.total === 1 ? '1 fault' : `${faults.total} faults`;
  throw new ImportRefused(`The file has ${count}; nothing was stored`, faults.inOrder(), faults.total);
}
