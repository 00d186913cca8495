// The rows of one boundary version, written under the lock of `region_state`.
import sql from 'sql-template-tag';
import type { Fixed, FixedMultiPolygon } from '../../core/coordinates.ts';
import { labelPoint, polygonAreaM2 } from '../../core/geodesy.ts';
import type { Queryable } from '../database.ts';
import type { GridKind } from './boundaries.ts';
import { toGeoJson, toPointGeoJson } from './geometry.ts';
import { inBatches } from './rows.ts';

/** What is stored of a grid's or an area's shape. */
export interface StoredShape {
  geoJson: string;
  labelPoint: string;
  areaM2: number;
}

export function storedShape(polygons: FixedMultiPolygon): StoredShape {
  const point: readonly [Fixed, Fixed] = labelPoint(polygons);
  return { geoJson: toGeoJson(polygons), labelPoint: toPointGeoJson(point), areaM2: polygonAreaM2(polygons) };
}

export interface NewGridVersion extends StoredShape {
  gridId: string;
  gridVersionId: string;
  code: string;
  kind: GridKind;
  community: string;
  name: string;
  nameEn: string;
}

export interface NewAreaVersion extends StoredShape {
  areaVersionId: string;
  code: string;
}

/** Which version the rows belong to, and from when they hold. */
export interface Period {
  regionId: number;
  version: number;
  effectiveFrom: string;
}

const SHAPES_PER_QUERY = 500;

export async function takeIds(db: Queryable, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    sql`select nextval('feature_id') as id from generate_series(1, ${count}::int)`,
  );
  return rows.map((row) => row.id);
}

/** Areas that the grids name and nobody has described yet; `import areas` gives them names. */
export async function addMissingAreas(
  tx: Queryable,
  regionId: number,
  grids: Iterable<{ community: string; street: string }>,
): Promise<void> {
  const parentOf = new Map([...grids].map((grid) => [grid.community, grid.street]));
  const streets = [...new Set(parentOf.values())];
  await tx.query(sql`
    insert into area (region_id, kind, code, name, name_en, parent_area_id)
    select ${regionId}::int, 'street', street.code, street.code, street.code, root.area_id
    from unnest(${streets}::text[]) as street (code)
    join area root on root.region_id = ${regionId} and root.kind = 'region'
    on conflict (region_id, code) do nothing`);
  await tx.query(sql`
    insert into area (region_id, kind, code, name, name_en, parent_area_id)
    select ${regionId}::int, 'community', c.code, c.code, c.code, street.area_id
    from unnest(${[...parentOf.keys()]}::text[], ${[...parentOf.values()]}::text[]) as c (code, street)
    join area street on street.region_id = ${regionId} and street.code = c.street
    on conflict (region_id, code) do nothing`);
}

/** Reserves the codes of new grids: rows of `grid` and `grid_code`. */
export async function addGrids(
  tx: Queryable,
  regionId: number,
  grids: readonly { gridId: string; code: string; kind: GridKind }[],
): Promise<void> {
  const ids = grids.map((grid) => grid.gridId);
  await tx.query(sql`
    insert into grid (region_id, grid_id, kind)
    select ${regionId}::int, g.id, g.kind
    from unnest(${ids}::bigint[], ${grids.map((grid) => grid.kind)}::text[]) as g (id, kind)`);
  await tx.query(sql`
    insert into grid_code (region_id, code, grid_id)
    select ${regionId}::int, g.code, g.id
    from unnest(${ids}::bigint[], ${grids.map((grid) => grid.code)}::text[]) as g (id, code)`);
}

export async function closeGridVersions(
  tx: Queryable,
  period: Period,
  ids: readonly string[],
): Promise<void> {
  await tx.query(sql`
    update grid_version set to_version = ${period.version}::int, valid_to = ${period.effectiveFrom}::timestamptz
    where region_id = ${period.regionId} and grid_version_id = any(${ids}::bigint[])`);
}

export async function closeAreaVersions(
  tx: Queryable,
  period: Period,
  ids: readonly string[],
): Promise<void> {
  await tx.query(sql`
    update area_version set to_version = ${period.version}::int, valid_to = ${period.effectiveFrom}::timestamptz
    where region_id = ${period.regionId} and area_version_id = any(${ids}::bigint[])`);
}

export async function addGridVersions(
  tx: Queryable,
  period: Period,
  grids: readonly NewGridVersion[],
): Promise<void> {
  for (const batch of inBatches(grids, SHAPES_PER_QUERY)) {
    await tx.query(sql`
      insert into grid_version (region_id, grid_version_id, grid_id, code, kind, community_area_id, name, name_en,
        geom, label_point, area_m2, from_version, valid_from)
      select ${period.regionId}::int, g.version_id, g.grid_id, g.code, g.kind, a.area_id, g.name, g.name_en,
        st_geomfromgeojson(g.shape), st_geomfromgeojson(g.label_point), g.area_m2, ${period.version}::int,
        ${period.effectiveFrom}::timestamptz
      from unnest(
        ${batch.map((grid) => grid.gridVersionId)}::bigint[], ${batch.map((grid) => grid.gridId)}::bigint[],
        ${batch.map((grid) => grid.code)}::text[], ${batch.map((grid) => grid.kind)}::text[],
        ${batch.map((grid) => grid.community)}::text[], ${batch.map((grid) => grid.name)}::text[],
        ${batch.map((grid) => grid.nameEn)}::text[], ${batch.map((grid) => grid.geoJson)}::text[],
        ${batch.map((grid) => grid.labelPoint)}::text[], ${batch.map((grid) => grid.areaM2)}::float8[])
        as g (version_id, grid_id, code, kind, community, name, name_en, shape, label_point, area_m2)
      join area a on a.region_id = ${period.regionId} and a.code = g.community`);
  }
}

export async function addAreaVersions(
  tx: Queryable,
  period: Period,
  areas: readonly NewAreaVersion[],
): Promise<void> {
  for (const batch of inBatches(areas, SHAPES_PER_QUERY)) {
    await tx.query(sql`
      insert into area_version (region_id, area_version_id, area_id, geom, label_point, area_m2, from_version,
        valid_from)
      select ${period.regionId}::int, v.version_id, a.area_id, st_geomfromgeojson(v.shape),
        st_geomfromgeojson(v.label_point), v.area_m2, ${period.version}::int, ${period.effectiveFrom}::timestamptz
      from unnest(
        ${batch.map((area) => area.areaVersionId)}::bigint[], ${batch.map((area) => area.code)}::text[],
        ${batch.map((area) => area.geoJson)}::text[], ${batch.map((area) => area.labelPoint)}::text[],
        ${batch.map((area) => area.areaM2)}::float8[]) as v (version_id, code, shape, label_point, area_m2)
      join area a on a.region_id = ${period.regionId} and a.code = v.code`);
  }
}
