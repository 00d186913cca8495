import sql, { type Sql } from 'sql-template-tag';
import {
  areaProperty,
  boundaryVersionProperty,
  type Collection,
  inForce,
  integer,
  nameProperties,
  overlaps,
  type Property,
  regionJoin,
  regionProperty,
  seenVersions,
  text,
  validityProperties,
} from './collection.ts';

const columns: readonly Sql[] = [
  sql`code`,
  sql`kind`,
  sql`name`,
  sql`name_en`,
  sql`community_area_id`,
  sql`area_m2`,
  sql`from_version`,
  sql`to_version`,
  sql`grid_id`,
];

const joins = sql`${regionJoin}
  join area as community on community.region_id = item.region_id and community.area_id = item.community_area_id
  left join area as street on street.region_id = item.region_id and street.area_id = community.parent_area_id`;

const properties: readonly Property[] = [
  {
    name: 'code',
    description: "The grid's code",
    schema: text,
    value: sql`item.code`,
    example: '370215001001001',
  },
  {
    name: 'kind',
    description: 'base, or dedicated, which lies over base grids and takes precedence',
    schema: text,
    value: sql`item.kind`,
    example: 'base',
  },
  ...nameProperties,
  regionProperty,
  {
    name: 'street',
    description: "The street's code",
    schema: text,
    value: sql`street.code`,
    example: '370215001',
  },
  {
    name: 'streetName',
    description: "The street's local name",
    schema: text,
    value: sql`street.name`,
    example: '通济街道',
  },
  {
    name: 'community',
    description: "The community's code",
    schema: text,
    value: sql`community.code`,
    example: '370215001001',
  },
  {
    name: 'communityName',
    description: "The community's local name",
    schema: text,
    value: sql`community.name`,
    example: '青石社区',
  },
  areaProperty,
  boundaryVersionProperty,
  ...validityProperties,
];

const extent = (regionIds: readonly number[]): Sql => sql`
  select st_extent(geom) as extent, min(valid_from) as begins, max(valid_to) as ends
  from grid_version
  where region_id = any(${regionIds}::int[])`;

export const grids: Collection = {
  id: 'grids',
  title: 'Grids',
  description:
    'Base and dedicated grids in force now; with datetime, those in force then, each once in its latest shape. The feature id says who the grid is and stays when its shape changes.',
  geometryTypes: ['MultiPolygon'],
  rows: (moment) => inForce(seenVersions(sql`grid_version`, moment), sql`grid_id`, columns, moment),
  joins,
  properties,
  extent,
  subjects: ['boundaries'],
  keepsHistory: true,
};

export const gridVersions: Collection = {
  id: 'grid-versions',
  title: 'Grid versions',
  description:
    'Every shape that a grid has, had or will have, each with the time in which it is in force; with datetime, those in force at any time of it. The feature id is that of the shape, as in the tiles.',
  geometryTypes: ['MultiPolygon'],
  rows: (moment) => sql`
    select region_id, grid_version_id as feature_id, geom, valid_from, seen_valid_to as valid_to, grid_id, code, kind, name,
      name_en, community_area_id, area_m2, from_version,
      case when seen_valid_to < 'infinity' then to_version end as to_version
    from ${seenVersions(sql`grid_version`, moment)}
    where ${moment.during === undefined ? sql`true` : overlaps(moment.during)}`,
  joins,
  properties: [
    {
      name: 'gridId',
      description: 'The id of the grid, its feature id in the collection grids',
      schema: text,
      value: sql`item.grid_id::text`,
      example: '1042',
    },
    ...properties,
    {
      name: 'endVersion',
      description: 'The first boundary version without this shape; null: it is in the newest',
      schema: integer,
      value: sql`item.to_version`,
      example: 3,
    },
  ],
  extent,
  subjects: ['boundaries'],
  keepsHistory: true,
};
