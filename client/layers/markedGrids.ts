// Grids under stripes: those that a list names, told from the others without a colour of their own.
import type { FilterSpecification } from 'maplibre-gl';
import { imageId } from '../map/images.ts';
import type { MapLayer } from './inputs.ts';

export interface MarkedGrids {
  codes: readonly string[];
  /** Something is missing there, or something has changed there. */
  meaning: 'warning' | 'changed';
}

export const markedGrids: MapLayer = {
  layers: ({ tiles, markedGrids, colours, theme }) => {
    if (!tiles.grids || markedGrids === undefined || markedGrids.codes.length === 0) return [];
    const { codes, meaning } = markedGrids;
    const filter: FilterSpecification = ['in', ['get', 'code'], ['literal', [...codes]]];
    const source = { source: 'grids', 'source-layer': 'grids', filter };
    const colour = meaning === 'warning' ? colours.warning : colours.ink;
    return [
      {
        id: 'marked-grids',
        type: 'fill',
        ...source,
        paint: {
          'fill-pattern': imageId(theme, `hatch/${meaning}`),
          'fill-opacity': meaning === 'warning' ? 0.6 : 0.42,
        },
      },
      {
        id: 'marked-grid-casing',
        type: 'line',
        ...source,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.casing, 'line-width': 5 },
      },
      {
        id: 'marked-grid-limits',
        type: 'line',
        ...source,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colour, 'line-width': 2.4 },
      },
    ];
  },
};
