// All of a publication that is worked out before the lock: the check, the difference, shapes, outlines, relocations.
import sql from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { parseCodePattern } from '../../core/gridCode.ts';
import type { Database, Queryable } from '../database.ts';
import { type AreaInForce, areaShapes, readAreasInForce } from './areaShapes.ts';
import { type Boundaries, finderOf, type GridFinder, readBoundaries } from './boundaries.ts';
import { type Difference, differenceBetween } from './difference.ts';
import { checkOrder, instantOf } from './effectiveFrom.ts';
import { boxOf, canonical, sameShape } from './geometry.ts';
import { type Outlines, outlinesOf } from './outlines.ts';
import { checkProposal, type Proposal } from './proposal.ts';
import type { PublicationInput } from './publication.ts';
import { PublicationRefused } from './refusals.ts';
import { findMoves, type Move, type PointSubject } from './relocation.ts';
import { type NewAreaVersion, type NewGridVersion, storedShape, takeIds } from './writeVersion.ts';

/** All that is known before the lock. */
export interface Prepared {
  current: Boundaries;
  proposal: Proposal;
  difference: Difference;
  enclaves: FixedMultiPolygon;
  effectiveFrom: string | undefined;
  newGrids: { gridId: string; code: string; kind: 'base' | 'dedicated' }[];
  gridVersions: NewGridVersion[];
  areaVersions: NewAreaVersion[];
  retiredAreas: AreaInForce[];
  outlines: Outlines;
  gridVersionIdOfCode: Map<string, string>;
  finder: GridFinder;
  moves: Record<PointSubject, Map<string, Move>>;
}

/** The grids are those in force already. */
export interface NothingToPublish {
  version: number;
  proposal: Proposal;
}

/**
 * @throws CoverageRefused, PublicationRefused
 */
export async function prepare(
  database: Database,
  input: PublicationInput,
): Promise<Prepared | NothingToPublish> {
  const { regionId } = input;
  const current = await readBoundaries(database, regionId);
  const region = await readRules(database, regionId);
  const enclaves = canonical(input.enclaves ?? current.enclaves);
  const proposal = checkProposal(input.grids, {
    pattern: parseCodePattern(region.codePattern),
    enclaves,
    streetOfCommunity: region.streetOfCommunity,
  });
  const difference = differenceBetween(current, proposal);
  const { added, changed, retired } = difference;
  const isUnchanged = added.length + changed.length + retired.length === 0;
  if (isUnchanged && sameShape(enclaves, canonical(current.enclaves))) {
    return { version: current.version, proposal };
  }
  checkIdentities(difference, region.gridIdOfCode, input.kind);

  const effectiveFrom = await decideEffectiveFrom(database, input, current, region.timeZone);
  const newIds = await takeIds(database, added.length);
  const versionIds = await takeIds(database, added.length + changed.length);
  const newGrids = added.map((grid, index) => ({
    // only a revert finds an id here: it gives a code back to the grid that had it
    gridId: region.gridIdOfCode.get(grid.code) ?? newIds[index]!,
    code: grid.code,
    kind: grid.kind,
  }));
  const idOfCode = new Map(current.grids.map((grid) => [grid.code, grid.gridId]));
  for (const grid of newGrids) idOfCode.set(grid.code, grid.gridId);
  const gridVersions = [...added, ...changed.map((pair) => pair.after)].map((grid, index) => ({
    ...grid,
    ...storedShape(grid.polygons),
    gridId: idOfCode.get(grid.code)!,
    gridVersionId: versionIds[index]!,
  }));
  const shapes = areaShapes(proposal.base, proposal.grids, region.code);
  const areas = await compareAreas(database, regionId, shapes);
  const finder = finderOf(current.version + 1, proposal.base, proposal.dedicated, idOfCode);
  const boxes = [...added, ...retired, ...changed.flatMap((pair) => [pair.before, pair.after])].map((grid) =>
    boxOf(grid.polygons),
  );
  const gridVersionIdOfCode = new Map(
    [...difference.unchanged, ...gridVersions].map((grid) => [grid.code, grid.gridVersionId]),
  );
  return {
    current,
    proposal,
    difference,
    enclaves,
    effectiveFrom,
    newGrids: newGrids.filter((grid) => !region.gridIdOfCode.has(grid.code)),
    gridVersions,
    areaVersions: areas.versions,
    retiredAreas: areas.retired,
    outlines: outlinesOf(proposal, shapes, region.code),
    gridVersionIdOfCode,
    finder,
    moves: {
      household: await findMoves(database, 'household', regionId, boxes, finder),
      incident: await findMoves(database, 'incident', regionId, boxes, finder),
    },
  };
}

interface RegionRules {
  code: string;
  timeZone: string;
  codePattern: string;
  streetOfCommunity: Map<string, string>;
  /** Every code that was ever given, also to grids that have retired. */
  gridIdOfCode: Map<string, string>;
}

async function readRules(db: Queryable, regionId: number): Promise<RegionRules> {
  const region = await db.query<{ code: string; timeZone: string; codePattern: string }>(sql`
    select code, time_zone as "timeZone", code_pattern as "codePattern" from region where region_id = ${regionId}`);
  const communities = await db.query<{ code: string; street: string }>(sql`
    select community.code, street.code as street
    from area community
    join area street on street.region_id = ${regionId} and street.area_id = community.parent_area_id
    where community.region_id = ${regionId} and community.kind = 'community'`);
  const codes = await db.query<{ code: string; gridId: string }>(sql`
    select code, grid_id as "gridId" from grid_code where region_id = ${regionId}`);
  return {
    ...region.rows[0]!,
    streetOfCommunity: new Map(communities.rows.map((row) => [row.code, row.street])),
    gridIdOfCode: new Map(codes.rows.map((row) => [row.code, row.gridId])),
  };
}

/** A code stands for one grid for ever, and a grid for one kind and one community. */
function checkIdentities(
  { added, changed }: Difference,
  gridIdOfCode: ReadonlyMap<string, string>,
  kind: PublicationInput['kind'],
): void {
  const reused = kind === 'revert' ? [] : added.filter((grid) => gridIdOfCode.has(grid.code));
  const reasons = [
    ...reused.map(
      (grid) => `The code ${grid.code} belonged to a grid that has retired; give the new grid a new code`,
    ),
    ...changed
      .filter(({ before, after }) => before.kind !== after.kind)
      .map(
        ({ before, after }) =>
          `Grid ${after.code} is a ${before.kind} grid and cannot become a ${after.kind} one`,
      ),
    ...changed
      .filter(({ before, after }) => before.community !== after.community)
      .map(
        ({ before, after }) =>
          `Grid ${after.code} lies in community ${before.community}; in ${after.community} it needs a new code`,
      ),
  ];
  if (reasons.length > 0) throw new PublicationRefused(reasons);
}

/** Undefined means the moment of writing. */
async function decideEffectiveFrom(
  database: Database,
  input: PublicationInput,
  current: Boundaries,
  timeZone: string,
): Promise<string | undefined> {
  if (input.effectiveFrom === undefined) return current.version === 0 ? '-infinity' : undefined;
  const instant = await instantOf(database, input.effectiveFrom, timeZone);
  await checkOrder(database, instant, current.effectiveFrom);
  return instant;
}

/** Areas whose shape changed get a version; so do new ones, and those without grids end. */
async function compareAreas(
  database: Database,
  regionId: number,
  shapes: ReadonlyMap<string, FixedMultiPolygon>,
): Promise<{ versions: NewAreaVersion[]; retired: AreaInForce[] }> {
  const inForce = await readAreasInForce(database, regionId);
  const isUnchanged = (area: AreaInForce) => {
    const shape = shapes.get(area.code);
    return shape !== undefined && sameShape(area.polygons, shape);
  };
  const kept = new Set(inForce.filter(isUnchanged).map((area) => area.code));
  const outdated = [...shapes].filter(([code]) => !kept.has(code));
  const ids = await takeIds(database, outdated.length);
  return {
    versions: outdated.map(([code, polygons], index) => ({
      code,
      areaVersionId: ids[index]!,
      ...storedShape(polygons),
    })),
    retired: inForce.filter((area) => !kept.has(area.code)),
  };
}
