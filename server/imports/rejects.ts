// The rows that an import leaves out for their faults, when it was asked to (--skip-invalid).
import { isUnreadable, type ReadItem } from './readers/record.ts';
import type { ImportRequest, RejectedRow } from './request.ts';

type RowFault = RejectedRow['faults'][number];

export class Rejects {
  readonly isAllowed: boolean;
  readonly #request: ImportRequest;
  #rows = 0;
  /** Found out when the rows were no longer at hand: what is wrong with each, by its row. */
  readonly #late = new Map<number, RowFault>();

  constructor(request: ImportRequest) {
    this.#request = request;
    this.isAllowed = request.skipInvalid ?? false;
  }

  get rows(): number {
    return this.#rows + this.#late.size;
  }

  add(item: ReadItem, faults: readonly RowFault[]): void {
    if (!this.isAllowed) return;
    this.#rows += 1;
    this.#request.onReject?.(rejectedRow(item, faults));
  }

  /** A row that clashes with another one, or with what is stored. */
  addLate(row: number, fault: RowFault): void {
    this.#late.set(row, fault);
  }

  /** Reads the records again for those found out late. */
  async tellLate(): Promise<void> {
    const { onReject, records } = this.#request;
    if (this.#late.size === 0 || !onReject) return;
    for await (const item of records) {
      const fault = this.#late.get(item.row);
      if (fault) onReject(rejectedRow(item, [fault]));
    }
  }
}

function rejectedRow(item: ReadItem, faults: readonly RowFault[]): RejectedRow {
  const { row, properties } = item;
  if (!isUnreadable(item)) return { row, faults, properties: item.properties, geometry: item.geometry };
  return properties ? { row, faults, properties } : { row, faults, text: String(item.value) };
}
