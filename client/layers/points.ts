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

function incidentLayers({ colours, theme, incidentsPerGrid }: MapInputs): LayerSpecification[] {
  return [
    {
      id: 'incident-heat',
      type: 'heatmap',
      source: 'incidents',
      'source-layer': 'incidents',
      maxzoom: pointZoom,
      filter: ['has', 'count'],
      paint: {
        // a region with many incidents a grid is not hot all over
        'heatmap-weight': ['/', ['get', 'count'], 0.8 * Math.max(1, incidentsPerGrid)],
        // cells are a 32nd of a tile, and hold about a third as many at each next zoom
        'heatmap-intensity': ['interpolate', ['exponential', 3], ['zoom'], 9, 0.008, 15, 5.8],
        'heatmap-radius': ['interpolate', ['exponential', 1.25], ['zoom'], 8, 20, 12, 42, 15, 64],
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          colours.heat[0]!,
          0.12,
          colours.heat[1]!,
          0.4,
          colours.heat[2]!,
          0.7,
          colours.heat[3]!,
          1,
          colours.heat[4]!,
        ],
        'heatmap-opacity': 0.85,
      },
    },
    cells('incident-cells', 'incidents', colours.accent, pointZoom),
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
function cells(id: string, source: TileLayer, colour: string, minzoom = 0): LayerSpecification {
  return {
    id,
    type: 'circle',
    source,
    'source-layer': source,
    minzoom,
    filter: ['has', 'count'],
    paint: {
      'circle-radius': ['min', 40, ['*', 0.55, ['sqrt', ['get', 'count']]]],
      'circle-color': colour,
      'circle-opacity': 0.45,
    },
  };
}
