// How the area of old grids is divided among new ones, by responsibility: a dedicated grid takes its land from the base
// grids below it, in either version. Only grids whose land differs are intersected.
import sql, { type Sql } from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { inBatches } from '../publication/rows.ts';

export interface AreaPart {
  from: string;
  /** Null: in no new grid. */
  to: string | null;
  areaM2: number;
}

/** An intersection takes about a millisecond; the built-in engine serves nobody else meanwhile. */
const GRIDS_PER_QUERY = 50;

/** The rows of a version, under the alias g. */
function inVersion(regionId: number, version: number): Sql {
  return sql`g.region_id = ${regionId} and g.from_version <= ${version}
    and (g.to_version is null or g.to_version > ${version})`;
}

const columns = sql`g.code, g.kind, g.geom, g.area_m2`;

/** Parts of every old grid, by code; slivers that rounding leaves along an edge are among them. */
export async function areaParts(
  db: Queryable,
  regionId: number,
  from: number,
  to: number,
): Promise<AreaPart[]> {
  const { whole, changed } = await compareVersions(db, regionId, from, to);
  const parts = [...whole];
  for (const codes of inBatches(changed, GRIDS_PER_QUERY)) {
    parts.push(...(await intersections(db, regionId, from, to, codes)));
  }
  return parts;
}

/** Grids whose land is the same in both versions, and the codes of the others. */
async function compareVersions(
  db: Queryable,
  regionId: number,
  from: number,
  to: number,
): Promise<{ whole: AreaPart[]; changed: string[] }> {
  // a base grid's land differs too where a dedicated grid above it came, went, or has another shape
  const { rows } = await db.query<{ code: string; areaM2: number; isSame: boolean }>(sql`
    with old_grid as materialized (select ${columns} from grid_version g where ${inVersion(regionId, from)}),
    new_grid as materialized (select ${columns} from grid_version g where ${inVersion(regionId, to)}),
    kept as materialized (
      select o.code
      from old_grid o
      join new_grid n on n.code = o.code and n.kind = o.kind and st_orderingequals(n.geom, o.geom)
    ),
    moved_overlay as materialized (
      select geom from old_grid where kind = 'dedicated' and code not in (select code from kept)
      union all
      select geom from new_grid where kind = 'dedicated' and code not in (select code from kept)
    )
    select o.code, o.area_m2 - coalesce((
        select sum(st_area(st_intersection(o.geom, d.geom)::geography))
        from old_grid d
        where o.kind = 'base' and d.kind = 'dedicated' and d.geom && o.geom
      ), 0) as "areaM2",
      o.code in (select code from kept)
        and (o.kind = 'dedicated' or not exists (select 1 from moved_overlay m where m.geom && o.geom)) as "isSame"
    from old_grid o
    order by o.code`);
  return {
    whole: rows
      .filter((row) => row.isSame)
      .map(({ code, areaM2 }) => ({ from: code, to: code, areaM2: Math.max(0, areaM2) })),
    changed: rows.filter((row) => !row.isSame).map((row) => row.code),
  };
}

async function intersections(
  db: Queryable,
  regionId: number,
  from: number,
  to: number,
  codes: readonly string[],
): Promise<AreaPart[]> {
  const { rows } = await db.query<AreaPart>(sql`
    with old_land as materialized (
      select g.code, ${land(regionId, from)} as geom
      from grid_version g
      where ${inVersion(regionId, from)} and g.code = any(${codes}::text[])
    ),
    new_land as materialized (
      select g.code, ${land(regionId, to)} as geom
      from grid_version g
      where ${inVersion(regionId, to)} and exists (select 1 from old_land o where o.geom && g.geom)
    ),
    part as materialized (
      select o.code as "from", n.code as "to", st_intersection(o.geom, n.geom) as geom
      from old_land o
      join new_land n on n.geom && o.geom
    ),
    rest as materialized (
      select o.code as "from", null::text as "to", st_difference(o.geom, coalesce(
        (select st_union(n.geom) from new_land n where n.geom && o.geom), st_geomfromtext('POLYGON EMPTY', 4326))) as geom
      from old_land o
    )
    select p."from", p."to", st_area(st_collectionextract(p.geom, 3)::geography) as "areaM2"
    from (select * from part union all select * from rest) p
    where not st_isempty(st_collectionextract(p.geom, 3))`);
  return rows;
}

/** What a grid g of the version is responsible for. */
function land(regionId: number, version: number): Sql {
  return sql`case when g.kind = 'dedicated' then g.geom else coalesce((
      select st_difference(g.geom, st_union(d.geom))
      from grid_version d
      where d.region_id = ${regionId} and d.from_version <= ${version}
        and (d.to_version is null or d.to_version > ${version}) and d.kind = 'dedicated' and d.geom && g.geom
      having count(*) > 0
    ), g.geom) end`;
}
