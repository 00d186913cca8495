// The tile's envelope in SQL. It is transformed to the column's system, never the column to its.
import sql, { type Sql } from 'sql-template-tag';
import { type TileCoordinate, tileBounds, tileBuffer, tileExtent } from './tileCoordinate.ts';

/** The tile in EPSG:3857, without margin: what ST_AsMVTGeom measures by. */
export function tileEnvelope({ z, x, y }: TileCoordinate): Sql {
  return sql`st_tileenvelope(${z}::int, ${x}::int, ${y}::int)`;
}

/** The tile with its buffer, in EPSG:3857: what features are looked up by. */
export function bufferedEnvelope({ z, x, y }: TileCoordinate): Sql {
  return sql`st_tileenvelope(${z}::int, ${x}::int, ${y}::int, margin => ${tileBuffer / tileExtent}::float8)`;
}

/** The tile in degrees, widened by a share of itself. */
export function degreeEnvelope(tile: TileCoordinate, margin: number = tileBuffer / tileExtent): Sql {
  const [west, south, east, north] = tileBounds(tile);
  const [across, up] = [(east - west) * margin, (north - south) * margin];
  return sql`st_makeenvelope(${west - across}::float8, ${south - up}::float8, ${east + across}::float8,
    ${north + up}::float8, 4326)`;
}
