// From the list and its filters to what is asked of the server. Pure.
import type { DispatchView } from '../../../state/dispatchView.ts';

/** `today`: the day that it is in the region, YYYY-MM-DD. */
export function queueQuery(
  { list, unassignedFirst, filters }: Pick<DispatchView, 'list' | 'unassignedFirst' | 'filters'>,
  today: string,
): Record<string, string | undefined> {
  const { categories, severities, statuses, worker, grid } = filters;
  return {
    // of today the closed ones, too; and who asks for a state means that state
    state: list === 'today' || statuses.length > 0 ? 'all' : 'open',
    order: unassignedFirst ? 'unassignedFirst' : 'newest',
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
