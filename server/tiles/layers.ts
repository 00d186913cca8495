// The tile layers: one object each, and nothing else to add for a new one. See `boundaryLayers.ts`, `pointLayers.ts` and
// `contextLayers.ts`.
import type { Sql } from 'sql-template-tag';
import { ProblemError } from '../errors.ts';
import type { Subject } from '../regions/versions.ts';
import { areas, grids } from './boundaryLayers.ts';
import { blocks, roads, water } from './contextLayers.ts';
import { households, incidents } from './pointLayers.ts';
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

/** Part of every tile's version: raise it when a layer's content changes, or browsers keep the old tiles. */
export const layersRevision = 1;

export const layers: readonly TileLayer[] = [areas, grids, blocks, households, incidents, roads, water];

export const layerIds = layers.map((layer) => layer.id);

/** @throws ProblemError 404 that lists the layers */
export function layerNamed(id: string): TileLayer {
  const layer = layers.find((candidate) => candidate.id === id);
  if (layer) return layer;
  throw new ProblemError(404, 'Not found', `There is no tile layer ${id}; there are ${layerIds.join(', ')}`, {
    value: id,
    layers: layerIds,
  });
}
