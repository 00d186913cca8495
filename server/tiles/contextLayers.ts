// Blocks, roads and water: the built-in basemap. Far out only the larger kinds are drawn, and every line is thinned to
// what the tile can show.
import sql, { type Sql } from 'sql-template-tag';
import { degreeEnvelope } from './envelopes.ts';
import { unitDegrees } from './tileCoordinate.ts';
import type { Field, TileLayer, TileRequest } from './tileLayer.ts';

const names = {
  name: { type: 'String', description: 'Local name; absent where it has none' },
  name_en: { type: 'String', description: 'English name; absent where it has none' },
} as const satisfies Record<string, Field>;

const roadKindMinzoom = { trunk: 6, main: 9, street: 12, lane: 14, path: 14 } as const;
const waterKindMinzoom = { sea: 0, lake: 7, river: 7, stream: 12 } as const;

function kindsAt(minzooms: Readonly<Record<string, number>>, z: number): string[] {
  return Object.keys(minzooms).filter((kind) => z >= minzooms[kind]!);
}

/** Cut before it is simplified and transformed; wider than the buffer, so that the cut stays out of sight. */
function near(column: Sql, tile: TileRequest): Sql {
  return sql`st_clipbybox2d(${column}, ${degreeEnvelope(tile, 0.1)})`;
}

/** A line to one tile unit, in EPSG:3857. */
function thinLine(column: Sql, tile: TileRequest): Sql {
  return sql`st_transform(st_simplify(${near(column, tile)}, ${unitDegrees(tile.z)}::float8, true), 3857)`;
}

/** A polygon or a line to one tile unit, in EPSG:3857; a polygon keeps its holes apart from its shell. */
function thinShape(column: Sql, tile: TileRequest): Sql {
  return sql`st_transform(
    st_simplifypreservetopology(${near(column, tile)}, ${unitDegrees(tile.z)}::float8), 3857)`;
}

export const blocks: TileLayer = {
  id: 'blocks',
  name: 'Blocks',
  description: 'Street blocks and compounds',
  minzoom: 13,
  maxzoom: 16,
  subject: 'context',
  extent: (regionIds) =>
    sql`select st_extent(geom) as extent from block where region_id = any(${regionIds}::int[])`,
  sourceLayers: [
    {
      name: 'blocks',
      description: 'Shapes; the feature id is the block id',
      minzoom: 13,
      fields: { kind: { type: 'String', description: 'What the block is used for, such as residential' } },
      rows: (tile) => sql`
        select block_id as id, kind, ${thinShape(sql`geom`, tile)} as geom
        from block
        where region_id = any(${tile.regionIds}::int[]) and geom && ${degreeEnvelope(tile)}`,
    },
  ],
};

export const roads: TileLayer = {
  id: 'roads',
  name: 'Roads',
  description: 'Road centre lines, the larger ones first',
  minzoom: 6,
  maxzoom: 16,
  subject: 'context',
  extent: (regionIds) =>
    sql`select st_extent(geom) as extent from road where region_id = any(${regionIds}::int[])`,
  sourceLayers: [
    {
      name: 'roads',
      description: 'Lines; the feature id is the road id',
      minzoom: 6,
      fields: { kind: { type: 'String', description: 'trunk, main, street, lane or path' }, ...names },
      rows: (tile) => sql`
        select road_id as id, kind, nullif(name, '') as name, nullif(name_en, '') as name_en,
          ${thinLine(sql`geom`, tile)} as geom
        from road
        where region_id = any(${tile.regionIds}::int[]) and geom && ${degreeEnvelope(tile)}
          and kind = any(${kindsAt(roadKindMinzoom, tile.z)}::text[])`,
    },
  ],
};

export const water: TileLayer = {
  id: 'water',
  name: 'Water',
  description: 'Seas, lakes and rivers as shapes, small streams as lines',
  minzoom: 0,
  maxzoom: 16,
  subject: 'context',
  extent: (regionIds) =>
    sql`select st_extent(geom) as extent from water where region_id = any(${regionIds}::int[])`,
  sourceLayers: [
    {
      name: 'water',
      description: 'Shapes and lines; the feature id is the water id',
      minzoom: 0,
      fields: { kind: { type: 'String', description: 'sea, lake, river or stream' }, ...names },
      rows: (tile) => sql`
        select water_id as id, kind, nullif(name, '') as name, nullif(name_en, '') as name_en,
          ${thinShape(sql`geom`, tile)} as geom
        from water
        where region_id = any(${tile.regionIds}::int[]) and geom && ${degreeEnvelope(tile)}
          and kind = any(${kindsAt(waterKindMinzoom, tile.z)}::text[])`,
    },
  ],
};
