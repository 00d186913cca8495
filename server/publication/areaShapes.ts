// Shapes of streets, communities and the region: derived from the base grids, never drawn.
import sql from 'sql-template-tag';
import type { FixedMultiPolygon } from '../../core/coordinates.ts';
import { type Coverage, dissolve } from '../../core/coverage.ts';
import type { Queryable } from '../database.ts';
import { canonical, fromGeoJson } from './geometry.ts';

export interface AreaInForce {
  areaVersionId: string;
  code: string;
  polygons: FixedMultiPolygon;
}

interface Member {
  community: string;
  street: string;
}

/** Shapes by area code: the region's own, then streets and communities. Exact where the coverage is. */
export function areaShapes(
  coverage: Coverage,
  grids: ReadonlyMap<string, Member>,
  regionCode: string,
): Map<string, FixedMultiPolygon> {
  const memberOf = (face: number) => grids.get(coverage.codes[face]!)!;
  const levels = [
    dissolve(coverage, () => regionCode),
    dissolve(coverage, (face) => memberOf(face).street),
    dissolve(coverage, (face) => memberOf(face).community),
  ];
  return new Map(
    levels.flatMap((level) => [...level].map(([code, shape]) => [String(code), canonical(shape)])),
  );
}

export async function readAreasInForce(db: Queryable, regionId: number): Promise<AreaInForce[]> {
  const { rows } = await db.query<{ areaVersionId: string; code: string; geom: string }>(sql`
    select v.area_version_id as "areaVersionId", a.code, st_asgeojson(v.geom, 7) as geom
    from area_version v
    join area a on a.region_id = ${regionId} and a.area_id = v.area_id
    where v.region_id = ${regionId} and v.to_version is null
    order by a.code`);
  return rows.map(({ geom, ...area }) => ({ ...area, polygons: fromGeoJson(geom) }));
}
