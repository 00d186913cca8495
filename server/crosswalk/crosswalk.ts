// Old code → new codes: how figures kept by the grids of one boundary version are divided among those of another. By
// responsibility, as figures are: a dedicated grid before the base grid below it. Pins are left aside, because they say
// nothing of boundaries.
import type { Fixed } from '../../core/coordinates.ts';
import { compareCodes } from '../../core/gridCode.ts';
import { newLocatorResult } from '../../core/locator.ts';
import type { RegionPoints } from '../snapshot/points.ts';
import type { PastSnapshot } from '../snapshot/snapshots.ts';
import type { AreaPart } from './areas.ts';
import type { CrosswalkRow } from './schemas.ts';

/** Parts below this share of a grid, without a household, are what rounding leaves along an edge. */
const SMALLEST_SHARE = 1e-9;

/** Shares are not rounded: those of one old code sum to 1 within 1e-9. */
export function crosswalkRows(
  parts: readonly AreaPart[],
  households: ReadonlyMap<string, ReadonlyMap<string | null, number>>,
): CrosswalkRow[] {
  const areas = new Map<string, AreaPart[]>();
  for (const part of parts) areas.set(part.from, [...(areas.get(part.from) ?? []), part]);
  return [...areas.keys()].sort(compareCodes).flatMap((from) => {
    const counts = households.get(from) ?? new Map<string | null, number>();
    return rowsOf(from, areas.get(from)!, counts);
  });
}

function rowsOf(
  from: string,
  parts: readonly AreaPart[],
  counts: ReadonlyMap<string | null, number>,
): CrosswalkRow[] {
  const areaOf = new Map(parts.map((part) => [part.to, part.areaM2]));
  const wholeArea = sum(areaOf.values());
  const targets = [...new Set([...areaOf.keys(), ...counts.keys()])].filter(
    (to) => (areaOf.get(to) ?? 0) > wholeArea * SMALLEST_SHARE || counts.has(to),
  );
  const area = sum(targets.map((to) => areaOf.get(to) ?? 0));
  const total = sum(counts.values());
  const rows = targets.map((to) => {
    const areaM2 = areaOf.get(to) ?? 0;
    const count = counts.get(to) ?? 0;
    return {
      from,
      to,
      areaShare: area === 0 ? 0 : areaM2 / area,
      areaM2,
      householdShare: total === 0 ? null : count / total,
      households: count,
    };
  });
  return rows.sort((a, b) => b.areaM2 - a.areaM2 || compareCodes(a.to ?? '', b.to ?? ''));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** How many households of each old grid lie in each new one; those that lay in none are left out. */
export function countHouseholds(
  { households }: RegionPoints,
  before: PastSnapshot,
  after: PastSnapshot,
): Map<string, Map<string | null, number>> {
  const counts = new Map<string, Map<string | null, number>>();
  const { x, y } = households.columns;
  for (let row = 0; row < households.length; row += 1) {
    const from = responsible(before, x[row] as Fixed, y[row] as Fixed);
    if (from === null) continue;
    const to = responsible(after, x[row] as Fixed, y[row] as Fixed);
    const ofGrid = counts.get(from) ?? new Map<string | null, number>();
    counts.set(from, ofGrid.set(to, (ofGrid.get(to) ?? 0) + 1));
  }
  return counts;
}

const result = newLocatorResult();

function responsible({ boundaries, grids }: PastSnapshot, x: Fixed, y: Fixed): string | null {
  boundaries.locator.locate(x, y, result);
  if (result.dedicated >= 0) return grids[boundaries.baseCount + result.dedicated]!.code;
  return result.base < 0 ? null : grids[result.base]!.code;
}
