// Incidents counted by what can be chosen of them, in one pass over the region's points.
import { readyFilter } from '../incidents/rowFilter.ts';
import { hourOf, localClock, mondayOf, weekdayOf, weekOf } from '../regions/localClock.ts';
import { incidentStatuses } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import { type InsightRequest, shownSpan } from './insightRequest.ts';
import type { IncidentStatistics } from './insightSchemas.ts';

/** Five years: a bar for each on a screen. */
const mostWeeks = 261;

/** A bit for each part of the filter that an incident does not pass. */
const failing = { category: 1, severity: 2, status: 4, weekday: 8, hour: 16, time: 32 } as const;

/**
 * Each breakdown counts through every part of the filter but its own: the number beside a choice says what it would show.
 *
 * @param categories codes to be counted also where there are none
 * @param changedAt epoch milliseconds: the weeks end with it
 */
export function incidentStatistics(
  { points }: RegionSnapshot,
  { filter, timeZone, span, compare }: InsightRequest,
  categories: readonly string[],
  changedAt: number,
): IncidentStatistics {
  const ready = readyFilter(points, filter, timeZone);
  const fails = {
    category: failures(ready.category, failing.category),
    severity: failures(ready.severity, failing.severity),
    status: failures(ready.status, failing.status),
    weekday: failures(ready.weekday, failing.weekday),
    hour: failures(ready.hour, failing.hour),
  };
  const counts = {
    total: 0,
    unassigned: 0,
    compared: 0,
    comparedByCategory: zeros(points.categories.length),
    byCategory: zeros(points.categories.length),
    bySeverity: zeros(5),
    byStatus: zeros(incidentStatuses.length),
    byWeekday: zeros(8),
    byHour: zeros(24),
  };
  const weeks = new WeekCounts(weekOf(localClock(timeZone)(changedAt)));
  const { category, severity, status, grid, reportedAt } = points.incidents.columns;
  for (let row = 0; row < points.incidents.length; row += 1) {
    const at = reportedAt[row]!;
    const local = ready.clock(at);
    const weekday = weekdayOf(local);
    const hour = hourOf(local);
    const others =
      fails.category[category[row]!]! |
      fails.severity[severity[row]!]! |
      fails.status[status[row]!]! |
      fails.weekday[weekday]! |
      fails.hour[hour]!;
    weeks.add(weekOf(local), others === 0);
    if ((others & ~failing.category) === 0 && compare && at >= compare.from && at < compare.to) {
      counts.comparedByCategory[category[row]!]! += 1;
      if (others === 0) counts.compared += 1;
    }
    if (at < span.from || at >= span.to) continue;
    if (others === 0) {
      counts.total += 1;
      if (grid[row]! < 0) counts.unassigned += 1;
    }
    if ((others & ~failing.category) === 0) counts.byCategory[category[row]!]! += 1;
    if ((others & ~failing.severity) === 0) counts.bySeverity[severity[row]!]! += 1;
    if ((others & ~failing.status) === 0) counts.byStatus[status[row]!]! += 1;
    if ((others & ~failing.weekday) === 0) counts.byWeekday[weekday]! += 1;
    if ((others & ~failing.hour) === 0) counts.byHour[hour]! += 1;
  }
  const codes = [...new Set([...categories, ...points.categories])].sort();
  const byCode = (counted: readonly number[]) =>
    Object.fromEntries(codes.map((code) => [code, counted[points.categories.indexOf(code)] ?? 0]));
  return {
    period: shownSpan(span),
    total: counts.total,
    unassigned: counts.unassigned,
    compare: compare
      ? {
          period: shownSpan(compare),
          total: counts.compared,
          byCategory: byCode(counts.comparedByCategory),
        }
      : null,
    byCategory: byCode(counts.byCategory),
    bySeverity: Object.fromEntries(counts.bySeverity.map((count, value) => [value, count]).slice(1)),
    byStatus: Object.fromEntries(incidentStatuses.map((name, index) => [name, counts.byStatus[index]!])),
    byWeekday: counts.byWeekday.slice(1),
    byHour: counts.byHour,
    weeks: weeks.shown(),
  };
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function failures(passes: readonly boolean[], bit: number): Uint8Array {
  return Uint8Array.from(passes, (isPassed) => (isPassed ? 0 : bit));
}

/** Counts by week, of as many weeks as are shown up to the last one. */
class WeekCounts {
  readonly #last: number;
  readonly #counts = zeros(mostWeeks);
  /** Of all incidents, whatever the filter: so that the bars stand still when it changes. */
  #first = Infinity;

  constructor(last: number) {
    this.#last = last;
  }

  add(week: number, isCounted: boolean): void {
    if (week < this.#first) this.#first = week;
    const place = week - this.#last + mostWeeks - 1;
    if (isCounted && place >= 0 && place < mostWeeks) this.#counts[place]! += 1;
  }

  shown(): IncidentStatistics['weeks'] {
    if (this.#first === Infinity) return [];
    const length = Math.min(mostWeeks, Math.max(1, this.#last - this.#first + 1));
    const begin = this.#last - length + 1;
    return this.#counts.slice(-length).map((count, index) => ({ from: mondayOf(begin + index), count }));
  }
}
