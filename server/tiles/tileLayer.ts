// What a layer of tiles is.
import type { Sql } from 'sql-template-tag';
import type { Subject } from '../regions/versions.ts';
import type { TileCoordinate } from './tileCoordinate.ts';

/** What the SQL of a layer is made for. */
export interface TileRequest extends TileCoordinate {
  /** Regions in scope: named in every query, so that a sharded database asks only their nodes. */
  regionIds: readonly number[];
}

export interface Field {
  type: 'String' | 'Number';
  description: string;
}

/** One layer inside a tile's bytes. */
export interface SourceLayer {
  name: string;
  description: string;
  minzoom: number;
  /** Property names are column names, and identifiers of our own: they are written into SQL as they are. */
  fields: Readonly<Record<string, Field>>;
  /** Selects `id` (bigint or null), `geom` (EPSG:3857) and the fields of what may be seen in the tile. */
  rows(tile: TileRequest): Sql;
}

export interface TileLayer {
  id: string;
  name: string;
  description: string;
  minzoom: number;
  maxzoom: number;
  /** What a tile shows, and so when it becomes stale. */
  subject: Exclude<Subject, 'everything'>;
  sourceLayers: readonly SourceLayer[];
  /** Selects `extent` (box2d in degrees, or null) of everything that the layer shows of the regions. */
  extent(regionIds: readonly number[]): Sql;
}
