// What the URL holds of the workload page: what the grids are coloured by.
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

export const measures = ['workload', 'households', 'incidents'] as const;
export type Measure = (typeof measures)[number];

export interface WorkloadView {
  measure: Measure;
}

const initial: WorkloadView = { measure: 'workload' };

export const workloadSection: UrlSection<WorkloadView> = {
  initial,
  parse: (query) => ({ measure: oneOf(measures, query.get('measure')) ?? initial.measure }),
  format({ measure }) {
    const parts: UrlPart[] = [];
    if (measure !== initial.measure) parts.push(['measure', measure]);
    return parts;
  },
};
