// What an import says at the command line when it has ended.
import { toDegrees } from '../../core/coordinates.ts';
import type { Defect } from '../../core/coverage.ts';
import { CoverageRefused } from '../publication/refusals.ts';
import { type Fault, ImportRefused } from './faults.ts';
import type { ImportResult } from './request.ts';

export function* resultLines(result: ImportResult): Generator<string> {
  for (const note of result.notes) yield note;
  for (const { grids, x, y, metres: distance } of result.mended ?? []) {
    yield `Moved ${distance.toFixed(3)} m at ${place(x, y)}: ${grids.join(', ')}`;
  }
  for (const { grids, x, y } of result.publication?.inserted ?? []) {
    yield `Inserted a neighbour’s vertex at ${place(x, y)}: ${grids.join(', ')}`;
  }
  const { added, changed, closed, unchanged } = result;
  const ended = result.kind === 'grids' ? 'retired' : 'ended';
  yield `${result.rows} ${result.kind} read: ${added} new, ${changed} changed, ${closed} ${ended}, ${unchanged} unchanged`;
  if (result.skipped > 0) yield* skippedLines(result);
  if (result.publication && !result.publication.unchanged) yield* publicationLines(result);
  if (result.isDryRun) yield 'Nothing was written: this was a dry run';
  else if (result.changeSequence === undefined)
    yield 'Nothing was written: the file says what is stored already';
  if (result.unassigned > 0) yield `${result.unassigned} lie in no grid and are listed as unassigned`;
  if (result.keptByHand.length > 0) {
    yield `Corrected by hand and therefore left as they are: ${result.keptByHand.join(', ')}`;
  }
  if (result.changeSequence !== undefined) {
    yield `The region’s writers waited ${(result.moveMs / 1000).toFixed(1)} s at most`;
  }
}

function* skippedLines({ skipped, faults, faultTotal }: ImportResult): Generator<string> {
  yield `${skipped} ${skipped === 1 ? 'row was' : 'rows were'} left out:`;
  yield* faultLines(faults, faultTotal);
}

function* publicationLines({ publication, enclaves, isDryRun }: ImportResult): Generator<string> {
  if (!publication) return;
  const { household, incident } = publication.relocated;
  yield isDryRun
    ? `It would be boundary version ${publication.version}; ${household} households and ${incident} incidents would have other grids`
    : `Boundary version ${publication.version} is in force; ${household} households and ${incident} incidents have other grids`;
  const pins = [...publication.droppedPins.household, ...publication.droppedPins.incident];
  if (pins.length > 0) yield `Pins to retired grids were dropped: ${pins.join(', ')}`;
  if (enclaves) yield `Declared enclaves: ${enclaves.length}`;
}

/** What the error's own message does not say: every fault, every defect. */
export function* refusalLines(error: unknown): Generator<string> {
  if (error instanceof ImportRefused) yield* faultLines(error.faults, error.total);
  if (error instanceof CoverageRefused) for (const defect of error.defects) yield defectLine(defect);
}

function* faultLines(faults: readonly Fault[], total: number): Generator<string> {
  for (const { row, field, value, reason } of faults) {
    yield `row ${row}, ${field}${value === '' ? '' : ` ${value}`}: ${reason}`;
  }
  if (total > faults.length) yield `… and ${total - faults.length} more`;
}

/** The message says the grids, the size and the repair; what it lacks is the place to zoom to. */
export function defectLine({ kind, x, y, message }: Defect): string {
  return `${kind} at ${place(x, y)}: ${message}`;
}

function place(x: number, y: number): string {
  return `${toDegrees(x)},${toDegrees(y)}`;
}
