// What the table shows, as a file for a spreadsheet with headings in the current language.
import { type Cell, csvText } from '../../../export/spreadsheet.ts';
import type { Messages } from '../../../messages/en.ts';
import type { WorkloadRow } from '../../../state/workloadRows.ts';
import type { Level } from '../../../state/workloadView.ts';

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
  return csvText([
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, of]) => of(row))),
  ]);
}
