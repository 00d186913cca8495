import type { ExpressionSpecification } from 'maplibre-gl';
import { type MapLayer, tileSource } from './inputs.ts';
import { localName, medium } from './type.ts';

/** Pixels at each zoom by kind, read off the mockups' scales. */
const widths: [zoom: number, trunk: number, main: number, street: number, lane: number, path: number][] = [
  [11, 1.4, 0.9, 0.4, 0.2, 0.1],
  [13, 3, 2, 1.2, 0.7, 0.4],
  [15, 7, 5, 3.4, 2.2, 1],
  [17, 17, 12, 9, 6, 2.4],
  [19, 40, 30, 22, 15, 5],
];

/** The width of a road in pixels, plus the same number of pixels at every zoom. */
export function roadWidth(extra = 0): ExpressionSpecification {
  return [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    ...widths.flatMap(([zoom, trunk, main, street, lane, path]) => [
      zoom,
      [
        'match',
        ['get', 'kind'],
        'trunk',
        trunk + extra,
        'main',
        main + extra,
        'street',
        street + extra,
        'lane',
        lane + extra,
        path + extra,
      ],
    ]),
  ] as unknown as ExpressionSpecification;
}

export const roads: MapLayer = {
  sources: (inputs) => tileSource(inputs, 'roads'),
  layers: ({ colours, tiles }) =>
    tiles.roads
      ? [
          {
            id: 'road-casings',
            type: 'line',
            source: 'roads',
            'source-layer': 'roads',
            filter: ['in', ['get', 'kind'], ['literal', ['trunk', 'main']]],
            layout: { 'line-cap': 'round', 'line-join': 'round' },
            paint: { 'line-color': colours.roadCasing, 'line-width': roadWidth(1.6) },
          },
          {
            id: 'roads',
            type: 'line',
            source: 'roads',
            'source-layer': 'roads',
            layout: {
              'line-cap': 'round',
              'line-join': 'round',
              'line-sort-key': ['match', ['get', 'kind'], 'trunk', 5, 'main', 4, 'street', 3, 'lane', 2, 1],
            },
            paint: { 'line-color': colours.road, 'line-width': roadWidth() },
          },
        ]
      : [],
};

export const roadLabels: MapLayer = {
  layers: ({ colours, language, tiles }) =>
    tiles.roads
      ? [
          {
            id: 'road-labels',
            type: 'symbol',
            source: 'roads',
            'source-layer': 'roads',
            minzoom: 14,
            layout: {
              'symbol-placement': 'line',
              'symbol-spacing': 420,
              'text-field': localName(language),
              'text-font': medium,
              'text-size': 11,
              'text-letter-spacing': 0.02,
              'text-max-angle': 30,
              'symbol-sort-key': ['match', ['get', 'kind'], 'trunk', 1, 'main', 2, 'street', 3, 4],
            },
            paint: {
              'text-color': colours.roadLabel,
              'text-halo-color': colours.labelHalo,
              'text-halo-width': 1.4,
            },
          },
        ]
      : [],
};
