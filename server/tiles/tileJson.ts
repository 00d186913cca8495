import type { TileJson } from './schemas.ts';
import type { Bounds } from './tileCoordinate.ts';
import type { TileFilter } from './tileFilter.ts';
import type { TileLayer } from './tileLayer.ts';

export interface TileJsonRequest {
  /** Scheme and host as the caller reached us: TileJSON wants absolute URLs. */
  baseUrl: string;
  /** The region's code when the caller asked for one alone. */
  region: string | undefined;
  filter: TileFilter;
  version: string;
  bounds: Bounds;
}

export function tileJson(
  layer: TileLayer,
  { baseUrl, region, filter, version, bounds }: TileJsonRequest,
): TileJson {
  const query = new URLSearchParams(filter.key);
  if (region !== undefined) query.set('region', region);
  if (layer.subject === 'boundaries') query.set('v', version);
  const suffix = query.size === 0 ? '' : `?${query}`;
  return {
    tilejson: '3.0.0',
    name: layer.name,
    description: layer.description,
    scheme: 'xyz',
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
