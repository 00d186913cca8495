// Where incidents gather: their density, which means the same in metres at every zoom, or hexagons in which they are counted.
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import { kernelSigmaM } from '../../core/kernelDensity.ts';
import type { ValueClass } from '../state/classes.ts';
import type { MapInputs, MapLayer } from './inputs.ts';

export interface DensityInputs {
  /** Of the centres of cells; each has the `weight` with which its kernel counts, so that 1 is the top of the scale. */
  tiles: string;
  bandwidthM: number;
  /** Width of the cells that the incidents were counted in. */
  cellM: number;
  /** Of the middle of the region, in degrees. */
  latitude: number;
  /** No points take its place from near: it stays. */
  stays?: boolean;
}

export interface HexagonInputs {
  /** Each cell has q, r, count, before and change. */
  tiles: string;
  by: 'count' | 'change';
  classes: readonly ValueClass[];
  selected: readonly [q: number, r: number] | null;
}

export interface HotspotInputs {
  density?: DensityInputs | undefined;
  hexagons?: HexagonInputs | undefined;
  /** Points are all there is: counted circles in the overview, too. */
  onlyPoints?: boolean;
}

/** Parts of the top of the scale at which the colours of `MapColours.heat` stand: round numbers where the top is one. */
export const heatStops = [0, 0.1, 0.2, 0.5, 1] as const;

/** What MapLibre's kernel has at its centre: 1 / √(2π). */
const kernelCentre = 1 / Math.sqrt(2 * Math.PI);
/** MapLibre's radius is three standard deviations of its kernel, exp(−4.5 (d/r)²). */
const radiusInSigmas = 3;

const equatorM = 40_075_016.686;
const tilePx = 512;

/** Around here points take the place of their density. */
const pointZoom = 15;

/**
 * Centres lie in tiles of this zoom, however near the map comes: a kernel is drawn from the tiles in sight alone, and one that
 * reaches in from beyond them would be missing. 30 km of them are always in sight.
 */
const centreZoom = 10;
const hexagonZoom = 14;

export const hotspots: MapLayer = {
  sources: ({ hotspots }) => ({
    ...(hotspots?.density === undefined ? {} : { density: source(hotspots.density.tiles, centreZoom) }),
    ...(hotspots?.hexagons === undefined ? {} : { hexagons: source(hotspots.hexagons.tiles, hexagonZoom) }),
  }),
  layers: (inputs) => [...densityLayers(inputs), ...hexagonLayers(inputs)],
};

function source(tiles: string, maxzoom: number): SourceSpecification {
  return { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom };
}

/** Pixels of the kernel's radius at a zoom. */
export function kernelRadiusPx({ bandwidthM, cellM, latitude }: DensityInputs, zoom: number): number {
  const metresPerPx = (equatorM * Math.cos((latitude * Math.PI) / 180)) / (tilePx * 2 ** zoom);
  return (radiusInSigmas * kernelSigmaM(bandwidthM, cellM)) / metresPerPx;
}

function densityLayers({ hotspots, colours }: MapInputs): LayerSpecification[] {
  const density = hotspots?.density;
  if (density === undefined) return [];
  const [least, most] = [8, 20];
  return [
    {
      id: 'incident-density',
      type: 'heatmap',
      source: 'density',
      'source-layer': 'cells',
      ...(density.stays ? {} : { maxzoom: pointZoom + 0.5 }),
      paint: {
        'heatmap-weight': ['get', 'weight'],
        // the weights are parts of the scale's top; MapLibre multiplies each by what its kernel has at the centre
        'heatmap-intensity': 1 / kernelCentre,
        'heatmap-radius': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          least,
          kernelRadiusPx(density, least),
          most,
          kernelRadiusPx(density, most),
        ],
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          ...heatStops.flatMap((stop, index) => [stop, colours.heat[index]!]),
        ] as unknown as ExpressionSpecification,
        'heatmap-opacity': density.stays
          ? 0.7
          : ['interpolate', ['linear'], ['zoom'], pointZoom - 0.5, 0.85, pointZoom + 0.5, 0],
      },
    },
  ];
}

function hexagonLayers({ hotspots, colours }: MapInputs): LayerSpecification[] {
  const hexagons = hotspots?.hexagons;
  if (hexagons === undefined) return [];
  const colour = classColour(hexagons);
  const selected: FilterSpecification =
    hexagons.selected === null
      ? ['==', ['get', 'q'], 'none']
      : ['all', ['==', ['get', 'q'], hexagons.selected[0]], ['==', ['get', 'r'], hexagons.selected[1]]];
  const outline = (id: string, color: string, width: number): LayerSpecification => ({
    id,
    type: 'line',
    source: 'hexagons',
    'source-layer': 'cells',
    filter: selected,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': width },
  });
  return [
    {
      id: 'hotspot-cells',
      type: 'fill',
      source: 'hexagons',
      'source-layer': 'cells',
      paint: { 'fill-color': colour, 'fill-opacity': hexagonOpacity, 'fill-antialias': false },
    },
    {
      id: 'hotspot-cell-limits',
      type: 'line',
      source: 'hexagons',
      'source-layer': 'cells',
      paint: {
        // the lightest class is near to the land
        'line-color': colours.inkMuted,
        'line-opacity': 0.45,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.4, 13, 0.8, 16, 1.2],
      },
    },
    outline('hotspot-cell-casing', colours.casing, 6),
    outline('hotspot-cell-selected', colours.accent, 3),
  ];
}

export const hexagonOpacity = 0.78;

/** The value of a cell → the colour of its class. */
export function classColour({ by, classes }: HexagonInputs): ExpressionSpecification | string {
  const [lowest, ...higher] = classes;
  if (lowest === undefined) return 'rgba(0,0,0,0)';
  if (higher.length === 0) return lowest.colour;
  return [
    'step',
    ['get', by],
    lowest.colour,
    ...higher.flatMap(({ from, colour }) => [from, colour]),
  ] as unknown as ExpressionSpecification;
}
