// A region held in memory for fast answers; the database stays the truth.
import sql from 'sql-template-tag';
import type { Locator } from '../../core/locator.ts';
import type { Queryable } from '../database.ts';
import { type Boundaries, readBoundaries, renamedBoundaries } from './boundaries.ts';
import { type Area, type Details, describeGrids, type GridInfo, readDetails } from './details.ts';
import { type RegionState, readRegionStates } from './directory.ts';
import {
  applyTouched,
  type RegionPoints,
  readAllPoints,
  readTouchedPoints,
  replaceBoundaries,
  type TouchedPoints,
} from './points.ts';

export interface RegionSnapshot {
  readonly region: RegionState;
  readonly regionId: number;
  readonly code: string;
  /** What a writer compares with `region_state` under the lock. */
  readonly boundaryVersion: number;
  readonly changeSequence: number;
  readonly locator: Locator;
  /** By face of the base coverage, then by face of the dedicated one: the index that points refer to. */
  readonly grids: readonly GridInfo[];
  readonly baseGrids: readonly GridInfo[];
  readonly dedicatedGrids: readonly GridInfo[];
  readonly areas: readonly Area[];
  readonly workerCount: number;
  /**
   * Current households and incidents. Shared by all snapshots of the region, and changed in place when a newer one is
   * made: read them without awaiting anything after the snapshot was asked for. All else never changes.
   */
  readonly points: RegionPoints;
  /** The parts that a newer snapshot may take over. */
  readonly boundaries: Boundaries;
  readonly details: Details;
}

/** Whether the snapshot shows all that is known of the region by `state`. */
export function isUpToDate(snapshot: RegionSnapshot, state: RegionState): boolean {
  return (
    snapshot.changeSequence >= state.changeSequence &&
    snapshot.boundaryVersion >= state.boundaryVersion &&
    snapshot.region.versionInForce >= state.versionInForce &&
    snapshot.details.holdsUntil > state.readAt
  );
}

/** Memory that the snapshot holds, roughly. */
export function bytesOf({ locator, points }: RegionSnapshot): number {
  return locator.bytes + points.households.bytes + points.incidents.bytes;
}

/**
 * The region as it is now, made from `before` where that saves reading; `before` is not to be used for points any more.
 *
 * Reads in many statements without a transaction, which would hold the built-in engine's one session. Boundaries and the
 * points that they moved change in one commit, so what was read belongs together if the version is the same afterwards.
 */
export async function readSnapshot(
  db: Queryable,
  regionId: number,
  before: RegionSnapshot | undefined,
): Promise<RegionSnapshot> {
  for (;;) {
    const state = await readState(db, regionId);
    const parts = await readParts(db, state, before);
    const { boundaryVersion, versionInForce } = await readState(db, regionId);
    if (boundaryVersion === state.boundaryVersion && versionInForce === state.versionInForce) {
      return assemble(state, parts, before);
    }
  }
}

async function readState(db: Queryable, regionId: number): Promise<RegionState> {
  const [state] = await readRegionStates(db, regionId);
  if (!state) throw new Error(`region ${regionId} is gone`);
  return state;
}

/** Whether nothing of areas or workers has changed since, but points and the boundaries' own names. */
async function areDetailsSame(db: Queryable, state: RegionState, before: RegionSnapshot): Promise<boolean> {
  if (before.details.holdsUntil <= state.readAt) return false;
  const { rows } = await db.query<{ isOther: boolean }>(sql`
    select exists (
      select 1 from change
      where region_id = ${state.regionId} and sequence > ${before.changeSequence}::bigint
        and kind not in ('incident', 'household', 'grid')
        and not (kind = 'import' and detail ->> 'kind' in ('households', 'incidents'))
    ) as "isOther"`);
  return !rows[0]?.isOther;
}

interface Parts {
  boundaries: Boundaries;
  details: Details;
  points: RegionPoints | TouchedPoints;
}

async function readParts(
  db: Queryable,
  state: RegionState,
  before: RegionSnapshot | undefined,
): Promise<Parts> {
  const { regionId, versionInForce } = state;
  const boundaries =
    before?.boundaries.version === versionInForce
      ? before.boundaries
      : ((before && (await renamedBoundaries(db, before.boundaries, versionInForce))) ??
        (await readBoundaries(db, regionId, versionInForce)));
  return {
    boundaries,
    details:
      before && (await areDetailsSame(db, state, before)) ? before.details : await readDetails(db, regionId),
    points:
      (before && (await readTouchedPoints(db, regionId, before.changeSequence))) ??
      (await readAllPoints(db, regionId, boundaries)),
  };
}

function assemble(
  state: RegionState,
  { boundaries, details, points }: Parts,
  before: RegionSnapshot | undefined,
): RegionSnapshot {
  const isSame = before?.boundaries === boundaries && before.details === details;
  const grids = isSame ? before.grids : describeGrids(boundaries, details);
  return {
    region: state,
    regionId: state.regionId,
    code: state.code,
    boundaryVersion: state.boundaryVersion,
    changeSequence: state.changeSequence,
    locator: boundaries.locator,
    grids,
    baseGrids: grids.slice(0, boundaries.baseCount),
    dedicatedGrids: grids.slice(boundaries.baseCount),
    areas: details.areas,
    workerCount: details.workerCount,
    points: 'categories' in points ? points : advance(before!, boundaries, points),
    boundaries,
    details,
  };
}

function advance(before: RegionSnapshot, boundaries: Boundaries, touched: TouchedPoints): RegionPoints {
  if (boundaries !== before.boundaries) replaceBoundaries(before.points, before.boundaries, boundaries);
  applyTouched(before.points, boundaries, touched);
  return before.points;
}
