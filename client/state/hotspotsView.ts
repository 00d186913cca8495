// What the URL holds of the hotspots: how they are shown, which incidents count, and what they are compared with.
import { type IncidentStatus, incidentStatuses, severities } from './incidentScales.ts';
import { type Comparison, comparisons } from './periods.ts';
import { numbers, oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const hotspotStyles = ['density', 'cells', 'points'] as const;
export type HotspotStyle = (typeof hotspotStyles)[number];

/** Metres: between parallel sides of a hexagon, and of the kernel's standard deviation. */
export const cellWidths = [100, 150, 250, 500, 1000] as const;
export const bandwidths = [100, 150, 250, 500, 1000] as const;

/** ISO: Monday is 1. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Hours of the day, the last one not included; 22 to 6 goes over midnight. */
export interface HourRange {
  from: number;
  to: number;
}

/** An empty list leaves nothing out. */
export interface IncidentChoice {
  categories: readonly string[];
  severities: readonly number[];
  statuses: readonly IncidentStatus[];
  weekdays: readonly number[];
  hours: HourRange | null;
}

export interface HotspotsView extends IncidentChoice {
  shownAs: HotspotStyle;
  cellM: number;
  bandwidthM: number;
  compare: Comparison;
  /** The selected hexagon, by column and row: another width has other ones. */
  cell: readonly [q: number, r: number] | null;
}

export const everyIncident: IncidentChoice = {
  categories: [],
  severities: [],
  statuses: [],
  weekdays: [],
  hours: null,
};

const initial: HotspotsView = {
  shownAs: 'density',
  cellM: 150,
  bandwidthM: 250,
  compare: 'none',
  cell: null,
  ...everyIncident,
};

export const hotspotsSection: UrlSection<HotspotsView> = {
  initial,
  parse(query) {
    const listed = query.get('ofCategory')?.split(',') ?? [];
    return {
      shownAs: oneOf(hotspotStyles, query.get('show')) ?? initial.shownAs,
      cellM: oneOfNumbers(cellWidths, query.get('cellM')) ?? initial.cellM,
      bandwidthM: oneOfNumbers(bandwidths, query.get('bandwidthM')) ?? initial.bandwidthM,
      compare: oneOf(comparisons, query.get('compare')) ?? initial.compare,
      cell: parseCell(query.get('cell')),
      categories: [...new Set(listed.filter((code) => /^[a-z0-9_-]{1,40}$/i.test(code)))],
      severities: someOf(severities, query.get('ofSeverity')),
      statuses: someOf(incidentStatuses, query.get('ofStatus')),
      weekdays: someOf(weekdays, query.get('onWeekday')),
      hours: parseHours(query.get('atHour')),
    };
  },
  format(view) {
    const parts: UrlPart[] = [];
    for (const [name, key] of [
      ['show', 'shownAs'],
      ['cellM', 'cellM'],
      ['bandwidthM', 'bandwidthM'],
      ['compare', 'compare'],
    ] as const) {
      if (view[key] !== initial[key]) parts.push([name, String(view[key])]);
    }
    for (const [name, values] of [
      ['ofCategory', view.categories],
      ['ofSeverity', view.severities],
      ['ofStatus', view.statuses],
      ['onWeekday', view.weekdays],
    ] as const) {
      if (values.length > 0) parts.push([name, values.join(',')]);
    }
    if (view.hours !== null) parts.push(['atHour', `${view.hours.from}-${view.hours.to}`]);
    if (view.cell !== null) parts.push(['cell', view.cell.join(',')]);
    return parts;
  },
};

/** As the server's incident filter writes it. */
export function filterQuery(choice: IncidentChoice): Record<string, string> {
  const query: Record<string, string> = {};
  if (choice.categories.length > 0) query.category = choice.categories.join(',');
  if (choice.severities.length > 0) query.severity = choice.severities.join(',');
  if (choice.statuses.length > 0) query.status = choice.statuses.join(',');
  if (choice.weekdays.length > 0) query.weekday = choice.weekdays.join(',');
  if (choice.hours !== null) query.hour = `${choice.hours.from}-${choice.hours.to}`;
  return query;
}

/** 22 to 6 are 22, 23, 0, 1, … 5. */
export function hoursIn({ from, to }: HourRange): number[] {
  const length = to > from ? to - from : to - from + 24;
  return Array.from({ length }, (_, index) => (from + index) % 24);
}

function parseHours(text: string | null): HourRange | null {
  const found = /^([0-9]{1,2})-([0-9]{1,2})$/.exec(text ?? '');
  if (found === null) return null;
  const [from, to] = [Number(found[1]), Number(found[2])];
  const isRange = from < 24 && to >= 1 && to <= 24 && from !== to && !(from === 0 && to === 24);
  return isRange ? { from, to } : null;
}

function parseCell(text: string | null): [q: number, r: number] | null {
  const [q, r] = numbers(text, ',', 2);
  const isCell = q !== undefined && r !== undefined && [q, r].every((part) => Math.abs(part) < 1e6);
  return isCell && Number.isInteger(q) && Number.isInteger(r) ? [q + 0, r + 0] : null;
}

function oneOfNumbers(known: readonly number[], text: string | null): number | null {
  return known.find((value) => String(value) === text) ?? null;
}

function someOf<Value extends string | number>(known: readonly Value[], text: string | null): Value[] {
  const named = text?.split(',') ?? [];
  return known.filter((value) => named.includes(String(value)));
}
