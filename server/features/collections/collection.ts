// What a collection is, and the SQL that several of them share.
import sql, { join, type Sql } from 'sql-template-tag';
import type { Subject } from '../../regions/versions.ts';
import type { TimeSpan } from '../parameters.ts';

/** What a reader has seen of one region: what was written later is left out. */
export interface Seen {
  boundaryVersion: number;
  changeSequence: string;
  /** When that change was recorded: RFC 3339. Rows of later changes carry later times. */
  changedAt: string;
}

/** When a query looks at the data. */
export interface Moment {
  /** Now, or when a walk through pages began; an SQL expression, because the database's clock is the one that counts. */
  at: Sql;
  /** The request's `datetime`; undefined: what is in force, or recorded, now. */
  during: TimeSpan | undefined;
  /** Given: the rows of one region as it was then. Left out: all that is recorded. */
  seen?: Seen;
}

export interface PropertySchema {
  type: 'string' | 'integer' | 'number' | 'array';
  format?: 'date-time';
  /** Of an array. */
  items?: { type: 'string' };
}

export interface Property {
  name: string;
  description: string;
  schema: PropertySchema;
  /** An SQL expression over `item`, one row of the collection, and what `joins` adds. */
  value: Sql;
  example: string | number | readonly string[];
}

export type GeometryType = 'Point' | 'MultiLineString' | 'MultiPolygon';

/**
 * All that routes, queries, exports and the OpenAPI document know of a collection. Its features are
 *
 *     select item.feature_id, item.geom, <each property's value>
 *     from (select * from (<rows(moment)>) as found where region_id = …) as item
 *     <joins>
 *
 * one row a feature, identified and ordered by (region_id, feature_id). For a whole collection as it is now:
 * `rows({ at: sql`now()`, during: undefined })`.
 */
export interface Collection {
  id: string;
  title: string;
  description: string;
  /** The types that its features' geometries have; none where all are null. */
  geometryTypes: readonly GeometryType[];
  /** Selects `region_id`, `feature_id`, `geom` (EPSG:4326, may be null) and what the properties need. */
  rows(moment: Moment): Sql;
  joins: Sql;
  properties: readonly Property[];
  /** Selects one row: `extent` (box2d or null), and when features begin and end; null or infinite is open. */
  extent(regionIds: readonly number[]): Sql;
  /** What its features are made of: they are the same while these facts of the regions are. */
  subjects: readonly Subject[];
  /** Whether a row that is replaced or removed stays on record, so that `seen` can leave later changes out. */
  keepsHistory: boolean;
  /** Of a collection whose every current row is a feature and is recorded in time: its table, to count what changed. */
  recordedIn?: Sql;
}

export const text = { type: 'string' } as const;
export const integer = { type: 'integer' } as const;
export const number = { type: 'number' } as const;
export const instant = { type: 'string', format: 'date-time' } as const;

/** RFC 3339 in UTC; null where the column is infinite or null. */
export function rfc3339(column: Sql): Sql {
  return sql`case when isfinite(${column}) then
    to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`;
}

/**
 * The rows of a table of boundary versions, as `versions`, with the end that they had in the boundary version that was
 * seen: `seen_valid_to`. Versions are numbered in the order in which they were committed.
 */
export function seenVersions(table: Sql, { seen }: Moment): Sql {
  if (seen === undefined) return sql`(select *, valid_to as seen_valid_to from ${table}) as versions`;
  return sql`(
    select *, case when to_version > ${seen.boundaryVersion}::int then 'infinity' else valid_to end as seen_valid_to
    from ${table} where from_version <= ${seen.boundaryVersion}::int
  ) as versions`;
}

/** The same for a table in recorded time: what was recorded, with the end that was known then. */
export function seenRecords(table: Sql, { at, seen }: Moment): Sql {
  // a row that a later change touched was there before if it began by the time of the change that was seen
  const seenAt =
    seen === undefined
      ? at
      : sql`case when change_sequence <= ${seen.changeSequence}::bigint then ${at} else ${seen.changedAt}::timestamptz end`;
  return sql`(
    select *, case when valid_to > ${seenAt} then 'infinity' else valid_to end as seen_valid_to
    from ${table} where valid_from <= ${seenAt}
  ) as versions`;
}

/**
 * One row a feature of `versions`: the one in force at the moment, or with `datetime` then; of a feature that changed within an
 * interval the latest.
 */
export function inForce(versions: Sql, featureId: Sql, columns: readonly Sql[], moment: Moment): Sql {
  const { at, during } = moment;
  const selected = sql`region_id, ${featureId} as feature_id, geom, valid_from, seen_valid_to as valid_to, ${join([...columns])}`;
  if (during === undefined) {
    return sql`select ${selected} from ${versions} where valid_from <= ${at} and ${at} < seen_valid_to`;
  }
  const found = sql`from ${versions} where ${overlaps(during)}`;
  if (during.from !== undefined && during.from === during.to) return sql`select ${selected} ${found}`;
  return sql`select distinct on (region_id, ${featureId}) ${selected} ${found}
    order by region_id, ${featureId}, valid_from desc`;
}

/** Whether a row of `versions` held at any time of the span. */
export function overlaps(during: TimeSpan): Sql {
  return join(
    [
      sql`true`,
      ...(during.to === undefined ? [] : [sql`valid_from <= ${during.to}::timestamptz`]),
      ...(during.from === undefined ? [] : [sql`${during.from}::timestamptz < seen_valid_to`]),
    ],
    ' and ',
  );
}

export const regionJoin = sql`join region on region.region_id = item.region_id`;

/** The code that a grid carries, or carried last. */
export const gridCodeJoin = sql`
  left join lateral (
    select grid_version.code
    from grid_version
    where grid_version.region_id = item.region_id and grid_version.grid_id = item.grid_id
    order by grid_version.valid_from desc
    limit 1
  ) as responsible on true`;

export const regionProperty: Property = {
  name: 'region',
  description: "The region's code",
  schema: text,
  value: sql`region.code`,
  example: '370215',
};

export const gridProperty: Property = {
  name: 'grid',
  description: 'The code of the responsible grid; null where there is none',
  schema: text,
  value: sql`responsible.code`,
  example: '370215001001001',
};

export const sourceProperties: readonly Property[] = [
  {
    name: 'source',
    description: 'Who reported it',
    schema: text,
    value: sql`item.source`,
    example: 'hotline',
  },
  {
    name: 'reference',
    description: "The source's own number for it",
    schema: text,
    value: sql`item.reference`,
    example: 'H-2026-00017',
  },
];

export const nameProperties: readonly Property[] = [
  { name: 'name', description: 'Local name', schema: text, value: sql`item.name`, example: '青石路' },
  {
    name: 'nameEn',
    description: 'English name',
    schema: text,
    value: sql`item.name_en`,
    example: 'Qingshi Road',
  },
];

export const areaProperty: Property = {
  name: 'areaM2',
  description: 'Square metres on the WGS84 ellipsoid',
  schema: number,
  value: sql`round(item.area_m2::numeric, 1)`,
  example: 182340.5,
};

export const boundaryVersionProperty: Property = {
  name: 'boundaryVersion',
  description: 'The first boundary version of the region with this shape',
  schema: integer,
  value: sql`item.from_version`,
  example: 2,
};

export const validityProperties: readonly Property[] = [
  {
    name: 'validFrom',
    description: 'Since when it is so; null: since ever',
    schema: instant,
    value: rfc3339(sql`item.valid_from`),
    example: '2026-01-01T00:00:00.000Z',
  },
  {
    name: 'validTo',
    description: 'Until when it was so; null: still is',
    schema: instant,
    value: rfc3339(sql`item.valid_to`),
    example: '2026-06-01T00:00:00.000Z',
  },
];
