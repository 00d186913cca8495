// Whether a region's data can be trusted, in one answer.
import sql from 'sql-template-tag';
import type { Fixed } from '../../core/coordinates.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Database, Queryable } from '../database.ts';
import { findCoverageState } from '../regions/queries.ts';
import type { Located, PointTable } from '../snapshot/pointTable.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { Snapshots } from '../snapshot/snapshots.ts';
import { readFreshness, withRows } from './freshness.ts';
import type { Quality, UnassignedCause } from './qualitySchemas.ts';
import { readEnclaves, unassignedCause } from './unassignedCause.ts';

const causes = ['outside', 'enclave', 'gap'] as const;

/** @throws ProblemError 404 when there is no such region in scope */
export async function regionQuality(
  database: Database,
  snapshots: Snapshots,
  scope: Scope,
  code: string,
): Promise<Quality> {
  const entry = await snapshots.entry(code, scope);
  const { regionId } = entry;
  const coverage = await findCoverageState(database, scope, entry);
  const changes = await readFreshness(database, scope, regionId);
  const workersWithoutGrids = await findIdleWorkers(database, scope, regionId);
  const enclaves = await readEnclaves(database, scope, regionId);
  // nothing is awaited from here on: points change in place
  const snapshot = await snapshots.regionOf(entry);
  const causeAt = unassignedCause(snapshot, enclaves);
  const households = countByCause(snapshot.points.households, causeAt);
  const incidents = countByCause(snapshot.points.incidents, causeAt);
  return {
    boundaryVersion: snapshot.boundaries.version,
    checkedAt: coverage.checkedAt,
    defects: coverage.defects,
    unassigned: {
      total: sum(households) + sum(incidents),
      byCause: causes.map((cause) => ({
        cause,
        households: households[cause],
        incidents: incidents[cause],
      })),
    },
    gridsWithoutWorkers: gridsWithoutWorkers(snapshot),
    workersWithoutGrids,
    freshness: withRows(changes, snapshot),
  };
}

function gridsWithoutWorkers({ grids }: RegionSnapshot): Quality['gridsWithoutWorkers'] {
  return grids
    .filter(({ workers }) => workers.length === 0)
    .map(({ code, name, nameEn }) => ({ code, name, nameEn }));
}

function countByCause(
  { columns, length }: PointTable<Record<never, never>>,
  causeAt: (x: Fixed, y: Fixed) => UnassignedCause,
): Record<UnassignedCause, number> {
  const { grid, x, y }: Located = columns;
  const counts = { outside: 0, enclave: 0, gap: 0 };
  for (let row = 0; row < length; row += 1) {
    if (grid[row]! < 0) counts[causeAt(x[row] as Fixed, y[row] as Fixed)] += 1;
  }
  return counts;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** Who works here and has no grid now. */
async function findIdleWorkers(
  db: Queryable,
  scope: Scope,
  regionId: number,
): Promise<Quality['workersWithoutGrids']> {
  const { rows } = await db.query<{ id: string; number: number }>(sql`
    select w.worker_id as id, w.number
    from worker w
    where w.region_id = ${regionId} and w.ended_at is null ${scopeFilter(scope, sql`w.region_id`)}
      and not exists (
        select 1 from grid_worker gw
        where gw.region_id = ${regionId} and gw.worker_id = w.worker_id
          and gw.valid_from <= now() and gw.valid_to > now())
    order by w.number`);
  return rows;
}
