import { kindIs, type MapLayer, tileSource } from './inputs.ts';
import { localName, medium } from './type.ts';

export const water: MapLayer = {
  sources: (inputs) => tileSource(inputs, 'water'),
  layers: ({ colours, tiles }) =>
    tiles.water
      ? [
          {
            id: 'water',
            type: 'fill',
            source: 'water',
            'source-layer': 'water',
            filter: ['==', ['geometry-type'], 'Polygon'],
            paint: { 'fill-color': colours.water, 'fill-outline-color': colours.shore },
          },
          {
            id: 'streams',
            type: 'line',
            source: 'water',
            'source-layer': 'water',
            filter: ['==', ['geometry-type'], 'LineString'],
            layout: { 'line-cap': 'round', 'line-join': 'round' },
            paint: {
              'line-color': colours.water,
              'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 11, 1, 15, 5, 18, 24],
            },
          },
        ]
      : [],
};

export const waterLabels: MapLayer = {
  layers: ({ colours, language, tiles }) =>
    tiles.water
      ? [
          {
            id: 'water-labels',
            type: 'symbol',
            source: 'water',
            'source-layer': 'water',
            filter: kindIs('sea', 'lake'),
            layout: {
              'text-field': localName(language),
              'text-font': medium,
              'text-size': 13,
              'text-letter-spacing': language === 'en' ? 0.14 : 0,
              // a sea is cut into tiles, and each piece asks for a label
              'text-padding': 160,
            },
            paint: { 'text-color': colours.waterLabel },
          },
        ]
      : [],
};
