// What the table shows as a file for a spreadsheet: RFC 4180, raw numbers, headings in the current language.
import type { Messages } from '../../../messages/en.ts';
import type { WorkloadRow } from '../../../state/workloadRows.ts';
import type { Level } from '../../../state/workloadView.ts';

type Cell = string | number | null;

/** @param rows in the order of the table */
export function workloadCsv(
  level: Level,
  rows: readonly WorkloadRow[],
  period: { from: string; to: string },
  words: Messages,
  nameOf: (place: { name: string; nameEn: string }) => string,
): string {
  const text = words.workload.csv;
  const named: [heading: string, of: (row: WorkloadRow) => Cell][] =
    level === 'workers'
      ? [[text.number, ({ key }) => Number(key)]]
      : [
          [text.code, ({ key }) => key],
          [text.placeName, ({ place }) => (place === null ? '' : nameOf(place))],
        ];
  const within: typeof named =
    level === 'grids'
      ? [
          [text.community, ({ grid }) => (grid === null ? '' : nameOf(grid.community))],
          [text.street, ({ grid }) => (grid === null ? '' : nameOf(grid.street))],
        ]
      : [];
  const columns: typeof named = [
    ...named,
    ...within,
    [text.index, ({ index }) => index],
    [text.total, ({ total }) => total],
    [text.householdMinutes, ({ parts }) => parts.households],
    [text.keyPersonMinutes, ({ parts }) => parts.keyPersons],
    [text.incidentMinutes, ({ parts }) => parts.incidents],
    [text.areaMinutes, ({ parts }) => parts.area],
    [text.households, ({ households }) => households],
    [text.incidents, ({ incidents }) => incidents],
    ...(level === 'workers'
      ? []
      : [[text.workers, ({ workers }) => workers] satisfies (typeof named)[number]]),
    ...(level === 'grids'
      ? []
      : [[text.grids, ({ grids }) => grids.length] satisfies (typeof named)[number]]),
    [text.from, () => period.from],
    [text.to, () => period.to],
  ];
  const lines = [
    columns.map(([heading]) => written(heading)),
    ...rows.map((row) => columns.map(([, of]) => written(of(row)))),
  ];
  // the mark at the beginning tells Excel that it is UTF-8
  return `\ufeff${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/** `gridwright-370215-grids-2026-11-24.csv` */
export function csvFileName(region: string, parts: readonly string[], date: string): string {
  return `${['gridwright', region, ...parts, date].join('-')}.csv`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(Math.round(cell * 1e6) / 1e6);
  const text = isFormula(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would run it (full-width signs too, which some of them read as the narrow ones): an apostrophe makes it a text. */
function isFormula(text: string): boolean {
  return /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text);
}
