// The answer to "which grid is this in": the point, how accurate it is, the nearest edge, and plates on the two grids.
import { circle, featureCollection, lineString, point } from '@turf/turf';
import type { Geometry } from 'geojson';
import type { ExpressionSpecification, FilterSpecification, SourceSpecification } from 'maplibre-gl';
import { imageId } from '../map/images.ts';
import type { GridPlate, LocatedPoint, MapLayer } from './inputs.ts';
import { regular, semibold } from './type.ts';

export const location: MapLayer = {
  sources: ({ located, plates }) => ({ location: answerAsFeatures(located, plates) }),
  layers: ({ colours, located, theme }) => [
    {
      id: 'location-accuracy',
      type: 'fill',
      source: 'location',
      filter: ['==', ['get', 'part'], 'accuracy'],
      paint: { 'fill-color': colours.accent, 'fill-opacity': 0.13 },
    },
    {
      id: 'location-accuracy-limit',
      type: 'line',
      source: 'location',
      filter: ['==', ['get', 'part'], 'accuracy'],
      paint: { 'line-color': colours.accent, 'line-width': 1.4, 'line-dasharray': [1.4, 2.1] },
    },
    {
      id: 'location-edge-casing',
      type: 'line',
      source: 'location',
      filter: ['==', ['get', 'part'], 'edge'],
      paint: { 'line-color': colours.casing, 'line-width': 5 },
    },
    {
      id: 'location-edge',
      type: 'line',
      source: 'location',
      filter: ['==', ['get', 'part'], 'edge'],
      paint: { 'line-color': colours.ink, 'line-width': 1.8 },
    },
    {
      id: 'location-edge-point',
      type: 'circle',
      source: 'location',
      filter: ['==', ['get', 'part'], 'edgePoint'],
      paint: {
        'circle-radius': 4,
        'circle-color': colours.surface,
        'circle-stroke-color': colours.ink,
        'circle-stroke-width': 1.8,
      },
    },
    {
      id: 'location-distance',
      type: 'symbol',
      source: 'location',
      filter: ['==', ['get', 'part'], 'edgePoint'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': semibold,
        'text-size': 12,
        'text-anchor': ['get', 'anchor'],
        'text-offset': ['match', ['get', 'anchor'], 'left', ['literal', [1.5, 0]], ['literal', [-1.5, 0]]],
        'text-allow-overlap': true,
        'text-ignore-placement': false,
        'icon-image': imageId(theme, 'plate/ink'),
        'icon-text-fit': 'both',
        'icon-text-fit-padding': [4, 9, 4, 9],
        'icon-allow-overlap': true,
      },
      paint: { 'text-color': colours.surface },
    },
    {
      id: 'location-point',
      type: 'symbol',
      source: 'location',
      filter: ['==', ['get', 'part'], 'point'],
      layout: {
        'icon-image': imageId(theme, located?.category === undefined ? 'pin' : `pin/${located.category}`),
        'icon-anchor': 'bottom',
        'icon-allow-overlap': true,
      },
    },
  ],
};

/** Painted before the point, so that MapLibre, which places from the top down, moves a plate aside for it. */
export const plates: MapLayer = {
  layers: ({ colours, theme }) => [
    plate('firstChoice', imageId(theme, 'plate/accent'), colours.accentInk),
    plate('runnerUp', imageId(theme, 'plate/surface'), colours.ink),
  ],
};

function plate(role: GridPlate['role'], image: string, ink: string) {
  return {
    id: `plate-${role}`,
    type: 'symbol' as const,
    source: 'location',
    filter: ['==', ['get', 'part'], role] as FilterSpecification,
    layout: {
      'text-field': [
        'format',
        ['get', 'title'],
        { 'text-font': ['literal', semibold], 'font-scale': 1.08 },
        ['case', ['==', ['get', 'subtitle'], ''], '', ['concat', '\n', ['get', 'subtitle']]],
        { 'text-font': ['literal', regular] },
      ] as ExpressionSpecification,
      'text-font': regular,
      'text-size': 12,
      'text-line-height': 1.35,
      'text-max-width': 24,
      'text-variable-anchor-offset': [
        'case',
        ['get', 'above'],
        ['literal', ['bottom', [0, -1.2], 'left', [1.2, 0], 'right', [-1.2, 0]]],
        [
          'literal',
          ['center', [0, 0], 'top', [0, 3.4], 'bottom', [0, -3.4], 'left', [3.4, 0], 'right', [-3.4, 0]],
        ],
      ] as ExpressionSpecification,
      'icon-image': image,
      'icon-text-fit': 'both' as const,
      'icon-text-fit-padding': [6, 11, 6, 11] as [number, number, number, number],
    },
    paint: { 'text-color': ink },
  };
}

function answerAsFeatures(
  located: LocatedPoint | undefined,
  gridPlates: readonly GridPlate[],
): SourceSpecification {
  const plateFeatures = gridPlates.map(({ role, lon, lat, title, subtitle, above }) =>
    point([lon, lat], { part: role, title, subtitle, above }),
  );
  if (located === undefined) return { type: 'geojson', data: featureCollection(plateFeatures) };
  const { lon, lat, accuracyM, edge } = located;
  return {
    type: 'geojson',
    data: featureCollection<Geometry>([
      ...(accuracyM === undefined || accuracyM === 0
        ? []
        : [circle([lon, lat], accuracyM, { units: 'meters', steps: 96, properties: { part: 'accuracy' } })]),
      ...(edge === undefined
        ? []
        : [
            lineString(
              [
                [lon, lat],
                [edge.lon, edge.lat],
              ],
              { part: 'edge' },
            ),
            // beyond the edge, so that the line stays visible
            point([edge.lon, edge.lat], {
              part: 'edgePoint',
              label: edge.label,
              anchor: edge.lon < lon ? 'right' : 'left',
            }),
          ]),
      point([lon, lat], { part: 'point' }),
      ...plateFeatures,
    ]),
  };
}
