// Why a point lies in no grid.
import sql from 'sql-template-tag';
import type { Fixed, FixedMultiPolygon, FixedRing } from '../../core/coordinates.ts';
import { type Coverage, outline } from '../../core/coverage.ts';
import { locateInPolygons } from '../../core/ringWalk.ts';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import { fromGeoJson } from '../publication/geometry.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import type { UnassignedCause } from './qualitySchemas.ts';

/** The holes of the coverage that belong to another region. */
export async function readEnclaves(
  db: Queryable,
  scope: Scope,
  regionId: number,
): Promise<FixedMultiPolygon> {
  const { rows } = await db.query<{ enclaves: string | null }>(sql`
    select st_asgeojson(enclave, 7) as enclaves
    from region_state
    where region_id = ${regionId} ${scopeFilter(scope, sql`region_id`)}`);
  const enclaves = rows[0]?.enclaves;
  return enclaves ? fromGeoJson(enclaves) : [];
}

/** Says of a point in no grid whether it lies outside of them all, in a declared enclave, or in a hole that none is. */
export function unassignedCause(
  { locator }: Pick<RegionSnapshot, 'locator'>,
  enclaves: FixedMultiPolygon,
): (x: Fixed, y: Fixed) => UnassignedCause {
  const holes = holesOf(locator.base);
  return (x, y) => {
    if (!holes.some((hole) => locateInPolygons([[hole]], x, y) >= 0)) return 'outside';
    return locateInPolygons(enclaves, x, y) >= 0 ? 'enclave' : 'gap';
  };
}

const knownHoles = new WeakMap<Coverage, readonly FixedRing[]>();

/** Of the dissolve; worked out once for each version of the boundaries. */
function holesOf(coverage: Coverage): readonly FixedRing[] {
  let holes = knownHoles.get(coverage);
  if (!holes) {
    holes = outline(coverage).flatMap(([, ...rings]) => rings);
    knownHoles.set(coverage, holes);
  }
  return holes;
}
