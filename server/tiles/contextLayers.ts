// Blocks, roads and water: the built-in basemap. Far out only the larger kinds are drawn, and every line is thinned to
// what the tile can show.
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Field, ShapeLayer, ShapePage, ShapeSource } from './tileLayer.ts';

const names = {
  name: { type: 'String', description: 'Local name; absent where it has none' },
  name_en: { type: 'String', description: 'English name; absent where it has none' },
} as const satisfies Record<string, Field>;

const nameColumns = sql`nullif(name, '') as name, nullif(name_en, '') as name_en`;

const roadKindMinzoom = { trunk: 6, main: 9, street: 12, lane: 14, path: 14 } as const;
const waterKindMinzoom = { sea: 0, lake: 7, river: 7, stream: 12 } as const;

/** One set for all zooms. */
const shared = { levelOf: () => 0, unit: 'degrees', isThinned: true } as const satisfies Partial<ShapeSource>;

function contextRows(table: 'block' | 'road' | 'water', columns: Sql, page: ShapePage): Sql {
  const id = raw(`${table}_id`);
  return sql`
    select ${id}::float8 as id, ${columns}, st_asgeojson(geom, 7, 0) as geometry
    from ${raw(table)}
    where region_id = ${page.regionId} and ${id} > ${page.after}::bigint
    order by ${id}
    limit ${page.limit}`;
}

export const blocks: ShapeLayer = {
  id: 'blocks',
  name: 'Blocks',
  description: 'Street blocks and compounds',
  minzoom: 13,
  maxzoom: 16,
  subject: 'context',
  filters: ['kind'],
  sourceLayers: [
    {
      name: 'blocks',
      description: 'Shapes; the feature id is the block id',
      minzoom: 13,
      fields: { kind: { type: 'String', description: 'What the block is used for, such as residential' } },
      ...shared,
      kindMinzoom: {},
      rows: (page) => contextRows('block', sql`kind`, page),
    },
  ],
};

export const roads: ShapeLayer = {
  id: 'roads',
  name: 'Roads',
  description: 'Road centre lines, the larger ones first',
  minzoom: 6,
  maxzoom: 16,
  subject: 'context',
  filters: ['kind'],
  kinds: Object.keys(roadKindMinzoom),
  sourceLayers: [
    {
      name: 'roads',
      description: 'Lines; the feature id is the road id',
      minzoom: 6,
      fields: { kind: { type: 'String', description: 'trunk, main, street, lane or path' }, ...names },
      ...shared,
      kindMinzoom: roadKindMinzoom,
      rows: (page) => contextRows('road', sql`kind, ${nameColumns}`, page),
    },
  ],
};

export const water: ShapeLayer = {
  id: 'water',
  name: 'Water',
  description: 'Seas, lakes and rivers as shapes, small streams as lines',
  minzoom: 0,
  maxzoom: 16,
  subject: 'context',
  filters: ['kind'],
  kinds: Object.keys(waterKindMinzoom),
  sourceLayers: [
    {
      name: 'water',
      description: 'Shapes and lines; the feature id is the water id',
      minzoom: 0,
      fields: { kind: { type: 'String', description: 'sea, lake, river or stream' }, ...names },
      ...shared,
      kindMinzoom: waterKindMinzoom,
      rows: (page) => contextRows('water', sql`kind, ${nameColumns}`, page),
    },
  ],
};
