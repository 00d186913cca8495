// Which incidents are meant: one vocabulary for tiles, statistics and cells. Parsed and checked at the door, and written in one way
// only, so that the same filter always is the same cached answer.
import { badRequest } from '../errors.ts';
import { instantOf, type Moment, parseMoment } from '../regions/moment.ts';
import { incidentStatuses } from '../snapshot/points.ts';

export const incidentFilterNames = [
  'category',
  'status',
  'severity',
  'weekday',
  'hour',
  'from',
  'to',
] as const;
export type IncidentFilterName = (typeof incidentFilterNames)[number];

export type IncidentFilterTexts = Readonly<Partial<Record<IncidentFilterName, string>>>;

/** A part that is undefined leaves nothing out. */
export interface IncidentFilter {
  categories: ReadonlySet<string> | undefined;
  statuses: ReadonlySet<string> | undefined;
  severities: ReadonlySet<number> | undefined;
  /** ISO: Monday is 1. In the region's time zone, as are the hours. */
  weekdays: ReadonlySet<number> | undefined;
  hours: ReadonlySet<number> | undefined;
  /** Reported from then on, and before then. */
  from: Moment | undefined;
  to: Moment | undefined;
  /** As a query string, in one order; empty: nothing is left out. */
  key: string;
}

/** Which codes there are; asked only when a category is filtered by. */
export type CategoryCheck = (
  codes: readonly string[],
) => Promise<{ unknown: readonly string[]; known: readonly string[] }>;

/** @throws ProblemError 400 for a value that there is not */
export async function readIncidentFilter(
  query: IncidentFilterTexts,
  checkCategories: CategoryCheck,
): Promise<IncidentFilter> {
  const categories = readList('category', query.category);
  const statuses = readList('status', query.status);
  const severities = readNumbers('severity', query.severity, 4);
  const weekdays = readNumbers('weekday', query.weekday, 7);
  const hours = query.hour === undefined ? undefined : readHours(query.hour);
  const from = query.from === undefined ? undefined : parseMoment('from', query.from);
  const to = query.to === undefined ? undefined : parseMoment('to', query.to);
  refuseUnknown('status', statuses, incidentStatuses);
  if (categories) {
    const { unknown, known } = await checkCategories(categories);
    if (unknown.length > 0) throw unknownValue('category', unknown[0]!, known);
  }
  if (from && to) refuseBackwards(from, to);
  const texts: Record<IncidentFilterName, string | undefined> = {
    category: categories?.join(','),
    status: statuses?.join(','),
    severity: severities?.join(','),
    weekday: weekdays?.join(','),
    hour: hours?.text,
    from: from?.text,
    to: to?.text,
  };
  return {
    categories: categories && new Set(categories),
    statuses: statuses && new Set(statuses),
    severities: severities && new Set(severities),
    weekdays: weekdays && new Set(weekdays),
    hours: hours?.hours,
    from,
    to,
    key: keyOf(texts),
  };
}

function keyOf(texts: Readonly<Record<IncidentFilterName, string | undefined>>): string {
  const key = new URLSearchParams();
  for (const name of incidentFilterNames) {
    const text = texts[name];
    if (text !== undefined) key.set(name, text);
  }
  return key.toString();
}

/** Sorted, each once. */
export function readList(name: string, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const values = [...new Set(text.split(',').map((value) => value.trim()))].sort();
  if (values.includes(''))
    throw badRequest(name, text, 'is a list of values with commas between, none empty');
  return values;
}

export function refuseUnknown(
  name: string,
  values: readonly string[] | undefined,
  known: readonly string[],
): void {
  const unknown = values?.find((value) => !known.includes(value));
  if (unknown !== undefined) throw unknownValue(name, unknown, known);
}

function unknownValue(name: string, value: string, known: readonly string[]): Error {
  return badRequest(name, value, `is unknown; there are ${known.join(', ')}`);
}

/** Of 1 to the highest. */
function readNumbers(name: string, text: string | undefined, highest: number): number[] | undefined {
  const values = readList(name, text);
  const known = Array.from({ length: highest }, (_, index) => String(index + 1));
  refuseUnknown(name, values, known);
  return values?.map(Number);
}

/** `22-6`: from 22:00 to before 6:00, over midnight. */
function readHours(text: string): { hours: ReadonlySet<number>; text: string } {
  const parts = /^\s*(\d{1,2})\s*-\s*(\d{1,2})\s*$/.exec(text);
  const from = Number(parts?.[1] ?? NaN);
  // midnight ends a day as hour 24, and is written so
  const to = Number(parts?.[2] ?? NaN) || (parts ? 24 : NaN);
  if (!(from < 24 && to <= 24)) {
    throw badRequest('hour', text, 'is no range of hours: write 8-17, or 22-6 over midnight, from 0 to 24');
  }
  if (from === to || (from === 0 && Number(parts![2]) === 0)) {
    throw badRequest('hour', text, 'begins and ends at the same hour; leave it out for the whole day');
  }
  const length = to > from ? to - from : to - from + 24;
  const hours = Array.from({ length }, (_, index) => (from + index) % 24);
  return { hours: new Set(hours), text: `${from}-${to}` };
}

/** Compared in UTC: two dates in the order that they have in every time zone. */
function refuseBackwards(from: Moment, to: Moment): void {
  if (Date.parse(instantOf(from, 'UTC')) < Date.parse(instantOf(to, 'UTC'))) return;
  if (from.isDate !== to.isDate) return; // which is first depends on the region
  throw badRequest('from', from.text, `is not before the end, ${to.text}`);
}
