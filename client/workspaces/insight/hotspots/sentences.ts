// Numbers of a period in words. Pure: what a sentence says depends on what is given alone.
import type { IncidentStatistics } from '../../../../server/analysis/insightSchemas.ts';
import type { Messages } from '../../../messages/en.ts';
import { type Comparison, type Days, daysBetween } from '../../../state/periods.ts';

/** Null: there was nothing before. */
export function percentChange(value: number, before: number): number | null {
  return before === 0 ? null : Math.round(((value - before) / before) * 100);
}

/** 654 incidents, 579 in the 14 days before (+13%). */
export function periodSentence(
  { total, compare }: IncidentStatistics,
  compared: Days,
  comparison: Comparison,
  words: Messages,
): string {
  if (compare === null) return words.hotspots.total(total);
  return countSentence(total, compare.total, compared, comparison, words);
}

export function countSentence(
  count: number,
  before: number,
  compared: Days,
  comparison: Comparison,
  words: Messages,
): string {
  const percent = percentChange(count, before);
  return comparison === 'year'
    ? words.hotspots.sentenceYear(count, before, percent)
    : words.hotspots.sentence(count, daysBetween(compared.from, compared.to), before, percent);
}

/** Both days belong to it. */
export function rangeInWords({ from, to }: Days, words: Messages): string {
  return words.format.dayRange(from, to);
}
