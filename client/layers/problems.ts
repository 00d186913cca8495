// Points without a grid, and places where the coverage is not exact.
import { featureCollection, point } from '@turf/turf';
import type { SourceSpecification } from 'maplibre-gl';
import { imageId } from '../map/images.ts';
import type { MapLayer, MarkedPoint } from './inputs.ts';

type Sources = Record<string, SourceSpecification>;

export const unassigned: MapLayer = {
  sources: ({ shown, unassigned }): Sources =>
    shown.has('unassigned') ? { unassigned: marks(unassigned) } : {},
  layers: ({ shown, theme }) =>
    shown.has('unassigned') ? [symbols('unassigned', imageId(theme, 'diamond'))] : [],
};

export const defects: MapLayer = {
  sources: ({ shown, defects }): Sources => (shown.has('defects') ? { defects: marks(defects) } : {}),
  layers: ({ shown, theme }) => (shown.has('defects') ? [symbols('defects', imageId(theme, 'octagon'))] : []),
};

function marks(points: readonly MarkedPoint[]): SourceSpecification {
  return {
    type: 'geojson',
    data: featureCollection(points.map(({ key, lon, lat }) => point([lon, lat], { key, lon, lat }))),
  };
}

function symbols(source: string, image: string) {
  return {
    id: source,
    type: 'symbol' as const,
    source,
    layout: { 'icon-image': image, 'icon-allow-overlap': true, 'icon-ignore-placement': true },
  };
}
