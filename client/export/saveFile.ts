// Hands a file to the browser; nothing is sent anywhere.
import type { Region } from '../../server/regions/schemas.ts';
import { dateIn } from '../state/periods.ts';

export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // some browsers read the address only after the click was handled
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function saveCsv(csv: string, name: string): void {
  saveFile(new Blob([csv], { type: 'text/csv;charset=utf-8' }), name);
}

/** `gridwright-370215-grids-2026-11-24.csv`, by the date in the region. */
export function fileName(
  { code, timeZone }: Pick<Region, 'code' | 'timeZone'>,
  parts: readonly string[],
  extension: 'csv' | 'png',
  now: Date,
): string {
  return `${['gridwright', code, ...parts, dateIn(now, timeZone)].join('-')}.${extension}`;
}
