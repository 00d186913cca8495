// What other weights would mean: the same counts, weighted anew in the browser by the code that the server runs.
import { type GridLoad, type WorkloadWeights, workloads } from '../../core/workload.ts';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import { balanceClassOf } from './classes.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** The grids in the same order; what does not depend on weights is as it was. */
export function reweighted(
  grids: readonly GridWorkload[],
  period: { from: string; to: string },
  weights: WorkloadWeights,
): GridWorkload[] {
  const loads = grids.map(
    ({ households, keyPersons, incidentsByCategory, areaKm2, workers }): GridLoad => ({
      households,
      keyPersons,
      incidents: incidentsByCategory,
      areaKm2,
      workers,
    }),
  );
  const weeks = (Date.parse(period.to) - Date.parse(period.from)) / weekMs;
  const { grids: figures } = workloads(loads, weights, weeks);
  return grids.map((grid, place) => {
    const { parts, total, index, indexPerWorker } = figures[place]!;
    return { ...grid, parts, workload: total, index, indexPerWorker };
  });
}

export interface ClassChange {
  grid: GridWorkload;
  before: number;
  after: number;
}

/** Grids that another colour would have, those first that pass most classes, then those whose index moves farthest. */
export function classChanges(before: readonly GridWorkload[], after: readonly GridWorkload[]): ClassChange[] {
  const changes: (ClassChange & { steps: number })[] = [];
  for (const [place, { indexPerWorker: was }] of before.entries()) {
    const grid = after[place]!;
    const is = grid.indexPerWorker;
    if (was === null || is === null) continue;
    const steps = Math.abs(balanceClassOf(is) - balanceClassOf(was));
    if (steps > 0) changes.push({ grid, before: was, after: is, steps });
  }
  return changes.sort(
    (a, b) =>
      b.steps - a.steps ||
      Math.abs(b.after - b.before) - Math.abs(a.after - a.before) ||
      (a.grid.code < b.grid.code ? -1 : 1),
  );
}

export function sameWeights(a: WorkloadWeights, b: WorkloadWeights): boolean {
  return weightKeys(a).every((key) => weightOf(a, key) === weightOf(b, key));
}

const plainKeys = ['householdMinutes', 'keyPersonMinutes', 'areaMinutesPerKm2'] as const;
type IncidentKey = `incident:${string}`;
/** One weight of all: of a household, a person in need, a square kilometre, or an incident of a category. */
export type WeightKey = (typeof plainKeys)[number] | IncidentKey;

/** In the order in which they are listed. */
export function weightKeys({ incidentMinutes }: WorkloadWeights): WeightKey[] {
  return [
    ...plainKeys,
    ...Object.keys(incidentMinutes).map((category): IncidentKey => `incident:${category}`),
  ];
}

export function weightOf(weights: WorkloadWeights, key: WeightKey): number {
  return isOfIncidents(key) ? (weights.incidentMinutes[categoryOf(key)] ?? 0) : weights[key];
}

export function withWeight(weights: WorkloadWeights, key: WeightKey, minutes: number): WorkloadWeights {
  if (!isOfIncidents(key)) return { ...weights, [key]: minutes };
  return { ...weights, incidentMinutes: { ...weights.incidentMinutes, [categoryOf(key)]: minutes } };
}

export function isOfIncidents(key: WeightKey): key is IncidentKey {
  return key.startsWith('incident:');
}

export function categoryOf(key: IncidentKey): string {
  return key.slice('incident:'.length);
}

/** Where a slider ends: four times the default, or what is needed to show the value. */
export function sliderRange(standard: number, value: number): { maximum: number; step: number } {
  const wanted = Math.max(4 * standard, value, 4);
  const step = wanted <= 20 ? 0.5 : wanted <= 100 ? 1 : 5;
  return { maximum: Math.ceil(wanted / step) * step, step };
}
