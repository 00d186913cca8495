// What is made of the server's counted hexagons before they are drawn: classes, or densities. Runs in a worker.
import { ckmeans } from 'simple-statistics';
import { cellDistanceM, densitiesAtCells, kernelPeakPerKm2, kernelSigmaM } from '../../core/kernelDensity.ts';
import type { IncidentCells } from '../../server/analysis/insightSchemas.ts';

/** A cell as the server gives it: column, row, incidents of the period, incidents of the period compared with. */
export type Cell = readonly [q: number, r: number, count: number, before: number];

export interface CellClass {
  /** Both limits occur. */
  from: number;
  to: number;
  /** How many cells have a value in this class. */
  count: number;
}

/** A place that stands out, for the list of the layer. */
export interface CellPlace {
  cell: readonly [q: number, r: number];
  count: number;
  before: number;
  /** Incidents per km²; undefined where cells are counted. */
  perKm2: number | undefined;
}

export interface CellSummary {
  /** Ascending, of the counts or of the differences. */
  classes: CellClass[];
  /** Highest first. */
  places: CellPlace[];
  /** Incidents per km² at the top of the scale; 0 where cells are counted. */
  topPerKm2: number;
}

/** The values that a tile carries beside count and before. */
export interface PreparedCells {
  cells: readonly Cell[];
  summary: CellSummary;
  /** For each cell what its kernel adds to the value of the scale at its centre, 1 being the top. Undefined: cells are counted. */
  weights: Float64Array | undefined;
}

const listedPlaces = 50;
const listedPeaks = 12;

export function countedCells(answer: IncidentCells, isCompared: boolean): PreparedCells {
  const cells = answer.cells as unknown as readonly Cell[];
  const shownValue = ([, , count, before]: Cell) => (isCompared ? count - before : count);
  // in comparison the greatest differences either way; else cells that have incidents at all
  const ranked = cells
    .filter((cell) => isCompared || cell[2] > 0)
    .toSorted((a, b) => Math.abs(shownValue(b)) - Math.abs(shownValue(a)));
  return {
    cells,
    weights: undefined,
    summary: {
      classes: isCompared ? differenceClasses(cells.map(shownValue)) : countClasses(cells),
      places: ranked.slice(0, listedPlaces).map(([q, r, count, before]) => ({
        cell: [q, r],
        count,
        before,
        perKm2: undefined,
      })),
      topPerKm2: 0,
    },
  };
}

export function densityCells(answer: IncidentCells, bandwidthM: number): PreparedCells {
  const cells = (answer.cells as unknown as readonly Cell[]).filter(([, , count]) => count > 0);
  const densities = densitiesAtCells(cells, answer.cellM, bandwidthM);
  const topPerKm2 = scaleTop(densities);
  const perIncident = kernelPeakPerKm2(kernelSigmaM(bandwidthM, answer.cellM)) / topPerKm2;
  return {
    cells,
    weights: Float64Array.from(cells, ([, , count]) => count * perIncident),
    summary: { classes: [], places: peaks(cells, densities, answer.cellM, bandwidthM), topPerKm2 },
  };
}

/** The round number (1, 2 or 5 with zeros) nearest to what 99 % of the places with incidents do not exceed. */
export function scaleTop(densities: Float64Array): number {
  if (densities.length === 0) return 1;
  const sorted = densities.toSorted();
  const high = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))]!;
  const power = 10 ** Math.floor(Math.log10(high));
  const distance = (step: number) => Math.abs(Math.log((step * power) / high));
  const best = [1, 2, 5, 10].reduce((best, step) => (distance(step) < distance(best) ? step : best));
  return best * power;
}

const classCount = 5;

/** The same five classes as for grids, in cells that have any. */
function countClasses(cells: readonly Cell[]): CellClass[] {
  return clusters(
    cells.map(([, , count]) => count).filter((count) => count > 0),
    classCount,
  );
}

/** Three of more, one of no difference, three of fewer: the same limits on both sides, so that equal colours are equal numbers. */
function differenceClasses(differences: readonly number[]): CellClass[] {
  const sizes = clusters(differences.filter((difference) => difference !== 0).map(Math.abs), 3);
  const limits = sizes.map(({ from }, index) => ({
    from,
    // up to the next class: a value may occur on one side only
    to: (sizes[index + 1]?.from ?? Number.POSITIVE_INFINITY) - 1,
  }));
  const within = (from: number, to: number) =>
    differences.filter((difference) => difference >= from && difference <= to);
  const classes = [
    ...limits.toReversed().map(({ from, to }) => [-to, -from] as const),
    [0, 0] as const,
    ...limits.map(({ from, to }) => [from, to] as const),
  ];
  return classes.map(([from, to]) => {
    const inside = within(from, to);
    return {
      from: Number.isFinite(from) ? from : Math.min(to, ...inside),
      to: Number.isFinite(to) ? to : Math.max(from, ...inside),
      count: inside.length,
    };
  });
}

/** ckmeans throws on more clusters than values and leaves empty ones on ties. */
function clusters(values: number[], most: number): CellClass[] {
  const count = Math.min(most, new Set(values).size);
  if (count === 0) return [];
  return ckmeans(values, count)
    .filter((cluster) => cluster.length > 0)
    .map((cluster) => ({ from: cluster[0]!, to: cluster[cluster.length - 1]!, count: cluster.length }));
}

/** Where the density is highest, each two bandwidths from any higher one. */
function peaks(
  cells: readonly Cell[],
  densities: Float64Array,
  cellM: number,
  bandwidthM: number,
): CellPlace[] {
  const order = cells.map((_, index) => index).sort((a, b) => densities[b]! - densities[a]!);
  const chosen: CellPlace[] = [];
  for (const index of order) {
    const [q, r, count, before] = cells[index]!;
    const isApart = chosen.every(({ cell }) => cellDistanceM(cell, [q, r], cellM) > 2 * bandwidthM);
    if (isApart) chosen.push({ cell: [q, r], count, before, perKm2: densities[index]! });
    if (chosen.length === listedPeaks) break;
  }
  return chosen;
}
