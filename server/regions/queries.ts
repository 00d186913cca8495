import sql from 'sql-template-tag';
import { toDegrees } from '../../core/coordinates.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { DirectoryEntry } from '../snapshot/directory.ts';
import { closedStatus } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import type { BoundaryVersions, Region, Summary } from './schemas.ts';

/** In order of code. */
export async function listRegions(snapshots: Snapshots, scope: Scope): Promise<Region[]> {
  return (await snapshots.regions(scope)).map(describeRegion);
}

/**
 * The region in numbers, as it is now.
 *
 * @throws ProblemError 404 when there is no such region in scope
 */
export async function summarizeRegion(
  database: Queryable,
  snapshots: Snapshots,
  scope: Scope,
  code: string,
): Promise<Summary> {
  const entry = await snapshots.entry(code, scope);
  const coverage = await findCoverageState(database, scope, entry);
  const snapshot = await snapshots.regionOf(entry);
  return {
    region: describeRegion({ ...entry, ...snapshot.region }),
    areaKm2: snapshot.baseGrids.reduce((sum, grid) => sum + grid.areaM2, 0) / 1e6,
    grids: {
      base: snapshot.baseGrids.length,
      dedicated: snapshot.dedicatedGrids.length,
      withoutWorker: snapshot.grids.filter((grid) => grid.workers.length === 0).length,
    },
    areas: { streets: countAreas(snapshot, 'street'), communities: countAreas(snapshot, 'community') },
    workers: snapshot.workerCount,
    households: countHouseholds(snapshot),
    incidents: countIncidents(snapshot),
    coverage,
  };
}

/** Newest first. */
export async function listVersions(
  database: Queryable,
  scope: Scope,
  regionId: number,
): Promise<BoundaryVersions['versions']> {
  const { rows } = await database.query<BoundaryVersions['versions'][number]>(sql`
    select p.version, nullif(p.effective_from, '-infinity') as "effectiveFrom", p.published_at as "recordedAt",
      p.source, (
        select c.actor
        from change c
        where c.region_id = ${regionId} and c.kind = 'publication' and c.detail ->> 'version' = p.version::text
        order by c.sequence desc
        limit 1
      ) as actor,
      p.grids_added + p.grids_changed + p.grids_retired as "changedGrids"
    from publication p
    where p.region_id = ${regionId} ${scopeFilter(scope, sql`p.region_id`)}
    order by p.version desc`);
  return rows;
}

function describeRegion(entry: DirectoryEntry): Region {
  const { code, name, nameEn, timeZone, isDemo, versionInForce, effectiveFrom, changeSequence, box } = entry;
  return {
    code,
    name,
    nameEn,
    timeZone,
    isDemo,
    boundaryVersion: versionInForce,
    effectiveFrom: effectiveFrom === '-infinity' ? null : effectiveFrom,
    changeSequence: String(changeSequence),
    bbox: box && [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])],
  };
}

function countAreas({ areas }: RegionSnapshot, kind: 'street' | 'community'): number {
  return areas.filter((area) => area.kind === kind).length;
}

function countHouseholds({ points: { households } }: RegionSnapshot): Summary['households'] {
  const { grid, people, keyPersons } = households.columns;
  const counts = { total: households.length, people: 0, keyPersons: 0, unassigned: 0 };
  for (let row = 0; row < households.length; row += 1) {
    counts.people += people[row]!;
    counts.keyPersons += keyPersons[row]!;
    if (grid[row]! < 0) counts.unassigned += 1;
  }
  return counts;
}

function countIncidents({ points: { incidents } }: RegionSnapshot): Summary['incidents'] {
  const { grid, status } = incidents.columns;
  const counts = { total: incidents.length, open: 0, unassigned: 0 };
  for (let row = 0; row < incidents.length; row += 1) {
    if (status[row] !== closedStatus) counts.open += 1;
    if (grid[row]! < 0) counts.unassigned += 1;
  }
  return counts;
}

/** What the last check of the version in force found. */
export async function findCoverageState(
  database: Queryable,
  scope: Scope,
  { regionId, versionInForce }: Pick<DirectoryEntry, 'regionId' | 'versionInForce'>,
): Promise<Summary['coverage']> {
  const { rows } = await database.query<{ defects: number; checkedAt: string }>(sql`
    select jsonb_array_length(defects) as defects, checked_at as "checkedAt"
    from coverage_check
    where region_id = ${regionId} and subject = 'published' and boundary_version = ${versionInForce}
      ${scopeFilter(scope, sql`region_id`)}`);
  const check = rows[0];
  if (!check) return { exact: null, defects: 0, checkedAt: null };
  return { exact: check.defects === 0, defects: check.defects, checkedAt: check.checkedAt };
}
