// The ground: canvas outside, land inside the region, parks and built blocks on it.
import type { ExpressionSpecification } from 'maplibre-gl';
import { kindIs, type MapLayer, tileSource } from './inputs.ts';

export const land: MapLayer = {
  sources: (inputs) => ({ ...tileSource(inputs, 'areas'), ...tileSource(inputs, 'blocks') }),
  layers: ({ colours, tiles }) => [
    { id: 'canvas', type: 'background', paint: { 'background-color': colours.canvas } },
    ...(tiles.areas
      ? [
          {
            id: 'land',
            type: 'fill' as const,
            source: 'areas',
            'source-layer': 'areas',
            filter: kindIs('region'),
            paint: { 'fill-color': colours.land, 'fill-antialias': true },
          },
        ]
      : []),
    ...(tiles.blocks
      ? [
          {
            id: 'blocks',
            type: 'fill' as const,
            source: 'blocks',
            'source-layer': 'blocks',
            filter: kindIs('green', 'school', 'market', 'port', 'industrial', 'commercial'),
            paint: {
              'fill-color': [
                'match',
                ['get', 'kind'],
                'green',
                colours.green,
                colours.built,
              ] as ExpressionSpecification,
              'fill-antialias': false,
            },
          },
        ]
      : []),
  ],
};
