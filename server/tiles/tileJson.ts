import type { Database } from '../database.ts';
import { boundsOf } from '../regions/extent.ts';
import type { RegionVersion } from '../regions/versions.ts';
import type { TileJson } from './schemas.ts';
import { type Bounds, worldBounds } from './tileCoordinate.ts';
import type { TileLayer } from './tileLayer.ts';

export interface TileJsonRequest {
  /** Scheme and host as the caller reached us: TileJSON wants absolute URLs. */
  baseUrl: string;
  regions: readonly RegionVersion[];
  /** The region's code when the caller asked for one alone. */
  region: string | undefined;
  version: string;
}

export async function tileJson(
  database: Database,
  layer: TileLayer,
  { baseUrl, regions, region, version }: TileJsonRequest,
): Promise<TileJson> {
  const query = new URLSearchParams();
  if (region !== undefined) query.set('region', region);
  if (layer.subject === 'boundaries') query.set('v', version);
  const suffix = query.size === 0 ? '' : `?${query}`;
  const bounds = await layerBounds(
    database,
    layer,
    regions.map(({ regionId }) => regionId),
  );
  return {
    tilejson: '3.0.0',
    name: layer.name,
    description: layer.description,
    tiles: [`${baseUrl}/tiles/${layer.id}/{z}/{x}/{y}.mvt${suffix}`],
    minzoom: layer.minzoom,
    maxzoom: layer.maxzoom,
    bounds: [...bounds],
    vector_layers: layer.sourceLayers.map((source) => ({
      id: source.name,
      description: source.description,
      minzoom: source.minzoom,
      maxzoom: layer.maxzoom,
      fields: Object.fromEntries(
        Object.entries(source.fields).map(([name, field]) => [name, `${field.type}: ${field.description}`]),
      ),
    })),
  };
}

/** The world where the layer is empty. */
async function layerBounds(
  database: Database,
  layer: TileLayer,
  regionIds: readonly number[],
): Promise<Bounds> {
  const { rows } = await database.query<{ bounds: [number, number, number, number] | null }>(
    boundsOf(layer.extent(regionIds)),
  );
  return rows[0]?.bounds ?? worldBounds;
}
