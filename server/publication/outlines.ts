// Drawing shapes: the coverage simplified once per level, so that neighbours still meet at every zoom.
import sql, { raw } from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { type Coverage, facePolygons } from '../../core/coverage.ts';
import { outlineLevels, simplifyCoverage } from '../../core/simplify.ts';
import type { Queryable } from '../database.ts';
import { areaShapes } from './areaShapes.ts';
import { toMercatorGeoJson } from './geometry.ts';
import type { Proposal } from './proposal.ts';
import { inBatches } from './rows.ts';

/** The shape of a grid or an area at one level, as GeoJSON in EPSG:3857. */
export interface Outline {
  code: string;
  level: number;
  geoJson: string;
}

export interface Outlines {
  grids: Outline[];
  areas: Outline[];
}

/**
 * @param exactAreas shapes that stand in where simplification leaves nothing of one
 */
export function outlinesOf(
  proposal: Proposal,
  exactAreas: ReadonlyMap<string, FixedMultiPolygon>,
  regionCode: string,
): Outlines {
  const outlines: Outlines = { grids: [], areas: [] };
  const exactGrids = new Map([...proposal.grids].map(([code, grid]) => [code, grid.polygons]));
  for (const { level, toleranceM } of outlineLevels) {
    const base = toleranceM === 0 ? proposal.base : simplifyCoverage(proposal.base, toleranceM);
    const dedicated =
      toleranceM === 0 ? proposal.dedicated : simplifyCoverage(proposal.dedicated, toleranceM);
    outlines.grids.push(
      ...atLevel(level, faces(base), exactGrids),
      ...atLevel(level, faces(dedicated), exactGrids),
    );
    outlines.areas.push(...atLevel(level, areaShapes(base, proposal.grids, regionCode), exactAreas));
  }
  return outlines;
}

function faces(coverage: Coverage): Map<string, FixedMultiPolygon> {
  return new Map(coverage.codes.map((code, face) => [code, facePolygons(coverage, face)]));
}

function atLevel(
  level: number,
  shapes: ReadonlyMap<string, FixedMultiPolygon>,
  exact: ReadonlyMap<string, FixedMultiPolygon>,
): Outline[] {
  return [...shapes].map(([code, shape]) => ({
    code,
    level,
    geoJson: toMercatorGeoJson(shape.length > 0 ? shape : exact.get(code)!),
  }));
}

const tables = {
  grid: { outline: raw('grid_outline'), key: raw('grid_version_id') },
  area: { outline: raw('area_outline'), key: raw('area_version_id') },
};

/**
 * Writes outlines, rewriting those that differ: a neighbour's new junction changes the simplified shape of a grid
 * that itself did not change.
 */
export async function writeOutlines(
  tx: Queryable,
  regionId: number,
  subject: 'grid' | 'area',
  outlines: readonly Outline[],
  versionIdOfCode: ReadonlyMap<string, string>,
): Promise<void> {
  const { outline, key } = tables[subject];
  for (const batch of inBatches(outlines, 500)) {
    await tx.query(sql`
      insert into ${outline} as stored (region_id, ${key}, level, geom)
      select ${regionId}::int, v.id, v.level, st_setsrid(st_geomfromgeojson(v.shape), 3857)
      from unnest(
        ${batch.map((item) => versionIdOfCode.get(item.code))}::bigint[],
        ${batch.map((item) => item.level)}::smallint[],
        ${batch.map((item) => item.geoJson)}::text[]) as v (id, level, shape)
      on conflict (region_id, ${key}, level) do update set geom = excluded.geom
      where stored.geom is distinct from excluded.geom`);
  }
}
