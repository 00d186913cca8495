import sql from 'sql-template-tag';
import {
  areaProperty,
  boundaryVersionProperty,
  type Collection,
  inForce,
  nameProperties,
  seenVersions,
  text,
  validityProperties,
} from './collection.ts';

/** A region has no row of versions before its first grids, and is there all the same. */
export const regions: Collection = {
  id: 'regions',
  title: 'Regions',
  description:
    'Districts and counties in the shape in force now, the union of their grids; with datetime, in the shape in force then. A region without grids has no geometry.',
  geometryTypes: ['MultiPolygon'],
  rows: (moment) => sql`
    select area.region_id, area.area_id as feature_id, shape.geom, area.code, area.name, area.name_en, shape.area_m2,
      shape.from_version, shape.valid_from, shape.valid_to
    from area
    left join (${inForce(seenVersions(sql`area_version`, moment), sql`area_id`, [sql`area_m2`, sql`from_version`], moment)})
      as shape on shape.region_id = area.region_id and shape.feature_id = area.area_id
    where area.kind = 'region'`,
  joins: sql`join region on region.region_id = item.region_id`,
  properties: [
    {
      name: 'code',
      description: "The region's six-digit code",
      schema: text,
      value: sql`region.code`,
      example: '370215',
    },
    ...nameProperties,
    {
      name: 'timeZone',
      description: 'IANA name; a date means its midnight there',
      schema: text,
      value: sql`region.time_zone`,
      example: 'Asia/Shanghai',
    },
    areaProperty,
    boundaryVersionProperty,
    ...validityProperties,
  ],
  extent: (regionIds) => sql`
    select st_extent(version.geom) as extent, min(version.valid_from) as begins, max(version.valid_to) as ends
    from area_version as version
    join area on area.region_id = version.region_id and area.area_id = version.area_id
    where version.region_id = any(${regionIds}::int[]) and area.kind = 'region'`,
  subjects: ['boundaries'],
  keepsHistory: true,
};
