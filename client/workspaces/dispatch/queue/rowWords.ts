// How an incident is named in a row and a heading. Pure.
import type { Messages } from '../../../messages/en.ts';
import type { QueueItem } from '../incidentApi.ts';

const longestTitle = 60;

/** The first sentence of what was described, or the category's name. */
export function titleOf(
  { description, category }: Pick<QueueItem, 'description' | 'category'>,
  words: Messages,
): string {
  const first = (description ?? '')
    .trim()
    .split(/[\n。！？!?；;]|\.(?=\s|$)/)[0]!
    .trim();
  if (first === '') return words.incident.categories[category] ?? category;
  const characters = [...first];
  return characters.length <= longestTitle
    ? first
    : `${characters
        .slice(0, longestTitle - 1)
        .join('')
        .trimEnd()}…`;
}

/** The time of a report of today, the day of an older one. */
export function whenOf(reportedAt: string, now: number, timeZone: string, { format }: Messages): string {
  const instant = Date.parse(reportedAt);
  const dayOf = (time: number) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(time);
  return dayOf(instant) === dayOf(now)
    ? format.time(instant, timeZone)
    : format.shortDay(reportedAt, timeZone);
}
