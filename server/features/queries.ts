// Pages of features and single ones, for any collection.
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Queryable, Reader } from '../database.ts';
import { boundsOf } from '../regions/extent.ts';
import type { Collection, Moment } from './collections/index.ts';
import type { Box, Cursor, TimeSpan } from './parameters.ts';

export interface FeatureRow {
  id: string;
  /** GeoJSON as text, passed on unparsed: a page of grids can hold millions of vertices. */
  geometry: string | null;
  properties: Record<string, string | number | readonly string[] | null>;
}

export interface PageRequest {
  regionIds: readonly number[];
  limit: number;
  boxes: readonly Box[] | undefined;
  during: TimeSpan | undefined;
  cursor: Cursor | undefined;
}

export interface Page {
  features: FeatureRow[];
  matched: number;
  /** Undefined on the last page. */
  next: Cursor | undefined;
}

/**
 * One page in the order of region and feature id. All pages of a walk show the data as recorded when the first was read, so a
 * feature comes neither twice nor not at all, whatever is written meanwhile; and only the first page counts.
 */
export async function findPage(
  database: Reader,
  collection: Collection,
  request: PageRequest,
): Promise<Page> {
  const { at, matched } = request.cursor ?? (await countMatches(database, collection, request));
  const moment = { at: sql`${at}::timestamptz`, during: request.during };
  // one more than asked for tells whether there is a next page
  const { rows } = await database.query<FeatureRow & { regionId: number }>(sql`
    select item.region_id as "regionId", ${featureColumns(collection)}
    from (
      select * from (${collection.rows(moment)}) as found
      where ${isWanted(request)} ${isBehind(request.cursor)}
      order by region_id, feature_id
      limit ${request.limit + 1}::int
    ) as item
    ${collection.joins}
    order by item.region_id, item.feature_id`);
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  const next =
    last !== undefined && rows.length > page.length
      ? { at, matched, regionId: last.regionId, featureId: last.id }
      : undefined;
  return { features: page, matched, next };
}

/** The feature with that id, as recorded and in force now; undefined when there is none. */
export async function findFeature(
  database: Reader,
  collection: Collection,
  regionIds: readonly number[],
  featureId: string,
): Promise<FeatureRow | undefined> {
  const moment: Moment = { at: sql`now()`, during: undefined };
  const { rows } = await database.query<FeatureRow>(sql`
    select ${featureColumns(collection)}
    from (
      select * from (${collection.rows(moment)}) as found
      where region_id = any(${regionIds}::int[]) and feature_id = ${featureId}::bigint
    ) as item
    ${collection.joins}`);
  return rows[0];
}

export interface CollectionExtent {
  /** Null: the collection is empty. */
  bounds: [number, number, number, number] | null;
  /** RFC 3339; null: open */
  begins: string | null;
  ends: string | null;
}

export async function findExtent(
  database: Queryable,
  collection: Collection,
  regionIds: readonly number[],
): Promise<CollectionExtent> {
  const { rows } = await database.query<CollectionExtent>(sql`
    with covered as (${collection.extent(regionIds)})
    select (${boundsOf(sql`select extent from covered`)}),
      case when isfinite(begins) then begins end as begins, case when isfinite(ends) then ends end as ends
    from covered`);
  return rows[0]!;
}

async function countMatches(
  database: Reader,
  collection: Collection,
  request: PageRequest,
): Promise<{ at: string; matched: number }> {
  // a standby knows less than its clock says
  const moment = {
    at: sql`coalesce(${database.asOf ?? null}::timestamptz, now())`,
    during: request.during,
  };
  const { rows } = await database.query<{ at: string; matched: string }>(sql`
    select coalesce(${database.asOf ?? null}::timestamptz, now()) as at, count(*) as matched
    from (${collection.rows(moment)}) as found
    where ${isWanted(request)}`);
  return { at: rows[0]!.at, matched: Number(rows[0]!.matched) };
}

function featureColumns(collection: Collection): Sql {
  const pairs = collection.properties.map((property) => sql`${raw(`'${property.name}'`)}, ${property.value}`);
  return sql`item.feature_id as id, st_asgeojson(item.geom, 7) as geometry,
    json_build_object(${join(pairs)}) as properties`;
}

function isWanted({ regionIds, boxes }: PageRequest): Sql {
  const inRegions = sql`region_id = any(${regionIds}::int[])`;
  if (boxes === undefined) return inRegions;
  const envelopes = boxes.map(
    ([west, south, east, north]) =>
      sql`st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`,
  );
  const touches = envelopes.map((envelope) => sql`geom && ${envelope} and st_intersects(geom, ${envelope})`);
  // a feature without a place is part of every box
  return sql`${inRegions} and (geom is null or ${join(touches, ' or ')})`;
}

function isBehind(cursor: Cursor | undefined): Sql {
  if (cursor === undefined) return empty;
  return sql`and (region_id, feature_id) > (${cursor.regionId}::int, ${cursor.featureId}::bigint)`;
}
