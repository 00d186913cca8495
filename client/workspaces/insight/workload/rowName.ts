// What a row is called: short in its cell, whole for a screen reader and the tooltip.
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import { formatCode, shortCode } from '../../../state/gridCodes.ts';
import type { WorkloadRow } from '../../../state/workloadRows.ts';

/** @param labels abbreviated codes of the base grids */
export function rowLabel(row: WorkloadRow, labels: ReadonlyMap<string, string>): string {
  if (row.place === null) return words().grid.worker(Number(row.key));
  const code = labels.get(row.key) ?? shortCode(row.key);
  return row.grid?.kind === 'base' ? code : nameOf(row.place) || code;
}

export function rowTitle(row: WorkloadRow): string {
  if (row.place === null) return words().grid.worker(Number(row.key));
  return `${formatCode(row.key)} ${nameOf(row.place)}`.trim();
}

/** Without the code, which stands below it. */
export function rowHeading(row: WorkloadRow): string {
  return row.place === null ? rowTitle(row) : nameOf(row.place) || formatCode(row.key);
}
