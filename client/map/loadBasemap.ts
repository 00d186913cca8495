// The basemap that the server names, fetched: the style, or the head of the archive. What reads archives is loaded only
// where there is one.
import { addProtocol, type StyleSpecification } from 'maplibre-gl';
import type { ClientConfiguration } from '../../server/basemap/schemas.ts';
import { type Archive, basemapOfArchive, basemapOfStyle } from '../layers/foreignBasemap.ts';
import type { Basemap } from '../layers/inputs.ts';

export function loadBasemap(
  basemap: NonNullable<ClientConfiguration['basemap']>,
  signal: AbortSignal,
): Promise<Basemap> {
  const url = new URL(basemap.url, window.location.origin).href;
  return basemap.kind === 'style' ? loadStyle(url, signal) : loadArchive(url);
}

async function loadStyle(url: string, signal: AbortSignal): Promise<Basemap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const text = await response.text();
  if (text.includes('pmtiles://')) await readArchives();
  return basemapOfStyle(JSON.parse(text) as StyleSpecification, url);
}

async function loadArchive(url: string): Promise<Basemap> {
  const { protocol, PMTiles, TileType } = await readArchives();
  const archive = new PMTiles(url);
  protocol.add(archive);
  const [header, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  return basemapOfArchive({
    url,
    isRaster: header.tileType !== TileType.Mvt,
    minzoom: header.minZoom,
    maxzoom: header.maxZoom,
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    ...toldBy(metadata),
  });
}

let reading: ReturnType<typeof startReading> | undefined;

function readArchives(): ReturnType<typeof startReading> {
  reading ??= startReading();
  return reading;
}

async function startReading() {
  const { PMTiles, Protocol, TileType } = await import('pmtiles');
  const protocol = new Protocol();
  addProtocol('pmtiles', protocol.tile);
  return { protocol, PMTiles, TileType };
}

/** The metadata is anybody's JSON. */
function toldBy(metadata: unknown): Pick<Archive, 'attribution' | 'vectorLayers'> {
  const { attribution, vector_layers: layers } = (metadata ?? {}) as Record<string, unknown>;
  return {
    attribution: typeof attribution === 'string' ? attribution : '',
    vectorLayers: Array.isArray(layers) ? layers.map((layer) => String((layer as { id?: unknown }).id)) : [],
  };
}
