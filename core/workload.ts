// Workload: a weighted sum of a grid's parts in minutes a week, shown as an index with 100 = the mean.

export interface WorkloadWeights {
  /** Minutes a week. */
  householdMinutes: number;
  keyPersonMinutes: number;
  /** Travel, minutes a week. */
  areaMinutesPerKm2: number;
  /** Minutes an incident, by category. */
  incidentMinutes: Record<string, number>;
}

/** What there is to do in a grid; incidents by category, over the weeks given to `gridWorkloads`. */
export interface GridLoad {
  households: number;
  keyPersons: number;
  incidents: Readonly<Record<string, number>>;
  areaKm2: number;
  /** Who works it, by a number that tells workers apart: one may work several grids. */
  workers: readonly number[];
}

/** Minutes a week. */
export interface WorkloadParts {
  households: number;
  keyPersons: number;
  incidents: number;
  area: number;
}

export interface GridWorkloadFigures {
  parts: WorkloadParts;
  /** Sum of the parts. */
  total: number;
  /** 100 = the mean grid. */
  index: number;
  /** What its workers have to do in all their grids, in the mean; 100 = the region's mean worker; null without one. */
  indexPerWorker: number | null;
}

export interface Workloads {
  /** In the order of the loads. */
  grids: GridWorkloadFigures[];
  /** Minutes a week of each worker: an equal share of every grid that they work. */
  ofWorkers: ReadonlyMap<number, number>;
}

/** Three minutes a household, half an hour a key person, an hour a square kilometre. */
export function defaultWeights(incidentMinutes: Record<string, number>): WorkloadWeights {
  return { householdMinutes: 3, keyPersonMinutes: 30, areaMinutesPerKm2: 60, incidentMinutes };
}

/**
 * @param weeks length of the period in which the incidents were reported
 * @throws RangeError when it is not positive
 */
export function workloads(grids: readonly GridLoad[], weights: WorkloadWeights, weeks: number): Workloads {
  if (!(weeks > 0)) throw new RangeError(`a period of ${weeks} weeks: it must be longer than nothing`);
  const parts = grids.map((grid) => partsOf(grid, weights, weeks));
  const totals = parts.map((part) => part.households + part.keyPersons + part.incidents + part.area);
  const ofWorkers = sharedOut(grids, totals);
  const meanGrid = mean(totals);
  const meanWorker = mean([...ofWorkers.values()]);
  return {
    grids: grids.map(({ workers }, i) => ({
      parts: parts[i]!,
      total: totals[i]!,
      index: indexOf(totals[i]!, meanGrid),
      indexPerWorker:
        workers.length === 0
          ? null
          : indexOf(mean(workers.map((worker) => ofWorkers.get(worker)!)), meanWorker),
    })),
    ofWorkers,
  };
}

function sharedOut(grids: readonly GridLoad[], totals: readonly number[]): Map<number, number> {
  const ofWorkers = new Map<number, number>();
  for (const [i, { workers }] of grids.entries()) {
    for (const worker of workers) {
      ofWorkers.set(worker, (ofWorkers.get(worker) ?? 0) + totals[i]! / workers.length);
    }
  }
  return ofWorkers;
}

/** How evenly the workload is shared; the values are minutes a week, one for each worker. */
export interface Balance {
  meanPerWorker: number;
  /** The farthest from the mean, either way. */
  maximumDeviationPercent: number;
  /** Null where the smallest is 0. */
  maxMinRatio: number | null;
  /** Standard deviation of all workers (not of a sample) over the mean. */
  coefficientOfVariationPercent: number;
}

/** @throws RangeError without values */
export function balance(perWorker: readonly number[]): Balance {
  if (perWorker.length === 0) throw new RangeError('no worker, so nothing to balance');
  const average = mean(perWorker);
  let most = -Infinity;
  let least = Infinity;
  for (const value of perWorker) {
    most = Math.max(most, value);
    least = Math.min(least, value);
  }
  const variance = sum(perWorker.map((value) => (value - average) ** 2)) / perWorker.length;
  const percentOfMean = (value: number) => (average === 0 ? 0 : (100 * value) / average);
  return {
    meanPerWorker: average,
    maximumDeviationPercent: percentOfMean(Math.max(most - average, average - least)),
    maxMinRatio: least > 0 ? most / least : null,
    coefficientOfVariationPercent: percentOfMean(Math.sqrt(variance)),
  };
}

/** How evenly indices are spread around 100, their fixed point: the index of whoever has as much to do as the mean worker. */
export interface IndexSpread {
  /** The farthest from 100, either way. */
  maximumDeviationPercent: number;
  /** Null where the smallest is 0. */
  maxMinRatio: number | null;
  /** Standard deviation over the mean of the indices. */
  coefficientOfVariationPercent: number;
}

/** @throws RangeError without indices */
export function indexSpread(indices: readonly number[]): IndexSpread {
  const { maxMinRatio, coefficientOfVariationPercent } = balance(indices);
  const maximumDeviationPercent = indices.reduce((most, index) => Math.max(most, Math.abs(index - 100)), 0);
  return { maximumDeviationPercent, maxMinRatio, coefficientOfVariationPercent };
}

function partsOf(grid: GridLoad, weights: WorkloadWeights, weeks: number): WorkloadParts {
  const incidents = Object.entries(grid.incidents).map(
    ([category, count]) => count * (weights.incidentMinutes[category] ?? 0),
  );
  return {
    households: grid.households * weights.householdMinutes,
    keyPersons: grid.keyPersons * weights.keyPersonMinutes,
    incidents: sum(incidents) / weeks,
    area: grid.areaKm2 * weights.areaMinutesPerKm2,
  };
}

function indexOf(value: number, average: number): number {
  return average === 0 ? 100 : (100 * value) / average;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
