// What the URL holds of the Insight workspace as a whole: which of its three pages, and the period that they count in.
import { initialPeriod, isPeriod, type Period } from './periods.ts';
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const insightPages = ['coverage', 'hotspots', 'workload'] as const;
export type InsightPage = (typeof insightPages)[number];

export interface InsightView {
  page: InsightPage;
  period: Period;
}

const initial: InsightView = { page: 'workload', period: initialPeriod };

export const insightSection: UrlSection<InsightView> = {
  initial,
  parse(query) {
    const period = query.get('period');
    return {
      page: oneOf(insightPages, query.get('page')) ?? initial.page,
      period: period !== null && isPeriod(period) ? period : initial.period,
    };
  },
  format({ page, period }) {
    const parts: UrlPart[] = [];
    if (page !== initial.page) parts.push(['page', page]);
    if (period !== initial.period) parts.push(['period', period]);
    return parts;
  },
};
