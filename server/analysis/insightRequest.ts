// What statistics and cells are asked for: incidents through a filter, and a span of time to compare with.
import { badRequest } from '../errors.ts';
import {
  type CategoryCheck,
  type IncidentFilter,
  type IncidentFilterTexts,
  readIncidentFilter,
} from '../incidents/incidentFilter.ts';
import { type Span, spanOf } from '../incidents/rowFilter.ts';
import { parseMoment } from '../regions/moment.ts';

export interface InsightRequest {
  filter: IncidentFilter;
  timeZone: string;
  /** From the filter; without limits where it has none. */
  span: Span;
  compare: Span | undefined;
}

export type InsightQuery = IncidentFilterTexts & { compareFrom?: string; compareTo?: string };

/** @throws ProblemError 400 that names the parameter */
export async function readInsightRequest(
  query: InsightQuery,
  timeZone: string,
  checkCategories: CategoryCheck,
): Promise<InsightRequest> {
  const filter = await readIncidentFilter(query, checkCategories);
  const span = spanOf(filter.from, filter.to, timeZone);
  refuseBackwards(span, 'from', filter.from?.text, filter.to?.text);
  return { filter, timeZone, span, compare: readCompare(query, timeZone) };
}

function readCompare({ compareFrom, compareTo }: InsightQuery, timeZone: string): Span | undefined {
  if (compareFrom === undefined && compareTo === undefined) return undefined;
  if (compareFrom === undefined || compareTo === undefined) {
    const [given, missing] =
      compareFrom === undefined ? ['compareTo', 'compareFrom'] : ['compareFrom', 'compareTo'];
    throw badRequest(given, compareFrom ?? compareTo, `needs ${missing} beside it: a period has two ends`);
  }
  const from = parseMoment('compareFrom', compareFrom);
  const to = parseMoment('compareTo', compareTo);
  const span = spanOf(from, to, timeZone);
  refuseBackwards(span, 'compareFrom', from.text, to.text);
  return span;
}

function refuseBackwards({ from, to }: Span, parameter: string, begin?: string, end?: string): void {
  if (from >= to) throw badRequest(parameter, begin, `is not before the end, ${end}`);
}

/** Null: no limit. */
export function shownSpan({ from, to }: Span): { from: string | null; to: string | null } {
  return { from: shownInstant(from), to: shownInstant(to) };
}

function shownInstant(epochMs: number): string | null {
  return Number.isFinite(epochMs) ? new Date(epochMs).toISOString() : null;
}
