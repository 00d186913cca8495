// A region's workload from its snapshot: counts by grid, weighted by core/workload.
import { createHash } from 'node:crypto';
import { balance, type GridLoad, type WorkloadWeights, workloads } from '../../core/workload.ts';
import type { GridInfo } from '../snapshot/details.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import { countByGrid, type GridCounts } from './gridCounts.ts';
import type { Period } from './period.ts';
import type { GridWorkload, WorkerWorkload, Workload } from './schemas.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** Every grid's workload, the base grids first, each kind in order of code. */
export function regionWorkload(snapshot: RegionSnapshot, weights: WorkloadWeights, period: Period): Workload {
  const { code, grids, boundaries, points } = snapshot;
  const counts = countByGrid(snapshot, period);
  const loads = grids.map((grid, index) => loadOf(grid, counts[index]!, points.categories));
  const { grids: figures, ofWorkers } = workloads(loads, weights, (period.to - period.from) / weekMs);
  return {
    region: code,
    boundaryVersion: boundaries.version,
    period: { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() },
    weights,
    balance: ofWorkers.size === 0 ? null : balance([...ofWorkers.values()]),
    workers: workersOf(grids, ofWorkers),
    grids: grids.map((grid, index): GridWorkload => {
      const { parts, total, index: relative, indexPerWorker } = figures[index]!;
      return {
        ...identityOf(grid),
        ...figuresOf(counts[index]!),
        incidentsByCategory: categoriesOf(counts[index]!, points.categories),
        parts,
        workload: total,
        index: relative,
        indexPerWorker,
      };
    }),
  };
}

/** Those who work a grid now, in order of number. */
function workersOf(grids: readonly GridInfo[], ofWorkers: ReadonlyMap<number, number>): WorkerWorkload[] {
  const mean = [...ofWorkers.values()].reduce((sum, minutes) => sum + minutes, 0) / ofWorkers.size;
  const workers = new Map<number, WorkerWorkload>();
  for (const { code, workers: ofGrid } of grids) {
    for (const { workerId, number } of ofGrid) {
      const minutes = ofWorkers.get(number)!;
      const index = mean === 0 ? 100 : (100 * minutes) / mean;
      const worker = workers.get(number) ?? { id: workerId, number, minutes, index, grids: [] };
      worker.grids.push(code);
      workers.set(number, worker);
    }
  }
  return [...workers.values()].sort((a, b) => a.number - b.number);
}

/** A weak ETag: the answer depends on the boundaries, on what was written, on who works now, and on the weights. */
export function workloadTag(snapshot: RegionSnapshot, weights: WorkloadWeights, period: Period): string {
  const { region, changeSequence, details } = snapshot;
  const facts = [region.regionId, region.versionInForce, changeSequence, details.holdsUntil, weights, period];
  return `W/"${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)}"`;
}

function loadOf(grid: GridInfo, counts: GridCounts, categories: readonly string[]): GridLoad {
  return {
    households: counts.households,
    keyPersons: counts.keyPersons,
    incidents: Object.fromEntries(
      categories.map((category, index) => [category, counts.incidentsOfCategory[index]!]),
    ),
    areaKm2: grid.areaM2 / 1e6,
    workers: grid.workers.map((worker) => worker.number),
  };
}

/** One without any is left out: most grids have few. */
function categoriesOf(
  { incidentsOfCategory }: GridCounts,
  categories: readonly string[],
): Record<string, number> {
  const counted = categories.map((code, index): [string, number] => [code, incidentsOfCategory[index]!]);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

function identityOf(grid: GridInfo) {
  const { gridId, gridVersionId, code, name, nameEn, kind, street, community, bbox, labelPoint } = grid;
  return {
    gridId,
    gridVersionId,
    code,
    name,
    nameEn,
    kind,
    street,
    community,
    workers: grid.workers.map((worker) => worker.number),
    areaKm2: grid.areaM2 / 1e6,
    bbox,
    labelPoint,
  };
}

function figuresOf({ households, people, keyPersons, incidents, openIncidents }: GridCounts) {
  return { households, people, keyPersons, incidents, openIncidents };
}
