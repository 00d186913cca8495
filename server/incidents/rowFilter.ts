// The incident filter, made ready for one region's points in memory.
import { hourOf, type LocalClock, localClock, weekdayOf } from '../regions/localClock.ts';
import { instantOf, type Moment } from '../regions/moment.ts';
import { incidentStatuses, type RegionPoints } from '../snapshot/points.ts';
import type { IncidentFilter } from './incidentFilter.ts';

/** Epoch milliseconds, the end not included. */
export interface Span {
  from: number;
  to: number;
}

/** What each part lets pass, by the number that the columns hold; the local ones by ISO weekday and by hour. */
export interface ReadyFilter extends Span {
  category: readonly boolean[];
  status: readonly boolean[];
  severity: readonly boolean[];
  weekday: readonly boolean[];
  hour: readonly boolean[];
  clock: LocalClock;
}

export function readyFilter(
  { categories }: RegionPoints,
  filter: IncidentFilter,
  timeZone: string,
): ReadyFilter {
  const numbers = (length: number, shown: ReadonlySet<number> | undefined) =>
    Array.from({ length }, (_, value) => shown?.has(value) ?? true);
  return {
    category: categories.map((code) => filter.categories?.has(code) ?? true),
    status: incidentStatuses.map((name) => filter.statuses?.has(name) ?? true),
    severity: numbers(5, filter.severities),
    weekday: numbers(8, filter.weekdays),
    hour: numbers(24, filter.hours),
    clock: localClock(timeZone),
    ...spanOf(filter.from, filter.to, timeZone),
  };
}

/** A date is its midnight in the time zone; what is not given is no limit. */
export function spanOf(from: Moment | undefined, to: Moment | undefined, timeZone: string): Span {
  return {
    from: from ? Date.parse(instantOf(from, timeZone)) : -Infinity,
    to: to ? Date.parse(instantOf(to, timeZone)) : Infinity,
  };
}

type RowTest = (row: number) => boolean;

/** Whether the incident of a row passes; undefined when all do. */
export function incidentTest(
  points: RegionPoints,
  filter: IncidentFilter,
  timeZone: string,
): RowTest | undefined {
  if (filter.key === '') return undefined;
  const { from, to } = spanOf(filter.from, filter.to, timeZone);
  const { reportedAt } = points.incidents.columns;
  const passes = timelessTest(points, filter, timeZone);
  return (row) => reportedAt[row]! >= from && reportedAt[row]! < to && passes(row);
}

/** The same whenever the incident was reported. */
export function timelessTest(points: RegionPoints, filter: IncidentFilter, timeZone: string): RowTest {
  const ready = readyFilter(points, filter, timeZone);
  const { category, status, severity, reportedAt } = points.incidents.columns;
  const passes: RowTest = (row) =>
    ready.category[category[row]!]! && ready.status[status[row]!]! && ready.severity[severity[row]!]!;
  if (!(filter.weekdays || filter.hours)) return passes;
  return (row) => {
    if (!passes(row)) return false;
    const local = ready.clock(reportedAt[row]!);
    return ready.weekday[weekdayOf(local)]! && ready.hour[hourOf(local)]!;
  };
}
