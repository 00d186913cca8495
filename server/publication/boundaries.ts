// The boundaries in force, read back from the published rows.
import sql from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { buildCoverage, type Coverage, type Defect } from '../../core/coverage.ts';
import { buildLocator, type Locator, type LocatorResult } from '../../core/locator.ts';
import type { Queryable } from '../database.ts';
import { fromGeoJson } from './geometry.ts';

export type GridKind = 'base' | 'dedicated';

export interface GridInForce {
  gridId: string;
  gridVersionId: string;
  code: string;
  kind: GridKind;
  name: string;
  nameEn: string;
  /** Codes of the areas it lies in. */
  community: string;
  street: string;
  polygons: FixedMultiPolygon;
}

export interface Boundaries {
  regionId: number;
  /** 0: the region has no grids yet. */
  version: number;
  changeSequence: string;
  /** Start of the version in force; undefined before the first. */
  effectiveFrom: string | undefined;
  enclaves: FixedMultiPolygon;
  /** Sorted by code. */
  grids: GridInForce[];
}

/** Ids of the grids that a point lies in, null where there is none. */
export interface PointGrids {
  base: string | null;
  dedicated: string | null;
}

/** Which grids hold a point, by id; the one judge of every assignment. */
export interface GridFinder {
  version: number;
  find(x: number, y: number): PointGrids;
}

/**
 * Not one transaction: a publication in between mixes two versions. Whoever writes by what it read compares
 * `version` under the lock of `region_state`, and reads again where it moved.
 */
export async function readBoundaries(db: Queryable, regionId: number): Promise<Boundaries> {
  const { rows } = await db.query<{
    version: number;
    changeSequence: string;
    effectiveFrom: string | null;
    enclaves: string | null;
  }>(sql`
    select s.boundary_version as version, s.change_sequence as "changeSequence",
      p.effective_from as "effectiveFrom", st_asgeojson(s.enclave, 7) as enclaves
    from region_state s
    left join publication p on p.region_id = s.region_id and p.version = s.boundary_version
    where s.region_id = ${regionId}`);
  const state = rows[0];
  if (!state) throw new Error(`region ${regionId} has no region_state row`);
  return {
    regionId,
    version: state.version,
    changeSequence: state.changeSequence,
    effectiveFrom: state.effectiveFrom ?? undefined,
    enclaves: state.enclaves ? fromGeoJson(state.enclaves) : [],
    grids: await readGrids(db, regionId),
  };
}

const GRIDS_PER_QUERY = 500;

async function readGrids(db: Queryable, regionId: number): Promise<GridInForce[]> {
  const grids: GridInForce[] = [];
  for (let after = ''; ; after = grids.at(-1)!.code) {
    const { rows } = await db.query<Omit<GridInForce, 'polygons'> & { geom: string }>(sql`
      select g.grid_id as "gridId", g.grid_version_id as "gridVersionId", g.code, g.kind, g.name,
        g.name_en as "nameEn", community.code as community, street.code as street,
        st_asgeojson(g.geom, 7) as geom
      from grid_version g
      join area community
        on community.region_id = ${regionId} and community.area_id = g.community_area_id
      join area street on street.region_id = ${regionId} and street.area_id = community.parent_area_id
      where g.region_id = ${regionId} and g.to_version is null and g.code > ${after} collate "C"
      order by g.code
      limit ${GRIDS_PER_QUERY}`);
    for (const { geom, ...grid } of rows) grids.push({ ...grid, polygons: fromGeoJson(geom) });
    if (rows.length < GRIDS_PER_QUERY) return grids;
  }
}

/** The coverages of published grids; `defects` is empty unless somebody wrote past the publication. */
export function coveragesOf(
  grids: readonly { code: string; kind: GridKind; polygons: FixedMultiPolygon }[],
  enclaves: FixedMultiPolygon,
): { base: Coverage; dedicated: Coverage; defects: Defect[] } {
  const base = buildCoverage(
    grids.filter((grid) => grid.kind === 'base'),
    { enclaves },
  );
  const dedicated = buildCoverage(
    grids.filter((grid) => grid.kind === 'dedicated'),
    { gapsAllowed: true },
  );
  return {
    base: base.coverage,
    dedicated: dedicated.coverage,
    defects: [...base.defects, ...dedicated.defects],
  };
}

/** A finder over the boundaries in force. */
export function gridFinder(boundaries: Boundaries): GridFinder {
  const { base, dedicated } = coveragesOf(boundaries.grids, boundaries.enclaves);
  const idOfCode = new Map(boundaries.grids.map((grid) => [grid.code, grid.gridId]));
  return finderOf(boundaries.version, base, dedicated, idOfCode);
}

/** @param idOfCode the id of every grid of both coverages */
export function finderOf(
  version: number,
  base: Coverage,
  dedicated: Coverage,
  idOfCode: ReadonlyMap<string, string>,
): GridFinder {
  const locator: Locator = buildLocator(base, dedicated);
  const baseIds = base.codes.map((code) => idOfCode.get(code)!);
  const dedicatedIds = dedicated.codes.map((code) => idOfCode.get(code)!);
  const located: LocatorResult = { base: -1, dedicated: -1 } as LocatorResult;
  return {
    version,
    find(x, y) {
      locator.locate(x as never, y as never, located);
      return { base: baseIds[located.base] ?? null, dedicated: dedicatedIds[located.dedicated] ?? null };
    },
  };
}
