// From the list and its filters to what is asked of the server. Pure.
import type { QueueFilters, QueueList } from '../../../state/dispatchView.ts';

/** `today`: the day that it is in the region, YYYY-MM-DD. */
export function queueQuery(
  list: QueueList,
  { categories, severities, statuses, worker, grid }: QueueFilters,
  today: string,
): Record<string, string | undefined> {
  return {
    // of today the closed ones, too; and who asks for a state means that state
    state: list === 'today' || statuses.length > 0 ? 'all' : 'open',
    order: 'newest',
    from: list === 'today' ? today : undefined,
    unassigned: list === 'unassigned' ? 'true' : undefined,
    category: joined(categories),
    severity: joined(severities),
    status: joined(statuses),
    worker: worker ?? undefined,
    grid: grid ?? undefined,
  };
}

function joined(values: readonly (string | number)[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}
