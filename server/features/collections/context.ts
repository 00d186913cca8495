// Blocks, roads and water: the built-in basemap. They have no times, so any `datetime` matches them.
import sql, { raw } from 'sql-template-tag';
import {
  type Collection,
  type GeometryType,
  nameProperties,
  regionJoin,
  regionProperty,
  sourceProperties,
  text,
} from './collection.ts';

interface ContextTable {
  table: 'block' | 'road' | 'water';
  id: string;
  title: string;
  description: string;
  geometryTypes: readonly GeometryType[];
  kind: { description: string; example: string };
}

function contextCollection({ table, id, title, description, geometryTypes, kind }: ContextTable): Collection {
  const name = raw(table);
  return {
    id,
    title,
    description,
    geometryTypes,
    rows: () => sql`
      select region_id, ${name}_id as feature_id, geom, source, reference, kind, name, name_en
      from ${name}`,
    joins: regionJoin,
    properties: [
      ...sourceProperties,
      regionProperty,
      { name: 'kind', schema: text, value: sql`item.kind`, ...kind },
      ...nameProperties,
    ],
    extent: (regionIds) => sql`
      select st_extent(geom) as extent, null::timestamptz as begins, null::timestamptz as ends
      from ${name}
      where region_id = any(${regionIds}::int[])`,
    subjects: ['context'],
    keepsHistory: false,
  };
}

export const blocks = contextCollection({
  table: 'block',
  id: 'blocks',
  title: 'Blocks',
  description: 'Street blocks and compounds that planners can paint with.',
  geometryTypes: ['MultiPolygon'],
  kind: { description: 'What the block is used for', example: 'residential' },
});

export const roads = contextCollection({
  table: 'road',
  id: 'roads',
  title: 'Roads',
  description: 'Centre lines of roads.',
  geometryTypes: ['MultiLineString'],
  kind: { description: 'trunk, main, street, lane or path', example: 'main' },
});

export const water = contextCollection({
  table: 'water',
  id: 'water',
  title: 'Water',
  description: 'Sea, lakes, rivers and streams, as areas or lines.',
  geometryTypes: ['MultiPolygon', 'MultiLineString'],
  kind: { description: 'sea, lake, river or stream', example: 'river' },
});
