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
  workers: number;
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
  /** Null without a worker. */
  perWorker: number | null;
  /** 100 = the workload of all staffed grids divided by their workers; null without a worker. */
  indexPerWorker: number | null;
}

/** Three minutes a household, half an hour a key person, an hour a square kilometre. */
export function defaultWeights(incidentMinutes: Record<string, number>): WorkloadWeights {
  return { householdMinutes: 3, keyPersonMinutes: 30, areaMinutesPerKm2: 60, incidentMinutes };
}

/**
 * @param weeks length of the period in which the incidents were reported
 * @throws RangeError when it is not positive
 */
export function gridWorkloads(
  grids: readonly GridLoad[],
  weights: WorkloadWeights,
  weeks: number,
): GridWorkloadFigures[] {
  if (!(weeks > 0)) throw new RangeError(`a period of ${weeks} weeks: it must be longer than nothing`);
  const parts = grids.map((grid) => partsOf(grid, weights, weeks));
  const totals = parts.map((part) => part.households + part.keyPersons + part.incidents + part.area);
  const meanGrid = sum(totals) / grids.length;
  const staffedTotal = sum(totals.filter((_, i) => grids[i]!.workers > 0));
  const meanPerWorker = staffedTotal / sum(grids.map((grid) => grid.workers));
  return grids.map(({ workers }, i) => {
    const total = totals[i]!;
    const perWorker = workers > 0 ? total / workers : null;
    return {
      parts: parts[i]!,
      total,
      index: indexOf(total, meanGrid),
      perWorker,
      indexPerWorker: perWorker === null ? null : indexOf(perWorker, meanPerWorker),
    };
  });
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
  const mean = sum(perWorker) / perWorker.length;
  let most = -Infinity;
  let least = Infinity;
  for (const value of perWorker) {
    most = Math.max(most, value);
    least = Math.min(least, value);
  }
  const variance = sum(perWorker.map((value) => (value - mean) ** 2)) / perWorker.length;
  const percentOfMean = (value: number) => (mean === 0 ? 0 : (100 * value) / mean);
  return {
    meanPerWorker: mean,
    maximumDeviationPercent: percentOfMean(Math.max(most - mean, mean - least)),
    maxMinRatio: least > 0 ? most / least : null,
    coefficientOfVariationPercent: percentOfMean(Math.sqrt(variance)),
  };
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

function indexOf(value: number, mean: number): number {
  return mean === 0 ? 100 : (100 * value) / mean;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
