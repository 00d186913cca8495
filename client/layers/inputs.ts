// What the layers are made of. A layer is a function of these inputs and of nothing else.
import type {
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  SpriteSpecification,
} from 'maplibre-gl';
import type { TileJson } from '../api.ts';
import type { Classification, Theme } from '../state/classes.ts';
import type { TileLayer } from '../state/region.svelte.ts';
import type { Language, LayerName } from '../state/viewState.ts';
import type { MapColours } from './colours.ts';
import type { DispatchInputs } from './dispatch.ts';
import type { HotspotInputs } from './hotspots.ts';
import type { LocatingInputs } from './located.ts';
import type { MarkedGrids } from './markedGrids.ts';

export interface GridLabel {
  code: string;
  lon: number;
  lat: number;
  /** Short code, or the name of a dedicated grid. */
  title: string;
  /** The measure's value, written out; empty where there is none. */
  value: string;
  /** From this zoom on the grid is at least 44 px wide. */
  minZoom: number;
}

/** A grid that stands out with a plate on the map. */
export interface GridPlate {
  role: 'firstChoice' | 'runnerUp';
  lon: number;
  lat: number;
  title: string;
  subtitle: string;
  /** The point is the grid's northern end: the plate stands above it and leaves the grid in sight. */
  above: boolean;
}

export interface LocatedPoint {
  lon: number;
  lat: number;
  accuracyM: number | undefined;
  /** Category of an incident, whose icon the pin carries. */
  category?: string;
  edge: { lon: number; lat: number; label: string } | undefined;
}

export interface MarkedPoint {
  key: string;
  lon: number;
  lat: number;
}

/** What lies below the boundaries instead of the built-in basemap. */
export interface Basemap {
  sources: Record<string, SourceSpecification>;
  layers(colours: MapColours): LayerSpecification[];
  sprite?: SpriteSpecification;
}

export interface MapInputs {
  /** Null: the built-in one, of the region's own roads and water; undefined: not known yet. */
  basemap: Basemap | null | undefined;
  theme: Theme;
  colours: MapColours;
  language: Language;
  tiles: Partial<Record<TileLayer, TileJson>>;
  /** Where the tiles come from: a page may ask nobody else, and behind a proxy the server knows itself by another name. */
  origin: string;
  shown: ReadonlySet<LayerName>;
  classification: Classification;
  gridLabels: readonly GridLabel[];
  plates: readonly GridPlate[];
  located: LocatedPoint | undefined;
  unassigned: readonly MarkedPoint[];
  defects: readonly MarkedPoint[];
  /** Grids under stripes. */
  markedGrids?: MarkedGrids | undefined;
  hotspots?: HotspotInputs | undefined;
  /** Only in the Dispatch workspace. */
  dispatch?: DispatchInputs;
  /** Only while places are looked up. */
  locating?: LocatingInputs | undefined;
}

/** One subject on the map: where its data comes from and how it is painted. */
export interface MapLayer {
  sources?(inputs: MapInputs): Record<string, SourceSpecification>;
  layers(inputs: MapInputs): LayerSpecification[];
}

export const kindIs = (...kinds: string[]): FilterSpecification => [
  'in',
  ['get', 'kind'],
  ['literal', kinds],
];

/** The layer's tiles as a source; none while their address is not known. */
export function tileSource(inputs: MapInputs, layer: TileLayer): Record<string, SourceSpecification> {
  const tileJson = inputs.tiles[layer];
  if (tileJson === undefined) return {};
  return {
    [layer]: {
      type: 'vector',
      tiles: tileJson.tiles.map((url) => inputs.origin + url.replace(/^https?:\/\/[^/]+/, '')),
      minzoom: tileJson.minzoom ?? 0,
      maxzoom: tileJson.maxzoom ?? 16,
      ...(tileJson.bounds === undefined ? {} : { bounds: tileJson.bounds }),
    },
  };
}
