// Households and incidents: single points close up, counted cells where points would crowd. No reference, address or name
// leaves through a tile.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { degreeEnvelope } from './envelopes.ts';
import { rowLatitude, tileBounds } from './tileCoordinate.ts';
import type { Field, TileLayer, TileRequest } from './tileLayer.ts';

/** From this zoom on points are drawn one by one. */
const singlePointZoom = 15;
/** More than this in one tile are counted all the same: 8,000 incidents are about 300 kB. */
const crowd = 8000;
/** Cells across a tile. Cells of neighbouring tiles line up, and each point lies in exactly one. */
const cellsAcross = 32;

interface PointTable {
  table: 'household' | 'incident';
  /** SQL over the table's columns, by field name. */
  fields: Readonly<Record<string, Field & { column: Sql; sqlType: 'text' | 'int' | 'bigint' }>>;
}

function pointRows({ table, fields }: PointTable, tile: TileRequest): Sql {
  const idColumn = raw(`${table}_id`);
  const current = sql`
    from ${raw(table)}
    where region_id = any(${tile.regionIds}::int[]) and valid_to = 'infinity'`;
  const names = Object.keys(fields);
  const nothing = join(names.map((name) => raw(`null::${fields[name]!.sqlType} as ${name}`)));
  if (tile.z < singlePointZoom) {
    return sql`
      select null::bigint as id, ${nothing}, cell.count, cell.geom
      from (${countedCells(sql`select geom ${current} and geom && ${degreeEnvelope(tile, 0)}`, tile)}) as cell`;
  }
  return sql`
    with found as materialized (
      select ${idColumn} as id, ${join(names.map((name) => sql`${fields[name]!.column} as ${raw(name)}`))}, geom
      ${current} and geom && ${degreeEnvelope(tile)}
    ),
    total as materialized (select count(*) > ${crowd}::int as is_crowded from found)
    select found.id, ${raw(names.map((name) => `found.${name}`).join(', '))}, null::int as count,
      st_transform(found.geom, 3857) as geom
    from found join total on not total.is_crowded
    union all
    select null, ${nothing}, cell.count, cell.geom
    from (${countedCells(sql`select geom from found`, tile)}) as cell join total on total.is_crowded`;
}

/**
 * `count` and `geom` (the points' mean, in EPSG:3857) of each cell of the tile that has any. Cells are told by degrees:
 * columns are evenly wide, rows lie between computed latitudes, so only one point a cell has to be transformed.
 */
function countedCells(points: Sql, tile: TileRequest): Sql {
  const [west, , east] = tileBounds(tile);
  const latitudes = Array.from({ length: cellsAcross + 1 }, (_, row) =>
    rowLatitude(tile.y + 1 - row / cellsAcross, tile.z),
  );
  return sql`
    select cell.count, st_transform(st_setsrid(st_makepoint(cell.lon, cell.lat), 4326), 3857) as geom
    from (
      select count(*)::int as count, avg(st_x(point.geom)) as lon, avg(st_y(point.geom)) as lat,
        width_bucket(st_x(point.geom), ${west}::float8, ${east}::float8, ${cellsAcross}::int) as cell_column,
        width_bucket(st_y(point.geom), ${latitudes}::float8[]) as cell_row
      from (${points}) as point
      group by cell_column, cell_row
    ) as cell
    where cell.cell_column between 1 and ${cellsAcross}::int and cell.cell_row between 1 and ${cellsAcross}::int`;
}

function pointLayer(
  text: { id: 'households' | 'incidents'; name: string; description: string },
  source: PointTable,
): TileLayer {
  return {
    ...text,
    minzoom: 0,
    maxzoom: 16,
    subject: text.id,
    extent: (regionIds) => sql`
      select st_extent(geom) as extent
      from ${raw(source.table)}
      where region_id = any(${regionIds}::int[]) and valid_to = 'infinity'`,
    sourceLayers: [
      {
        name: text.id,
        description: `From zoom ${singlePointZoom} on points with an id; below, and where more than ${crowd} share a tile, counted cells without one`,
        minzoom: 0,
        fields: {
          ...source.fields,
          count: { type: 'Number', description: 'Points in the cell; absent on a point' },
        },
        rows: (tile) => pointRows(source, tile),
      },
    ],
  };
}

export const households = pointLayer(
  { id: 'households', name: 'Households', description: 'Households as recorded now' },
  {
    table: 'household',
    fields: {
      people: {
        type: 'Number',
        description: 'People who live there',
        column: sql`people::int`,
        sqlType: 'int',
      },
      key_persons: {
        type: 'Number',
        description: 'Of them, people who are visited regularly',
        column: sql`key_persons::int`,
        sqlType: 'int',
      },
    },
  },
);

export const incidents = pointLayer(
  {
    id: 'incidents',
    name: 'Incidents',
    description: 'Incidents as recorded now, whenever they were reported',
  },
  {
    table: 'incident',
    fields: {
      category: {
        type: 'String',
        description: "The category's code",
        column: sql`category`,
        sqlType: 'text',
      },
      severity: {
        type: 'Number',
        description: '1 low, 2 normal, 3 high, 4 urgent',
        column: sql`severity::int`,
        sqlType: 'int',
      },
      status: {
        type: 'String',
        description: 'received, dispatched, in_hand, checked or closed',
        column: sql`status`,
        sqlType: 'text',
      },
      reported: {
        type: 'Number',
        description: 'When it was reported, in seconds since 1970-01-01T00:00:00Z',
        column: sql`extract(epoch from reported_at)::bigint`,
        sqlType: 'bigint',
      },
    },
  },
);
