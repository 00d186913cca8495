// The incidents of the dispatcher's queue, each as a disc with its category's icon.
import { featureCollection, point } from '@turf/turf';
import type { SourceSpecification } from 'maplibre-gl';
import { imageId } from '../map/images.ts';
import type { MapLayer } from './inputs.ts';

export interface DispatchIncident {
  id: string;
  lon: number;
  lat: number;
  category: string;
  status: string;
  isUnassigned: boolean;
  /** Seconds since 1970, as tiles have it. */
  reported: number;
}

export interface DispatchInputs {
  incidents: readonly DispatchIncident[];
  showsBoundaries: boolean;
}

type Sources = Record<string, SourceSpecification>;

export const dispatchIncidents: MapLayer = {
  sources: ({ dispatch }): Sources =>
    dispatch === undefined
      ? {}
      : {
          dispatch: {
            type: 'geojson',
            data: featureCollection(
              dispatch.incidents.map(({ lon, lat, ...properties }) => point([lon, lat], properties)),
            ),
          },
        },
  layers: ({ dispatch, theme }) =>
    dispatch === undefined
      ? []
      : [
          {
            id: 'dispatch-incidents',
            type: 'symbol',
            source: 'dispatch',
            layout: {
              'icon-image': [
                'concat',
                imageId(theme, 'incident/'),
                ['get', 'category'],
                ['case', ['==', ['get', 'status'], 'closed'], '/closed', '/open'],
              ],
              // in the overview they would hide the district
              'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.5, 14, 0.85, 15, 1],
              'icon-allow-overlap': true,
              'icon-ignore-placement': true,
              // open ones lie above closed ones
              'symbol-sort-key': ['case', ['==', ['get', 'status'], 'closed'], 0, 1],
            },
          },
          {
            id: 'dispatch-unassigned',
            type: 'symbol',
            source: 'dispatch',
            filter: ['get', 'isUnassigned'],
            layout: {
              'icon-image': imageId(theme, 'diamond'),
              // at the disc's shoulder
              'icon-offset': [11, -11],
              'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 15, 0.9],
              'icon-allow-overlap': true,
              'icon-ignore-placement': true,
            },
          },
        ],
};
