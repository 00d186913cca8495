// The collections of OGC API – Features. A new one is one more object in the list: routes, queries and the OpenAPI document
// read all they need from it.
import sql, { join, type Sql } from 'sql-template-tag';
import { ProblemError } from '../errors.ts';
import type { TimeSpan } from './parameters.ts';

/** When a query looks at the data. */
export interface Moment {
  /** What was recorded at this instant; an SQL expression, because the database's clock is the one that counts. */
  at: Sql;
  /** The request's `datetime`. */
  during: TimeSpan | undefined;
}

export interface Property {
  name: string;
  description: string;
  schema: { type: 'string' | 'integer' | 'number'; format?: 'date-time' };
  /** Over `item`, one row of the collection, and what `joins` adds. */
  value: Sql;
}

export interface Collection {
  id: string;
  title: string;
  description: string;
  /** Selects `region_id`, `feature_id`, `geom` (EPSG:4326) and what the properties need: one row a feature. */
  rows(moment: Moment): Sql;
  joins: Sql;
  properties: readonly Property[];
  /** Selects one row: `extent` (box2d or null), and when features begin and end; null or infinite is open. */
  extent(regionIds: readonly number[]): Sql;
}

const text = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const instant = { type: 'string', format: 'date-time' } as const;

/** RFC 3339 in UTC; null where the column is infinite or null. */
function rfc3339(column: Sql): Sql {
  return sql`case when isfinite(${column}) then
    to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`;
}

/**
 * Rows of a table of validity periods: those in force at the moment, or with `datetime` then; of a feature that changed
 * within an interval the latest row.
 */
function inForce(table: Sql, featureId: Sql, columns: readonly Sql[], { at, during }: Moment): Sql {
  const selected = sql`region_id, ${featureId} as feature_id, geom, ${join([...columns])}`;
  if (during === undefined) {
    return sql`select ${selected} from ${table} where valid_from <= ${at} and ${at} < valid_to`;
  }
  const overlaps = [
    ...(during.to === undefined ? [] : [sql`valid_from <= ${during.to}::timestamptz`]),
    ...(during.from === undefined ? [] : [sql`${during.from}::timestamptz < valid_to`]),
  ];
  const found = sql`from ${table} where ${join([sql`true`, ...overlaps], ' and ')}`;
  if (during.from !== undefined && during.from === during.to) return sql`select ${selected} ${found}`;
  return sql`select distinct on (region_id, ${featureId}) ${selected} ${found}
    order by region_id, ${featureId}, valid_from desc`;
}

const regionJoin = sql`join region on region.region_id = item.region_id`;

/** The code that a grid carries, or carried last. */
const gridCodeJoin = sql`
  left join lateral (
    select grid_version.code
    from grid_version
    where grid_version.region_id = item.region_id and grid_version.grid_id = item.grid_id
    order by grid_version.valid_from desc
    limit 1
  ) as responsible on true`;

const regionProperty: Property = {
  name: 'region',
  description: "The region's code",
  schema: text,
  value: sql`region.code`,
};

const gridProperty: Property = {
  name: 'grid',
  description: 'The code of the responsible grid; null where there is none',
  schema: text,
  value: sql`responsible.code`,
};

const sourceProperties: readonly Property[] = [
  { name: 'source', description: 'Who reported it', schema: text, value: sql`item.source` },
  {
    name: 'reference',
    description: "The source's own number for it",
    schema: text,
    value: sql`item.reference`,
  },
];

const validityProperties: readonly Property[] = [
  {
    name: 'validFrom',
    description: 'Since when it is so; null: since ever',
    schema: instant,
    value: rfc3339(sql`item.valid_from`),
  },
  {
    name: 'validTo',
    description: 'Until when it was so; null: still is',
    schema: instant,
    value: rfc3339(sql`item.valid_to`),
  },
];

const grids: Collection = {
  id: 'grids',
  title: 'Grids',
  description:
    'Base and dedicated grids in force now; with datetime, those in force then, each once in its latest shape. The feature id says who the grid is and stays when its shape changes.',
  rows: (moment) =>
    inForce(
      sql`grid_version`,
      sql`grid_id`,
      [
        sql`code`,
        sql`kind`,
        sql`name`,
        sql`name_en`,
        sql`community_area_id`,
        sql`area_m2`,
        sql`from_version`,
        sql`valid_from`,
        sql`valid_to`,
      ],
      moment,
    ),
  joins: sql`${regionJoin}
    join area as community on community.region_id = item.region_id and community.area_id = item.community_area_id
    left join area as street on street.region_id = item.region_id and street.area_id = community.parent_area_id`,
  properties: [
    { name: 'code', description: "The grid's code", schema: text, value: sql`item.code` },
    {
      name: 'kind',
      description: 'base, or dedicated, which lies over base grids and takes precedence',
      schema: text,
      value: sql`item.kind`,
    },
    { name: 'name', description: 'Local name', schema: text, value: sql`item.name` },
    { name: 'nameEn', description: 'English name', schema: text, value: sql`item.name_en` },
    regionProperty,
    { name: 'street', description: "The street's code", schema: text, value: sql`street.code` },
    { name: 'streetName', description: "The street's local name", schema: text, value: sql`street.name` },
    { name: 'community', description: "The community's code", schema: text, value: sql`community.code` },
    {
      name: 'communityName',
      description: "The community's local name",
      schema: text,
      value: sql`community.name`,
    },
    {
      name: 'areaM2',
      description: 'Square metres on the WGS84 ellipsoid',
      schema: { type: 'number' },
      value: sql`round(item.area_m2::numeric, 1)`,
    },
    {
      name: 'boundaryVersion',
      description: 'The first boundary version of the region with this shape',
      schema: integer,
      value: sql`item.from_version`,
    },
    ...validityProperties,
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(valid_from) as begins, max(valid_to) as ends
    from grid_version
    where region_id = any(${regionIds}::int[])`,
};

const households: Collection = {
  id: 'households',
  title: 'Households',
  description:
    'Households as recorded now; with datetime, as recorded then, each once as recorded last. Without personal data.',
  // recorded time: nothing written after the moment belongs to it, however late `datetime` ends
  rows: (moment) =>
    inForce(
      sql`(select * from household where valid_from <= ${moment.at}) as household`,
      sql`household_id`,
      [
        sql`source`,
        sql`reference`,
        sql`people`,
        sql`key_persons`,
        sql`building`,
        sql`grid_id`,
        sql`valid_from`,
        sql`valid_to`,
      ],
      moment,
    ),
  joins: sql`${regionJoin} ${gridCodeJoin}`,
  properties: [
    ...sourceProperties,
    regionProperty,
    gridProperty,
    { name: 'people', description: 'People who live there', schema: integer, value: sql`item.people` },
    {
      name: 'keyPersons',
      description: 'Of them, people who are visited regularly',
      schema: integer,
      value: sql`item.key_persons`,
    },
    {
      name: 'building',
      description: 'Building, as the source names it',
      schema: text,
      value: sql`item.building`,
    },
    ...validityProperties,
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(valid_from) as begins, max(valid_to) as ends
    from household
    where region_id = any(${regionIds}::int[])`,
};

const incidents: Collection = {
  id: 'incidents',
  title: 'Incidents',
  description: 'Incidents as recorded now; with datetime, those reported then. Without personal data.',
  rows: ({ at, during }) => {
    const reported = [
      ...(during?.from === undefined ? [] : [sql`and reported_at >= ${during.from}::timestamptz`]),
      ...(during?.to === undefined ? [] : [sql`and reported_at <= ${during.to}::timestamptz`]),
    ];
    return sql`
      select region_id, incident_id as feature_id, geom, source, reference, category, severity, status, reported_at,
        closed_at, accuracy_m, grid_id
      from incident
      where valid_from <= ${at} and ${at} < valid_to ${join([sql``, ...reported], ' ')}`;
  },
  joins: sql`${regionJoin} ${gridCodeJoin}`,
  properties: [
    ...sourceProperties,
    regionProperty,
    gridProperty,
    { name: 'category', description: "The category's code", schema: text, value: sql`item.category` },
    {
      name: 'severity',
      description: '1 low, 2 normal, 3 high, 4 urgent',
      schema: integer,
      value: sql`item.severity`,
    },
    {
      name: 'status',
      description: 'received, dispatched, in_hand, checked or closed',
      schema: text,
      value: sql`item.status`,
    },
    {
      name: 'reportedAt',
      description: 'When it was reported',
      schema: instant,
      value: rfc3339(sql`item.reported_at`),
    },
    {
      name: 'closedAt',
      description: 'When it was closed; null: it is open',
      schema: instant,
      value: rfc3339(sql`item.closed_at`),
    },
    {
      name: 'accuracyM',
      description: 'How far off the point may be, in metres',
      schema: { type: 'number' },
      value: sql`item.accuracy_m`,
    },
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(reported_at) as begins, max(reported_at) as ends
    from incident
    where region_id = any(${regionIds}::int[]) and valid_to = 'infinity'`,
};

export const collections: readonly Collection[] = [grids, households, incidents];

export const collectionIds = collections.map((collection) => collection.id);

/** @throws ProblemError 404 that lists the collections */
export function collectionNamed(id: string): Collection {
  const collection = collections.find((candidate) => candidate.id === id);
  if (collection) return collection;
  throw new ProblemError(
    404,
    'Not found',
    `There is no collection ${id}; there are ${collectionIds.join(', ')}`,
    {
      value: id,
      collections: collectionIds,
    },
  );
}
