// Which incidents a dispatcher's list shows, found in the snapshot: one pass over all of them, about a millisecond a
// hundred thousand. What a page shows of them is read from the database, so that its tags are those of the rows.
import { dateIn, instantOf } from '../regions/moment.ts';
import { closedStatus, incidentStatuses, type RegionPoints } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import { FirstOnes, type Position } from './firstOnes.ts';
import { Distances, gridIndexOf, type QueueFilter } from './queueFilter.ts';
import type { QueueCounts } from './queueSchemas.ts';

export interface Picked {
  /** In order. */
  page: Position[];
  /** There are more behind the page. */
  hasMore: boolean;
  matched: number;
  counts: QueueCounts;
}

/** Awaits nothing: the snapshot's points move. @throws ProblemError 400 for a grid that is not in force */
export function pickIncidents(
  snapshot: RegionSnapshot,
  filter: QueueFilter,
  limit: number,
  now: number,
): Picked {
  const { incidents } = snapshot.points;
  const { id, x, y, grid, status, reportedAt, worker } = incidents.columns;
  const matches = matcher(snapshot.points, filter, gridIndexOf(filter, snapshot));
  const { near, order } = filter;
  const distances = near && new Distances(near);
  const withinM = near?.withinM ?? Infinity;
  const midnight = midnightBefore(now, snapshot.region.timeZone);
  const first = new FirstOnes(limit + 1, filter.after);
  const counts = { open: 0, unassigned: 0, withoutWorker: 0, today: 0 };
  let matched = 0;
  // most often the newest stand last: found first, they rule the others out
  for (let row = incidents.length - 1; row >= 0; row -= 1) {
    if (status[row] !== closedStatus) {
      counts.open += 1;
      if (grid[row]! < 0) counts.unassigned += 1;
      if (worker[row] === 0) counts.withoutWorker += 1;
    }
    if (reportedAt[row]! >= midnight) counts.today += 1;
    if (!matches(row)) continue;
    if (distances && withinM < Infinity) {
      if (distances.atLeastM(x[row]!, y[row]!) > withinM) continue;
      if (distances.metres(x[row]!, y[row]!) > withinM) continue;
    }
    matched += 1;
    if (order !== 'nearest') {
      const rank = order === 'unassignedFirst' && grid[row]! >= 0 ? 1 : 0;
      first.offer(rank, -reportedAt[row]!, -id[row]!);
    } else if (first.accepts(0, distances!.atLeastM(x[row]!, y[row]!))) {
      first.offer(0, distances!.metres(x[row]!, y[row]!), -id[row]!);
    }
  }
  const found = first.take();
  return { page: found.slice(0, limit), hasMore: found.length > limit, matched, counts };
}

/** Its id; the newer one of two has the higher, and comes first. */
export function idAt({ id }: Position): string {
  return String(-id);
}

/** Whether the row is one of those that the filter asks for, wherever it lies. */
function matcher(
  { incidents, categories }: RegionPoints,
  filter: QueueFilter,
  gridIndex: number | undefined,
): (row: number) => boolean {
  const { grid, category, severity, status, reportedAt, worker } = incidents.columns;
  const { state, from, to, isUnassigned } = filter;
  const ofCategory = categories.map((code) => filter.categories?.has(code) ?? true);
  const ofStatus = incidentStatuses.map(
    (name, code) =>
      (filter.statuses?.has(name) ?? true) &&
      (state === 'all' || (state === 'closed') === (code === closedStatus)),
  );
  const ofSeverity = [0, 1, 2, 3, 4].map((value) => filter.severities?.has(value) ?? true);
  return (row) =>
    ofStatus[status[row]!]! &&
    ofCategory[category[row]!]! &&
    ofSeverity[severity[row]!]! &&
    reportedAt[row]! >= from &&
    reportedAt[row]! < to &&
    !(isUnassigned && grid[row]! >= 0) &&
    (gridIndex === undefined || grid[row] === gridIndex) &&
    (filter.worker === undefined || worker[row] === filter.worker);
}

function midnightBefore(now: number, timeZone: string): number {
  return Date.parse(instantOf({ text: dateIn(timeZone, now), isDate: true }, timeZone));
}
