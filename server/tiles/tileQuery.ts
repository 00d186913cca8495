// From a layer's rows to a tile's bytes: in the database where PostGIS was built with protobuf, else encoded here. Both ways
// read the same rows; `encode.postgis.test.ts` decodes both and compares.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../database.ts';
import { encodeTile, type ShapeRow } from './encode.ts';
import { tileEnvelope } from './envelopes.ts';
import { tileBuffer, tileExtent, tileUnits } from './tileCoordinate.ts';
import type { SourceLayer, TileLayer, TileRequest } from './tileLayer.ts';

/** The tile as a Mapbox Vector Tile 2.1; empty where it shows nothing. */
export async function renderTile(database: Database, layer: TileLayer, tile: TileRequest): Promise<Buffer> {
  const drawn = layer.sourceLayers.filter((source) => tile.z >= source.minzoom);
  if (drawn.length === 0 || tile.regionIds.length === 0) return Buffer.alloc(0);
  return database.hasProtobuf ? renderInDatabase(database, drawn, tile) : renderHere(database, drawn, tile);
}

/** Several encoded layers one after the other are a tile with several layers. */
export async function renderInDatabase(
  database: Database,
  sourceLayers: readonly SourceLayer[],
  tile: TileRequest,
): Promise<Buffer> {
  // materialized: a whole-row alias of a plain subquery loses its column names on a sharded database
  const shapes = sourceLayers.map(
    (source) => sql`${raw(source.name)}_shape as materialized (
      select drawn.id, ${columns(source)},
        st_asmvtgeom(drawn.geom, ${tileEnvelope(tile)}, ${tileExtent}::int, ${tileBuffer}::int, true) as geom
      from (${source.rows(tile)}) as drawn
      order by drawn.id
    )`,
  );
  const encoded = sourceLayers.map(
    ({ name }) => sql`coalesce((
      select st_asmvt(${raw(name)}_shape, ${name}::text, ${tileExtent}::int, 'geom', 'id')
      from ${raw(name)}_shape
      where geom is not null
    ), '')`,
  );
  const { rows } = await database.query<{ tile: Buffer }>(
    sql`with ${join(shapes)} select ${join(encoded, ' || ')} as tile`,
  );
  return rows[0]!.tile;
}

export async function renderHere(
  database: Database,
  sourceLayers: readonly SourceLayer[],
  tile: TileRequest,
): Promise<Buffer> {
  const selects = sourceLayers.map(
    (source) => sql`
      (select ${source.name}::text as "sourceLayer", shape.id::float8 as id, ${properties(source)} as properties,
        st_asgeojson(shape.geom, 0, 0) as geometry
      from (
        select drawn.id, ${columns(source)}, ${quantised(sql`drawn.geom`, tile)} as geom
        from (${source.rows(tile)}) as drawn
      ) as shape
      where not st_isempty(shape.geom)
      order by shape.id)`,
  );
  const { rows } = await database.query<ShapeRow>(join(selects, ' union all '));
  return encodeTile(
    sourceLayers.map(({ name }) => name),
    rows,
  );
}

function columns(source: SourceLayer): Sql {
  return join(Object.keys(source.fields).map((name) => raw(`drawn.${name}`)));
}

function properties(source: SourceLayer): Sql {
  const pairs = Object.keys(source.fields).map((name) => raw(`'${name}', shape.${name}`));
  return sql`jsonb_strip_nulls(jsonb_build_object(${join(pairs)}))`;
}

/**
 * A Web Mercator geometry in whole tile units, cut to the tile and its buffer. Rounding can fold a sliver of a polygon onto
 * itself, under one unit wide; PostGIS mends that in its own tiles, here it would take ten times as long as the rest.
 */
function quantised(geometry: Sql, tile: TileRequest): Sql {
  const { scale, offsetX, offsetY } = tileUnits(tile);
  const inUnits = sql`st_affine(${geometry}, ${scale}::float8, 0, 0, ${-scale}::float8, ${offsetX}::float8,
    ${offsetY}::float8)`;
  const edge = sql`st_makeenvelope(${-tileBuffer}::float8, ${-tileBuffer}::float8, ${tileExtent + tileBuffer}::float8,
    ${tileExtent + tileBuffer}::float8, 3857)`;
  // rounded before the cut, as ST_AsMVTGeom does it: both ways then cut at the same places
  return sql`st_snaptogrid(st_clipbybox2d(st_snaptogrid(${inUnits}, 1), ${edge}), 1)`;
}
