// How an incident is named in a row and a heading. Pure.
import type { Messages } from '../../../messages/en.ts';
import type { QueueItem } from '../incidentApi.ts';

const longestTitle = 60;
const recentMs = 12 * 3_600_000;

/** The first sentence of what was described, or the category's name. */
export function titleOf(
  { description, category }: Pick<QueueItem, 'description' | 'category'>,
  words: Messages,
): string {
  const first = inLanguage(description ?? '', words)
    .trim()
    .split(/[\n。！？!?；;]|\.(?=\s|$)/)[0]!
    .trim();
  if (first === '') return words.incident.categories[category] ?? category;
  const characters = [...first];
  if (characters.length <= longestTitle) return first;
  return `${characters
    .slice(0, longestTitle - 1)
    .join('')
    .trimEnd()}…`;
}

/** Of a text that says the same in Chinese and in another script, with a slash between, the half in the language of the screen. */
export function inLanguage(text: string, words: Messages): string {
  const halves = text.split(' / ');
  const [chinese, other] = halves;
  if (halves.length !== 2 || !isHan(chinese!) || isHan(other!)) return text;
  return words.isChinese ? chinese! : other!;
}

/** The time of a report of the last hours, the day of an older one. */
export function whenOf(reportedAt: string, now: number, timeZone: string, { format }: Messages): string {
  const instant = Date.parse(reportedAt);
  return now - instant < recentMs ? format.time(instant, timeZone) : format.shortDay(reportedAt, timeZone);
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
