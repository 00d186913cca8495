// Places that are being looked up: a pasted list as numbered marks, the outline of a grid as it was, and from where to where the
// place of an incident moves.
import { featureCollection, lineString, point } from '@turf/turf';
import type { Geometry, MultiPolygon } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { MapInputs, MapLayer } from './inputs.ts';
import { semibold } from './type.ts';

export interface PlaceMark {
  line: number;
  lon: number;
  lat: number;
  /** The number and its sign say what the colour says. */
  outcome: 'clear' | 'ambiguous' | 'noGrid';
  /** For whoever points at it. */
  label: string;
}

export interface LocatingInputs {
  marks: readonly PlaceMark[];
  /** Of these the one under the pointer or chosen. */
  active: PlaceMark | undefined;
  /** Grids as they were at the time that is asked for. */
  outlines: readonly MultiPolygon[];
  /** Where the incident is recorded, while the pin stands elsewhere. */
  moved: { from: readonly [number, number]; to: readonly [number, number] } | undefined;
}

type Sources = Record<string, SourceSpecification>;

export const locatedPlaces: MapLayer = {
  sources: ({ locating }): Sources =>
    locating === undefined
      ? {}
      : {
          'located-marks': { type: 'geojson', data: marksOf(locating.marks) },
          located: { type: 'geojson', data: othersOf(locating) },
        },
  layers: (inputs) =>
    inputs.locating === undefined ? [] : [...outlines(inputs), ...marks(inputs), ...move(inputs)],
};

/** An old edge is dashed ink, wherever it stands. */
function outlines({ colours }: MapInputs): LayerSpecification[] {
  return [
    {
      id: 'located-outline-casing',
      type: 'line',
      source: 'located',
      filter: ['==', ['get', 'part'], 'outline'],
      paint: { 'line-color': colours.casing, 'line-width': 4.6 },
    },
    {
      id: 'located-outline',
      type: 'line',
      source: 'located',
      filter: ['==', ['get', 'part'], 'outline'],
      paint: { 'line-color': colours.ink, 'line-width': 1.6, 'line-dasharray': [5, 4] },
    },
  ];
}

function marks({ colours }: MapInputs): LayerSpecification[] {
  const isClear: ExpressionSpecification = ['==', ['get', 'outcome'], 'clear'];
  return [
    {
      id: 'located-active',
      type: 'circle',
      source: 'located',
      filter: ['==', ['get', 'part'], 'active'],
      paint: { 'circle-radius': 17, 'circle-color': colours.accent, 'circle-opacity': 0.28 },
    },
    {
      id: 'located-marks',
      type: 'circle',
      source: 'located-marks',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 5, 12.5, ['case', isClear, 10, 12.5]],
        'circle-color': ['case', isClear, colours.accent, colours.surface],
        'circle-stroke-width': 2,
        'circle-stroke-color': [
          'match',
          ['get', 'outcome'],
          'clear',
          colours.surface,
          'ambiguous',
          colours.ink,
          colours.defect,
        ],
      },
    },
    {
      id: 'located-numbers',
      type: 'symbol',
      source: 'located-marks',
      minzoom: 11,
      layout: {
        'text-field': [
          'concat',
          ['to-string', ['get', 'line']],
          ['match', ['get', 'outcome'], 'ambiguous', '?', 'noGrid', '×', ''],
        ],
        'text-font': semibold,
        'text-size': 11,
        'text-padding': 0,
      },
      paint: { 'text-color': ['case', isClear, colours.accentInk, colours.ink] },
    },
  ];
}

function move({ colours }: MapInputs): LayerSpecification[] {
  return [
    {
      id: 'located-move',
      type: 'line',
      source: 'located',
      filter: ['==', ['get', 'part'], 'move'],
      paint: { 'line-color': colours.ink, 'line-width': 1.6, 'line-dasharray': [2, 2] },
    },
    {
      id: 'located-before',
      type: 'circle',
      source: 'located',
      filter: ['==', ['get', 'part'], 'before'],
      paint: {
        'circle-radius': 6,
        'circle-color': colours.surface,
        'circle-stroke-color': colours.ink,
        'circle-stroke-width': 1.8,
      },
    },
  ];
}

/** Made once a list, not once a frame: ten thousand of them are compared by identity. */
const madeOf = new WeakMap<readonly PlaceMark[], ReturnType<typeof featureCollection>>();

function marksOf(places: readonly PlaceMark[]) {
  let made = madeOf.get(places);
  if (made === undefined) {
    made = featureCollection(
      places.map(({ lon, lat, line, outcome, label }) =>
        point([lon, lat], { line, outcome, label, lon, lat }),
      ),
    );
    madeOf.set(places, made);
  }
  return made;
}

function othersOf({ active, outlines, moved }: LocatingInputs) {
  return featureCollection<Geometry>([
    ...outlines.map((geometry) => ({ type: 'Feature' as const, properties: { part: 'outline' }, geometry })),
    ...(active === undefined ? [] : [point([active.lon, active.lat], { part: 'active' })]),
    ...(moved === undefined
      ? []
      : [
          lineString([[...moved.from], [...moved.to]], { part: 'move' }),
          point([...moved.from], { part: 'before' }),
        ]),
  ]);
}
