// Workload seen from other levels: from each worker, and from the areas (communities, streets) that grids lie in.
import type { WorkloadParts } from './workload.ts';

/** A grid's workload as `workloads` gives it, and who works it. */
export interface WorkedGrid {
  /** Minutes a week. */
  parts: WorkloadParts;
  /** Sum of the parts. */
  total: number;
  workers: readonly number[];
}

/** Places of grids in the given array. */
type GridPlaces = number[];

export interface WorkerLoad {
  worker: number;
  /** Minutes a week: an equal share of every grid that he works. */
  parts: WorkloadParts;
  total: number;
  /** 100 = the mean worker. */
  index: number;
  grids: GridPlaces;
}

export interface AreaLoad<Area> {
  area: Area;
  /** Minutes a week of all its grids, of those without a worker too: somebody in the area has to do it. */
  parts: WorkloadParts;
  total: number;
  /**
   * A worker of several areas counts in each with the part of his minutes that he spends there, so that all areas together
   * have as many workers as the region.
   */
  workers: number;
  /** Its workload for each of its workers; 100 = the region's mean worker; null without a worker. */
  index: number | null;
  grids: GridPlaces;
}

/** In order of the workers' numbers; those who work no grid are not among them. */
export function workerLoads(grids: readonly WorkedGrid[]): WorkerLoad[] {
  const loads = new Map<number, Omit<WorkerLoad, 'index'>>();
  for (const [place, { parts, total, workers }] of grids.entries()) {
    for (const worker of workers) {
      const load = loads.get(worker) ?? { worker, parts: nothing(), total: 0, grids: [] };
      add(load.parts, parts, 1 / workers.length);
      load.total += total / workers.length;
      load.grids.push(place);
      loads.set(worker, load);
    }
  }
  const meanTotal = meanOf([...loads.values()].map(({ total }) => total));
  return [...loads.values()]
    .sort((a, b) => a.worker - b.worker)
    .map((load) => ({ ...load, index: meanTotal === 0 ? 100 : (100 * load.total) / meanTotal }));
}

/**
 * In the order in which the areas occur.
 * @param areaOf the area of a grid, the same value for each grid of it (a code)
 */
export function areaLoads<Area>(
  grids: readonly WorkedGrid[],
  areaOf: (place: number) => Area,
): AreaLoad<Area>[] {
  const workers = new Map(workerLoads(grids).map((load) => [load.worker, load]));
  const meanTotal = meanOf([...workers.values()].map(({ total }) => total));
  const loads = new Map<Area, Omit<AreaLoad<Area>, 'index'>>();
  for (const [place, grid] of grids.entries()) {
    const area = areaOf(place);
    const load = loads.get(area) ?? { area, parts: nothing(), total: 0, workers: 0, grids: [] };
    add(load.parts, grid.parts, 1);
    load.total += grid.total;
    for (const worker of grid.workers) load.workers += shareOf(workers.get(worker)!, grid);
    load.grids.push(place);
    loads.set(area, load);
  }
  return [...loads.values()].map((load) => ({ ...load, index: indexOf(load, meanTotal) }));
}

/** Which part of a worker a grid takes: by minutes, or by grids where none of his has anything to do. */
function shareOf(worker: WorkerLoad, grid: WorkedGrid): number {
  if (worker.total === 0) return 1 / worker.grids.length;
  return grid.total / grid.workers.length / worker.total;
}

/** Work that nobody does has no index; nor has an area whose workers spend no minute there. */
function indexOf({ total, workers }: { total: number; workers: number }, meanTotal: number): number | null {
  if (workers === 0) return null;
  return meanTotal === 0 ? 100 : (100 * total) / workers / meanTotal;
}

function nothing(): WorkloadParts {
  return { households: 0, keyPersons: 0, incidents: 0, area: 0 };
}

function add(sum: WorkloadParts, parts: WorkloadParts, share: number): void {
  sum.households += parts.households * share;
  sum.keyPersons += parts.keyPersons * share;
  sum.incidents += parts.incidents * share;
  sum.area += parts.area * share;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
