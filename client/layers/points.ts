// Households and incidents: counted cells in the overview, single points from zoom 15 on.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { imageId } from '../map/images.ts';
import type { TileLayer } from '../state/region.svelte.ts';
import { type MapInputs, type MapLayer, tileSource } from './inputs.ts';

/** Below this zoom tiles carry counted cells; above it only a tile that would be crowded does. */
const pointZoom = 15;

export const incidents: MapLayer = {
  sources: (inputs) => (inputs.shown.has('incidents') ? tileSource(inputs, 'incidents') : {}),
  layers: (inputs) => (inputs.shown.has('incidents') && inputs.tiles.incidents ? incidentLayers(inputs) : []),
};

const isClosed: ExpressionSpecification = ['==', ['get', 'status'], 'closed'];

function incidentLayers({ colours, theme, hotspots }: MapInputs): LayerSpecification[] {
  return [
    // in the overview their density stands for them, where it is shown
    hotspots?.onlyPoints
      ? cells('incident-cells', 'incidents', colours.accent, { leastRadius: 3, opacity: 0.7 })
      : cells('incident-cells', 'incidents', colours.accent, { minzoom: pointZoom }),
    {
      id: 'incident-points',
      type: 'symbol',
      source: 'incidents',
      'source-layer': 'incidents',
      minzoom: pointZoom,
      filter: ['has', 'category'],
      layout: {
        'icon-image': [
          'concat',
          imageId(theme, 'incident/'),
          ['get', 'category'],
          ['case', isClosed, '/closed', '/open'],
        ],
        // of a year's incidents most are closed: they step back where there are many
        'icon-size': ['interpolate', ['linear'], ['zoom'], 15, ['case', isClosed, 0.5, 1], 17, 1],
        'icon-allow-overlap': true,
        // open ones lie above closed ones
        'symbol-sort-key': ['case', isClosed, 0, 1],
      },
    },
  ];
}

export const households: MapLayer = {
  sources: (inputs) => (inputs.shown.has('households') ? tileSource(inputs, 'households') : {}),
  layers: ({ colours, shown, tiles }) =>
    shown.has('households') && tiles.households
      ? [
          cells('household-cells', 'households', colours.inkMuted),
          {
            id: 'household-points',
            type: 'circle',
            source: 'households',
            'source-layer': 'households',
            minzoom: pointZoom,
            filter: ['!', ['has', 'count']],
            paint: {
              'circle-radius': ['interpolate', ['linear'], ['zoom'], 15, 1.6, 18, 3.5],
              'circle-color': colours.inkMuted,
              'circle-stroke-color': colours.halo,
              'circle-stroke-width': 0.6,
            },
          },
        ]
      : [],
};

/** Circles whose area is the number of points; close up only a tile that would be crowded has cells. */
function cells(
  id: string,
  source: TileLayer,
  colour: string,
  { minzoom = 0, leastRadius = 0, opacity = 0.45 } = {},
): LayerSpecification {
  return {
    id,
    type: 'circle',
    source,
    'source-layer': source,
    minzoom,
    filter: ['has', 'count'],
    paint: {
      'circle-radius': ['max', leastRadius, ['min', 40, ['*', 0.55, ['sqrt', ['get', 'count']]]]],
      'circle-color': colour,
      'circle-opacity': opacity,
    },
  };
}
