// The rows that an import left out, as a CSV file to be corrected and imported again.
import { closeSync, openSync, writeSync } from 'node:fs';
import { csvLine } from '../csvLine.ts';
import { UserError } from '../errors.ts';
import type { RejectedRow } from './request.ts';

/** So many rows that could not be taken apart wait for one that shows the columns. */
const MAX_WAITING = 1000;
const MAX_WAITING_CHARACTERS = 10_000_000;

/**
 * Columns `rejected_row`, `rejected_field` and `rejected_reason`, then those of the file: of the first row that has any.
 * What a later row has besides, and a line that could not be taken apart, is in the column `rejected_other`.
 */
export class RejectsFile {
  readonly #file: number;
  #columns: string[] | undefined;
  #waiting: RejectedRow[] = [];
  #waitingCharacters = 0;

  /** @throws UserError when it cannot be written */
  constructor(path: string) {
    try {
      // its values may be personal
      this.#file = openSync(path, 'w', 0o600);
    } catch (error) {
      throw new UserError(`--rejects ${path} cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  add(rejected: RejectedRow): void {
    if (this.#columns) {
      this.#write(rejected, this.#columns);
      return;
    }
    this.#waiting.push(rejected);
    this.#waitingCharacters += rejected.text?.length ?? 0;
    const isFull = this.#waiting.length > MAX_WAITING || this.#waitingCharacters > MAX_WAITING_CHARACTERS;
    if (rejected.properties || isFull) this.#begin();
  }

  close(): void {
    if (!this.#columns) this.#begin();
    closeSync(this.#file);
  }

  #begin(): void {
    const last = this.#waiting.at(-1);
    const hasGeometry = last?.geometry !== undefined;
    this.#columns = [...Object.keys(last?.properties ?? {}), ...(hasGeometry ? ['geometry'] : [])];
    const names = ['rejected_row', 'rejected_field', 'rejected_reason', ...this.#columns, 'rejected_other'];
    // the mark tells spreadsheets that it is UTF-8
    writeSync(this.#file, `\uFEFF${csvLine(names)}`);
    for (const rejected of this.#waiting) this.#write(rejected, this.#columns);
    this.#waiting = [];
  }

  #write(
    { row, faults, properties = {}, geometry, text = '' }: RejectedRow,
    columns: readonly string[],
  ): void {
    const all: Record<string, unknown> = geometry === undefined ? properties : { ...properties, geometry };
    const others = Object.entries(all).filter(([name]) => !columns.includes(name));
    writeSync(
      this.#file,
      csvLine([
        row,
        faults.map(({ field }) => field).join('; '),
        faults.map(({ reason }) => reason).join('; '),
        ...columns.map((name) => all[name]),
        others.length > 0 ? Object.fromEntries(others) : text,
      ]),
    );
  }
}
