import sql from 'sql-template-tag';
import {
  type Collection,
  gridCodeJoin,
  gridProperty,
  inForce,
  integer,
  regionJoin,
  regionProperty,
  seenRecords,
  sourceProperties,
  text,
  validityProperties,
} from './collection.ts';

export const households: Collection = {
  id: 'households',
  title: 'Households',
  description:
    'Households as recorded now; with datetime, as recorded then, each once as recorded last. Without personal data.',
  geometryTypes: ['Point'],
  rows: (moment) =>
    inForce(
      seenRecords(sql`household`, moment),
      sql`household_id`,
      [sql`source`, sql`reference`, sql`people`, sql`key_persons`, sql`building`, sql`grid_id`],
      moment,
    ),
  joins: sql`${regionJoin} ${gridCodeJoin}`,
  properties: [
    ...sourceProperties,
    regionProperty,
    gridProperty,
    {
      name: 'people',
      description: 'People who live there',
      schema: integer,
      value: sql`item.people`,
      example: 3,
    },
    {
      name: 'keyPersons',
      description: 'Of them, people who are visited regularly',
      schema: integer,
      value: sql`item.key_persons`,
      example: 1,
    },
    {
      name: 'building',
      description: 'Building, as the source names it',
      schema: text,
      value: sql`item.building`,
      example: 'B-204',
    },
    ...validityProperties,
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(valid_from) as begins, max(valid_to) as ends
    from household
    where region_id = any(${regionIds}::int[])`,
  subjects: ['households', 'boundaries'],
  keepsHistory: true,
  recordedIn: sql`household`,
};
