// The rows of the workload table on each of its levels: one for each grid, worker, community or street.
import type { WorkloadParts } from '../../core/workload.ts';
import { areaLoads, type WorkedGrid, workerLoads } from '../../core/workloadRollUp.ts';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Place } from '../../server/regions/schemas.ts';
import type { Level, Measure, Sorting, SortKey } from './workloadView.ts';

export interface WorkloadRow {
  /** A grid's or an area's code, a worker's number. */
  key: string;
  /** What it is called; null: a worker, who goes by his number. */
  place: Place | null;
  /** The grid itself, on the level of grids. */
  grid: GridWorkload | null;
  /** Workload per worker, 100 = the region's mean worker; null: without a worker. */
  index: number | null;
  /** Minutes a week. */
  total: number;
  parts: WorkloadParts;
  /** Of all its grids; where several workers share a grid, each row of them has all of it. */
  households: number;
  incidents: number;
  /** Of an area: a worker of several counts in each by the minutes spent there. */
  workers: number;
  /** The grids that it consists of. */
  grids: readonly GridWorkload[];
}

export function rowsOf(level: Level, grids: readonly GridWorkload[]): WorkloadRow[] {
  if (level === 'grids') return grids.map(gridRow);
  const worked = grids.map(
    ({ parts, workload, workers }): WorkedGrid => ({ parts, total: workload, workers }),
  );
  const membersAt = (places: readonly number[]) => places.map((place) => grids[place]!);
  if (level === 'workers') {
    return workerLoads(worked).map(({ worker, index, total, parts, grids: places }) => {
      const members = membersAt(places);
      return {
        key: String(worker),
        place: null,
        grid: null,
        index,
        total,
        parts,
        workers: 1,
        ...countsOf(members),
      };
    });
  }
  const areaOf = (grid: GridWorkload) => (level === 'streets' ? grid.street : grid.community);
  return areaLoads(worked, (place) => areaOf(grids[place]!).code).map(
    ({ area, index, total, parts, workers, grids: places }) => {
      const members = membersAt(places);
      return {
        key: area,
        place: areaOf(members[0]!),
        grid: null,
        index,
        total,
        parts,
        workers,
        ...countsOf(members),
      };
    },
  );
}

/** Null: without a worker, so without a workload per worker. */
export function measureOfRow(measure: Measure, row: WorkloadRow): number | null {
  return measure === 'workload' ? row.index : row[measure];
}

/**
 * Feature id in the tiles → what the grid is coloured by: its own value, or that of the area it lies in. Workers share
 * grids, so on their level a grid has its own: what its workers have to do, in the mean.
 */
export function valuesOfGrids(
  level: Level,
  measure: Measure,
  rows: readonly WorkloadRow[],
  grids: readonly GridWorkload[],
): Map<number, number | null> {
  const coloured = level === 'workers' ? grids.map(gridRow) : rows;
  return new Map(
    coloured.flatMap((row) => {
      const value = measureOfRow(measure, row);
      return row.grids.map(({ gridVersionId }): [number, number | null] => [Number(gridVersionId), value]);
    }),
  );
}

/** A new array; ties, and rows without a value, stand in the order of their codes or numbers, the latter always last. */
export function sortRows(rows: readonly WorkloadRow[], { key, descending }: Sorting): WorkloadRow[] {
  const direction = descending ? -1 : 1;
  if (key === 'name') return [...rows].sort((a, b) => direction * inOrder(a, b));
  return [...rows].sort((a, b) => {
    const [left, right] = [sortValue(a, key), sortValue(b, key)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null) || inOrder(a, b);
    }
    return direction * (left - right) || inOrder(a, b);
  });
}

/** Those in whose code, number or names the text occurs; of a grid, also in the names of what it lies in. */
export function findRows(rows: readonly WorkloadRow[], text: string): readonly WorkloadRow[] {
  const wanted = text.normalize('NFKC').trim().toLowerCase();
  if (wanted === '') return rows;
  const digits = wanted.replace(/[\s.\u2060]+/g, '');
  return rows.filter(({ key, place, grid }) => {
    if (digits !== '' && key.includes(digits)) return true;
    const places = [place, grid?.community, grid?.street];
    return places.some(
      (named) =>
        named != null &&
        (named.name.toLowerCase().includes(wanted) || named.nameEn.toLowerCase().includes(wanted)),
    );
  });
}

function gridRow(grid: GridWorkload): WorkloadRow {
  return {
    key: grid.code,
    place: grid,
    grid,
    index: grid.indexPerWorker,
    total: grid.workload,
    parts: grid.parts,
    households: grid.households,
    incidents: grid.incidents,
    workers: grid.workers.length,
    grids: [grid],
  };
}

function countsOf(members: GridWorkload[]) {
  return {
    households: members.reduce((sum, { households }) => sum + households, 0),
    incidents: members.reduce((sum, { incidents }) => sum + incidents, 0),
    grids: members,
  };
}

function sortValue(row: WorkloadRow, key: Exclude<SortKey, 'name'>): number | null {
  switch (key) {
    case 'grids':
      return row.grids.length;
    case 'householdMinutes':
      return row.parts.households;
    case 'keyPersonMinutes':
      return row.parts.keyPersons;
    case 'incidentMinutes':
      return row.parts.incidents;
    case 'areaMinutes':
      return row.parts.area;
    default:
      return row[key];
  }
}

/** Numbers of workers as numbers, codes as text: those of a region are equally long, or of a pattern that sorts as text. */
function inOrder(a: WorkloadRow, b: WorkloadRow): number {
  if (a.place === null && b.place === null) return Number(a.key) - Number(b.key);
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
