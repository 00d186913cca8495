// A change of an incident in words. Pure.

import { distance } from '@turf/turf';
import type { Messages } from '../../../messages/en.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import type { HistoryChange, HistoryEntry } from '../incidentApi.ts';

/** What one entry says, a sentence part for each change; a grid that followed from the location or the pin is said, too. */
export function happenedIn({ changes }: HistoryEntry, words: Messages, timeZone: string): string[] {
  return changes.flatMap((change) => happened(change, words, timeZone) ?? []);
}

function happened(
  { field, before, after }: HistoryChange,
  words: Messages,
  timeZone: string,
): string | undefined {
  const text = words.dispatch.happened;
  const { statuses, severities } = words.incident;
  const { categories } = words.incident;
  const named = (names: Record<string, string>, value: unknown) => names[String(value)] ?? String(value);
  switch (field) {
    case 'created':
      return text.created;
    case 'status':
      return text.status(named(statuses, after), named(statuses, before));
    case 'worker':
      if (after === null) return text.released(Number(before));
      return before === null ? text.assigned(Number(after)) : text.reassigned(Number(after), Number(before));
    case 'location':
      return Array.isArray(before) && Array.isArray(after)
        ? text.location(words.format.distance(metresBetween(before.map(Number), after.map(Number))))
        : undefined;
    case 'grid':
      if (after === null) return text.gridLost(shortCode(String(before)));
      return before === null
        ? text.gridFound(shortCode(String(after)))
        : text.grid(shortCode(String(after)), shortCode(String(before)));
    case 'pin':
      return isPin(after) ? text.pinned(shortCode(after.grid), after.reason) : text.unpinned;
    case 'category':
      return text.category(named(categories, after), named(categories, before));
    case 'severity':
      return text.severity(named(severities, after), named(severities, before));
    case 'accuracyM':
      return after === null ? text.accuracyUnknown : text.accuracy(words.format.distance(Number(after)));
    case 'reportedAt':
      return text.reportedAt(words.format.dateTime(String(after), timeZone));
    case 'closedAt':
      return after === null
        ? text.reopened
        : text.closedAt(words.format.time(Date.parse(String(after)), timeZone));
    case 'personal': {
      const fields = Array.isArray(after) ? after.map((name) => named(text.personalFields, name)) : [];
      return fields.length === 0 ? undefined : text.personal(words.dispatch.list(fields));
    }
    case 'deleted':
      return text.deleted;
  }
}

/** Who did it: a name as they gave it, or what kind of system. */
export function actorOf({ actor }: HistoryEntry, words: Messages): string {
  if (actor === null || actor === '') return words.dispatch.nobodySaid;
  return words.dispatch.actors[actor] ?? actor;
}

function isPin(value: HistoryChange['after']): value is { grid: string; reason: string } {
  return typeof value === 'object' && value !== null && 'grid' in value;
}

function metresBetween(from: readonly number[], to: readonly number[]): number {
  return distance([from[0]!, from[1]!], [to[0]!, to[1]!], { units: 'meters' });
}
