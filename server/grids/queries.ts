// Grids in force, and giving one other names: a boundary version in which nothing else is different.
import sql from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';
import type { Place } from '../regions/schemas.ts';

export interface StoredGrid {
  gridId: string;
  gridVersionId: string;
  code: string;
  kind: 'base' | 'dedicated';
  name: string;
  nameEn: string;
  street: Place;
  community: Place;
  areaM2: number;
  fromVersion: number;
  validFrom: string;
}

/** The grid in force with this code, or undefined. */
export async function findGrid(
  db: Queryable,
  scope: Scope,
  regionId: number,
  code: string,
): Promise<StoredGrid | undefined> {
  const { rows } = await db.query<StoredGrid>(sql`
    select g.grid_id as "gridId", g.grid_version_id as "gridVersionId", g.code, g.kind, g.name, g.name_en as "nameEn",
      jsonb_build_object('code', s.code, 'name', s.name, 'nameEn', s.name_en) as street,
      jsonb_build_object('code', c.code, 'name', c.name, 'nameEn', c.name_en) as community,
      g.area_m2 as "areaM2", g.from_version as "fromVersion", g.valid_from as "validFrom"
    from grid_version g
    join area c on c.region_id = ${regionId} and c.area_id = g.community_area_id
    join area s on s.region_id = ${regionId} and s.area_id = c.parent_area_id
    where g.region_id = ${regionId} and g.code = ${code} and g.to_version is null
      ${scopeFilter(scope, sql`g.region_id`)}`);
  return rows[0];
}

/**
 * Ends the grid's row and begins its successor, of the same shape, in the region's next boundary version. Shapes, areas
 * and points stay as they are. Under the region's lock.
 *
 * @returns the version
 */
export async function publishNames(
  tx: Queryable,
  regionId: number,
  grid: StoredGrid,
  { name, nameEn }: { name: string; nameEn: string },
  gridVersionId: string,
): Promise<number> {
  const { rows } = await tx.query<{ version: number; from: string }>(sql`
    select s.boundary_version + 1 as version,
      greatest(clock_timestamp(), p.effective_from + interval '1 microsecond') as from
    from region_state s
    join publication p on p.region_id = ${regionId} and p.version = s.boundary_version
    where s.region_id = ${regionId}`);
  const { version, from } = rows[0]!;
  await tx.query(sql`
    insert into publication (region_id, version, effective_from, kind, source, grids_added, grids_changed, grids_retired)
    values (${regionId}, ${version}, ${from}, 'attributes', 'api', 0, 1, 0)`);
  await tx.query(sql`
    update grid_version set to_version = ${version}, valid_to = ${from}::timestamptz
    where region_id = ${regionId} and grid_version_id = ${grid.gridVersionId}`);
  await tx.query(sql`
    insert into grid_version (region_id, grid_version_id, grid_id, code, kind, community_area_id, name, name_en, geom,
      label_point, area_m2, from_version, valid_from)
    select region_id, ${gridVersionId}::bigint, grid_id, code, kind, community_area_id, ${name}::text, ${nameEn}::text,
      geom, label_point, area_m2, ${version}::int, ${from}::timestamptz
    from grid_version
    where region_id = ${regionId} and grid_version_id = ${grid.gridVersionId}`);
  await tx.query(sql`
    insert into grid_outline (region_id, grid_version_id, level, geom)
    select region_id, ${gridVersionId}::bigint, level, geom
    from grid_outline
    where region_id = ${regionId} and grid_version_id = ${grid.gridVersionId}`);
  await tx.query(sql`update region_state set boundary_version = ${version} where region_id = ${regionId}`);
  // the coverage is the one that was checked
  await tx.query(sql`
    update coverage_check set boundary_version = ${version}
    where region_id = ${regionId} and subject = 'published' and boundary_version = ${version}::int - 1`);
  return version;
}
