// What the URL holds of the workload page: what the map is coloured by, and which rows the table has.
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const measures = ['workload', 'households', 'incidents'] as const;
export type Measure = (typeof measures)[number];

/** Whose workload: the rows of the table, what the distribution counts, and what the map is coloured by. */
export const levels = ['grids', 'workers', 'communities', 'streets'] as const;
export type Level = (typeof levels)[number];

/** Two sets of columns: how much there is, or what the minutes are made of. */
export const columnSets = ['figures', 'parts'] as const;
export type ColumnSet = (typeof columnSets)[number];

export const sortKeys = [
  'name',
  'index',
  'total',
  'households',
  'incidents',
  'grids',
  'workers',
  'householdMinutes',
  'keyPersonMinutes',
  'incidentMinutes',
  'areaMinutes',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  key: SortKey;
  descending: boolean;
}

/** What the phone's sheet holds: the selection or the distribution, the table, or what the map shows. */
export const sheetContents = ['overview', 'list', 'layers'] as const;
export type SheetContent = (typeof sheetContents)[number];

export interface WorkloadView {
  measure: Measure;
  level: Level;
  columns: ColumnSet;
  sorting: Sorting;
  /** What rows must contain, in code or names; empty: every row. */
  find: string;
  /** The chosen row, where it is not a grid: a worker's number, an area's code. */
  chosen: string | null;
  sheet: SheetContent;
}

const initial: WorkloadView = {
  measure: 'workload',
  level: 'grids',
  columns: 'figures',
  sorting: { key: 'index', descending: true },
  find: '',
  chosen: null,
  sheet: 'overview',
};

const longestText = 60;

export const workloadSection: UrlSection<WorkloadView> = {
  initial,
  parse(query) {
    const level = oneOf(levels, query.get('level')) ?? initial.level;
    const chosen = query.get('of');
    return {
      measure: oneOf(measures, query.get('measure')) ?? initial.measure,
      level,
      columns: oneOf(columnSets, query.get('columns')) ?? initial.columns,
      sorting: parseSorting(query.get('sort')) ?? initial.sorting,
      find: (query.get('find') ?? '').slice(0, longestText),
      chosen: chosen !== null && level !== 'grids' && /^[0-9A-Za-z]{1,24}$/.test(chosen) ? chosen : null,
      sheet: oneOf(sheetContents, query.get('sheet')) ?? initial.sheet,
    };
  },
  format({ measure, level, columns, sorting, find, chosen, sheet }) {
    const parts: UrlPart[] = [];
    if (measure !== initial.measure) parts.push(['measure', measure]);
    if (level !== initial.level) parts.push(['level', level]);
    if (columns !== initial.columns) parts.push(['columns', columns]);
    const sort = formatSorting(sorting);
    if (sort !== formatSorting(initial.sorting)) parts.push(['sort', sort]);
    if (find !== '') parts.push(['find', encodeURIComponent(find)]);
    if (chosen !== null) parts.push(['of', chosen]);
    if (sheet !== initial.sheet) parts.push(['sheet', sheet]);
    return parts;
  },
};

/** `-index`: the greatest first. */
function formatSorting({ key, descending }: Sorting): string {
  return descending ? `-${key}` : key;
}

function parseSorting(text: string | null): Sorting | null {
  const descending = text?.startsWith('-') === true;
  const key = oneOf(sortKeys, descending ? text.slice(1) : text);
  return key === null ? null : { key, descending };
}
