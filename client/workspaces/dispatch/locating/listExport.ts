// A located list as text: with tabs for the clipboard, as CSV for a file.
import type { ListedPlace } from './listedPlaces.ts';

/** Everything that is a word or a name, in the language of the reader. */
export interface ExportWords {
  headers: readonly string[];
  nameOf(place: { name: string; nameEn: string }): string;
  remark(place: ListedPlace): string;
  workers(numbers: readonly number[]): string;
}

/** One row a line of the list, unreadable ones too. Codes and numbers are for machines: whole, and with a decimal point. */
function rowsOf(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): string[][] {
  return places.map((place) => {
    const { pasted, found, accuracyM } = place;
    return [
      String(pasted.line),
      pasted.position === undefined ? pasted.text : pasted.name,
      found === undefined ? '' : found.lon.toFixed(7),
      found === undefined ? '' : found.lat.toFixed(7),
      accuracyM === undefined ? '' : String(accuracyM),
      found?.grid?.code ?? '',
      found?.grid == null ? '' : words.nameOf(found.grid),
      metres(found?.edgeM),
      found?.runnerUp?.code ?? '',
      metres(found?.runnerUp?.distanceM),
      words.remark(place),
      choices.get(pasted.line) ?? '',
      words.workers(found?.workers ?? []),
    ];
  });
}

function metres(value: number | null | undefined): string {
  return value == null ? '' : String(Math.round(value * 100) / 100);
}

export function asTable(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): string {
  return [words.headers, ...rowsOf(places, choices, words)]
    .map((row) => row.map((cell) => harmless(cell.replace(/[\t\r\n]+/g, ' '))).join('\t'))
    .join('\n');
}

/** With a byte order mark, or a spreadsheet takes Chinese for something else. */
export function asCsv(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): string {
  const lines = [words.headers, ...rowsOf(places, choices, words)].map((row) =>
    row.map((cell) => quoted(harmless(cell))).join(','),
  );
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** Pasted text must not become a formula in somebody's spreadsheet, which `-1+cmd` is; a negative number is none. */
function harmless(cell: string): string {
  const isFormula = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(cell) && !/^-?[\d.]+$/.test(cell);
  return isFormula ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
