// Names of streets and communities in the overview, codes and values of grids where they fit.
import { featureCollection, point } from '@turf/turf';
import { kindIs, type MapLayer } from './inputs.ts';
import { localName, regular, semibold } from './type.ts';

export const areaLabels: MapLayer = {
  layers: ({ colours, language, tiles }) => {
    if (!tiles.areas) return [];
    const label = (id: string, kind: string, size: number, minzoom: number, maxzoom: number) => ({
      id,
      type: 'symbol' as const,
      source: 'areas',
      'source-layer': 'area_labels',
      filter: kindIs(kind),
      minzoom,
      maxzoom,
      layout: {
        'text-field': localName(language),
        'text-font': semibold,
        'text-size': size,
        'text-letter-spacing': language === 'en' ? 0.06 : 0.1,
        'text-max-width': 8,
        'text-padding': 6,
      },
      paint: {
        'text-color': colours.areaLabel,
        'text-halo-color': colours.labelHalo,
        'text-halo-width': 1.6,
      },
    });
    return [label('street-labels', 'street', 12.5, 9, 14)];
  },
};

export const gridLabels: MapLayer = {
  sources: ({ gridLabels }) => ({
    labels: {
      type: 'geojson',
      data: featureCollection(
        gridLabels.map(({ lon, lat, code, title, value, minZoom }) =>
          point([lon, lat], { code, title, value, minZoom }),
        ),
      ),
    },
  }),
  layers: ({ colours }) => [
    {
      id: 'grid-labels',
      type: 'symbol',
      source: 'labels',
      filter: ['>=', ['zoom'], ['get', 'minZoom']],
      layout: {
        'text-field': [
          'format',
          ['get', 'title'],
          { 'text-font': ['literal', semibold] },
          ['case', ['==', ['get', 'value'], ''], '', ['concat', '\n', ['get', 'value']]],
          { 'text-font': ['literal', regular] },
        ],
        'text-font': regular,
        'text-size': 11,
        'text-line-height': 1.25,
        'text-padding': 3,
      },
      paint: { 'text-color': colours.label, 'text-halo-color': colours.labelHalo, 'text-halo-width': 1.6 },
    },
  ],
};
