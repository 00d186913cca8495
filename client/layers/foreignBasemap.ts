// What a style or an archive from elsewhere gives as a basemap. Its names get a prefix, so that none of its sources or layers is
// taken for one of ours.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { archiveLayers } from './archiveLayers.ts';
import type { Basemap } from './inputs.ts';
import { regular } from './type.ts';

/** What is known of a PMTiles archive from its header and metadata. */
export interface Archive {
  /** Absolute. */
  url: string;
  isRaster: boolean;
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
  attribution: string;
  /** Names of its vector layers; empty when it does not say. */
  vectorLayers: readonly string[];
}

const prefix = 'basemap/';

/**
 * A style's sources and layers. Texts are set in our own fonts, which the browser has: so no glyphs are fetched, and the
 * basemap speaks with the same voice as the boundaries above it.
 */
export function basemapOfStyle(style: StyleSpecification, styleUrl: string): Basemap {
  const absolute = (url: string) => (/^[\w+.-]+:/.test(url) ? url : resolve(url, styleUrl));
  const layers = style.layers.map((layer) => ownLayer(layer));
  const { sprite } = style;
  return {
    sources: Object.fromEntries(
      Object.entries(style.sources).map(([id, source]) => [prefix + id, ownSource(source, absolute)]),
    ),
    layers: () => layers,
    ...(sprite === undefined
      ? {}
      : {
          sprite:
            typeof sprite === 'string'
              ? absolute(sprite)
              : sprite.map(({ id, url }) => ({ id, url: absolute(url) })),
        }),
  };
}

export function basemapOfArchive(archive: Archive): Basemap {
  const { url, isRaster, minzoom, maxzoom, bounds, attribution } = archive;
  const id = `${prefix}archive`;
  const tiles = { tiles: [`pmtiles://${url}/{z}/{x}/{y}`], minzoom, maxzoom, bounds, attribution };
  if (isRaster) {
    return {
      sources: { [id]: { type: 'raster', tileSize: 256, ...tiles } },
      layers: () => [{ id: `${prefix}image`, type: 'raster', source: id }],
    };
  }
  const isThere = (name: string) => archive.vectorLayers.length === 0 || archive.vectorLayers.includes(name);
  return {
    sources: { [id]: { type: 'vector', ...tiles } },
    layers: (colours) =>
      archiveLayers(colours)
        .filter(({ sourceLayer }) => isThere(sourceLayer))
        .map(({ sourceLayer, layer }) => ({
          ...layer,
          id: prefix + layer.id,
          source: id,
          'source-layer': sourceLayer,
        })),
  };
}

function ownLayer(layer: LayerSpecification): LayerSpecification {
  const named = { ...layer, id: prefix + layer.id };
  if ('source' in named) named.source = prefix + named.source;
  if (named.type === 'symbol' && named.layout?.['text-field'] !== undefined) {
    named.layout = { ...named.layout, 'text-font': regular };
  }
  return named;
}

function ownSource(source: SourceSpecification, absolute: (url: string) => string): SourceSpecification {
  const own = { ...source } as SourceSpecification & { url?: string; tiles?: string[]; data?: unknown };
  if (typeof own.url === 'string') own.url = absolute(own.url);
  if (Array.isArray(own.tiles)) own.tiles = own.tiles.map(absolute);
  if (typeof own.data === 'string') own.data = absolute(own.data);
  return own;
}

/** Resolving encodes the braces of {z}. */
function resolve(url: string, base: string): string {
  return new URL(url, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}
