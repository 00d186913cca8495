// A located list as text: with tabs for the clipboard, as CSV for a file.
import { type Cell, csvText, tabbedText } from '../../../export/spreadsheet.ts';
import type { ListedPlace } from './listedPlaces.ts';

/** Everything that is a word or a name, in the language of the reader. */
export interface ExportWords {
  headers: readonly string[];
  nameOf(place: { name: string; nameEn: string }): string;
  remark(place: ListedPlace): string;
  workers(numbers: readonly number[]): string;
}

/** One row a line of the list, unreadable ones too. Codes are for machines: whole. */
function rowsOf(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): Cell[][] {
  return places.map((place): Cell[] => {
    const { pasted, found, accuracyM } = place;
    return [
      pasted.line,
      pasted.position === undefined ? pasted.text : pasted.name,
      found?.lon ?? null,
      found?.lat ?? null,
      accuracyM ?? null,
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

function metres(value: number | null | undefined): number | null {
  return value == null ? null : Math.round(value * 100) / 100;
}

export function asTable(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): string {
  return tabbedText([words.headers, ...rowsOf(places, choices, words)]);
}

export function asCsv(
  places: readonly ListedPlace[],
  choices: ReadonlyMap<number, string>,
  words: ExportWords,
): string {
  return csvText([words.headers, ...rowsOf(places, choices, words)]);
}
