// One pass over a region's points: what lies in each grid.
import { closedStatus } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';

export interface GridCounts {
  households: number;
  people: number;
  keyPersons: number;
  /** Reported in the period. */
  incidents: number;
  /** Of those, by position in the snapshot's categories. */
  incidentsOfCategory: number[];
  /** Not closed now, whenever reported. */
  openIncidents: number;
}

/**
 * Counts by the index of the snapshot's grids. A point counts once, for its responsible grid: those of a dedicated grid
 * are not counted for the base grid below it.
 *
 * @param period epoch milliseconds, the end not included
 */
export function countByGrid(
  { grids, points: { households, incidents, categories } }: RegionSnapshot,
  period: { from: number; to: number },
): GridCounts[] {
  const counts = grids.map(
    (): GridCounts => ({
      households: 0,
      people: 0,
      keyPersons: 0,
      incidents: 0,
      incidentsOfCategory: categories.map(() => 0),
      openIncidents: 0,
    }),
  );
  const { grid: householdGrid, people, keyPersons } = households.columns;
  for (let row = 0; row < households.length; row += 1) {
    const count = counts[householdGrid[row]!];
    if (!count) continue;
    count.households += 1;
    count.people += people[row]!;
    count.keyPersons += keyPersons[row]!;
  }
  const { grid: incidentGrid, category, status, reportedAt } = incidents.columns;
  for (let row = 0; row < incidents.length; row += 1) {
    const count = counts[incidentGrid[row]!];
    if (!count) continue;
    if (status[row] !== closedStatus) count.openIncidents += 1;
    if (reportedAt[row]! < period.from || reportedAt[row]! >= period.to) continue;
    count.incidents += 1;
    count.incidentsOfCategory[category[row]!]! += 1;
  }
  return counts;
}
