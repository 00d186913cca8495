// Features of any collection, a batch of one region at a time, and single ones.
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { boundsOf } from '../regions/extent.ts';
import type { Collection, Moment } from './collections/index.ts';
import type { Box, SeenRegion, TimeSpan } from './parameters.ts';

export interface FeatureRow {
  id: string;
  /** GeoJSON as text, passed on unparsed: a page of grids can hold millions of vertices. Null: it has no place. */
  geometry: string | null;
  properties: Record<string, string | number | readonly string[] | null>;
}

/** What a walk asks of one region. */
export interface RegionRequest {
  region: SeenRegion;
  /** When the walk began: RFC 3339. */
  at: string;
  boxes: readonly Box[] | undefined;
  during: TimeSpan | undefined;
  /** Only features behind this one. */
  after: string | undefined;
}

/** In the order of feature id. */
export async function findBatch(
  database: Queryable,
  collection: Collection,
  request: RegionRequest,
  limit: number,
): Promise<FeatureRow[]> {
  const { rows } = await database.query<FeatureRow>(sql`
    select ${featureColumns(collection)}
    from (
      select * from (${collection.rows(momentOf(request))}) as found
      where ${isWanted(collection, request)}
      order by feature_id
      limit ${limit}::int
    ) as item
    ${collection.joins}
    order by item.feature_id`);
  return rows;
}

export async function countFeatures(
  database: Queryable,
  collection: Collection,
  request: RegionRequest,
): Promise<number> {
  const { rows } = await database.query<{ matched: string }>(sql`
    select count(*) as matched
    from (${collection.rows(momentOf(request))}) as found
    where ${isWanted(collection, request)}`);
  return Number(rows[0]!.matched);
}

/**
 * How many rows more a table in recorded time has to the eyes of one who has seen `to` than to those of one who has seen
 * `from`: only rows that changed since are read.
 */
export async function countChanged(
  database: Queryable,
  table: Sql,
  from: SeenRegion,
  to: SeenRegion,
): Promise<number> {
  const { rows } = await database.query<{ difference: string }>(sql`
    select coalesce(sum(
      (case when change_sequence <= ${to.changeSequence}::bigint then valid_to = 'infinity'
        else valid_from <= ${to.changedAt}::timestamptz and ${to.changedAt}::timestamptz < valid_to end)::int
      - (valid_from <= ${from.changedAt}::timestamptz and ${from.changedAt}::timestamptz < valid_to)::int), 0) as difference
    from ${table}
    where region_id = ${to.regionId}::int and change_sequence > ${from.changeSequence}::bigint`);
  return Number(rows[0]!.difference);
}

/** The feature with that id, as recorded and in force now; undefined when there is none. */
export async function findFeature(
  database: Queryable,
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
  /** Null: nothing in it has a place. */
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

function momentOf({ at, during, region }: RegionRequest): Moment {
  return { at: sql`${at}::timestamptz`, during, seen: region };
}

function featureColumns(collection: Collection): Sql {
  const pairs = collection.properties.map((property) => sql`${raw(`'${property.name}'`)}, ${property.value}`);
  return sql`item.feature_id as id, st_asgeojson(item.geom, 7) as geometry,
    json_build_object(${join(pairs)}) as properties`;
}

function isWanted(collection: Collection, { region, boxes, after }: RegionRequest): Sql {
  const isBehind = after === undefined ? empty : sql`and feature_id > ${after}::bigint`;
  return sql`region_id = ${region.regionId}::int ${isBehind} ${isWithin(collection, boxes)}`;
}

/** A feature without a place is part of every box. */
function isWithin({ geometryTypes }: Collection, boxes: readonly Box[] | undefined): Sql {
  if (boxes === undefined || geometryTypes.length === 0) return empty;
  const arePoints = geometryTypes.every((type) => type === 'Point');
  const touches = boxes.map(([west, south, east, north]) => {
    const envelope = sql`st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
    // && finds by the index, which holds single precision
    const exactly = arePoints
      ? sql`st_x(geom) between ${west}::float8 and ${east}::float8
          and st_y(geom) between ${south}::float8 and ${north}::float8`
      : sql`st_intersects(geom, ${envelope})`;
    return sql`(geom && ${envelope} and ${exactly})`;
  });
  return arePoints
    ? sql`and (${join(touches, ' or ')})`
    : sql`and (geom is null or ${join(touches, ' or ')})`;
}
