import sql from 'sql-template-tag';
import {
  areaProperty,
  boundaryVersionProperty,
  type Collection,
  inForce,
  nameProperties,
  regionJoin,
  regionProperty,
  seenVersions,
  text,
  validityProperties,
} from './collection.ts';

export const areas: Collection = {
  id: 'areas',
  title: 'Areas',
  description:
    'Streets and communities in force now, each the union of its grids; with datetime, those in force then, each once in its latest shape.',
  geometryTypes: ['MultiPolygon'],
  rows: (moment) => sql`
    select version.*, area.kind, area.code, area.name, area.name_en, area.parent_area_id
    from (${inForce(seenVersions(sql`area_version`, moment), sql`area_id`, [sql`area_m2`, sql`from_version`], moment)})
      as version
    join area on area.region_id = version.region_id and area.area_id = version.feature_id
    where area.kind in ('street', 'community')`,
  joins: sql`${regionJoin}
    left join area as parent on parent.region_id = item.region_id and parent.area_id = item.parent_area_id`,
  properties: [
    {
      name: 'code',
      description: "The area's code",
      schema: text,
      value: sql`item.code`,
      example: '370215001',
    },
    {
      name: 'kind',
      description: 'street, or community, which lies in one',
      schema: text,
      value: sql`item.kind`,
      example: 'street',
    },
    ...nameProperties,
    regionProperty,
    {
      name: 'parent',
      description: 'The code of the street that a community lies in, or of the region',
      schema: text,
      value: sql`parent.code`,
      example: '370215',
    },
    areaProperty,
    boundaryVersionProperty,
    ...validityProperties,
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(valid_from) as begins, max(valid_to) as ends
    from area_version
    where region_id = any(${regionIds}::int[])`,
  subjects: ['boundaries'],
  keepsHistory: true,
};
