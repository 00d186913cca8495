// Limits of grids, communities, streets and the region, heavier as they rise; then the grids that stand out.
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { kindIs, type MapLayer } from './inputs.ts';

/** Lines are drawn at 0.6 of their width in the overview. */
function overviewScaled(width: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 12, width * 0.6, 14.5, width];
}

const dashes = { community: [4.4, 1.9], runnerUp: [1.5, 2], dedicated: [0.1, 2] };

export const boundaries: MapLayer = {
  layers: ({ colours, dispatch, tiles }) =>
    dispatch?.showsBoundaries === false
      ? []
      : [
          ...(tiles.grids
            ? [
                line('grids', 'grid-halo', kindIs('base'), colours.halo, 3.2, {
                  'line-opacity': colours.haloOpacity,
                }),
                line('grids', 'grid-limits', kindIs('base'), colours.boundary, 1, { 'line-opacity': 0.62 }),
              ]
            : []),
          ...(tiles.areas
            ? [
                // a dash shows only where the solid line below it is covered
                line('areas', 'community-halo', kindIs('community'), colours.halo, 3.2, {
                  'line-opacity': 0.9,
                }),
                line('areas', 'community-limits', kindIs('community'), colours.boundary, 1.6, {
                  'line-opacity': 0.9,
                  'line-dasharray': dashes.community,
                }),
                line('areas', 'street-limits', kindIs('street'), colours.boundary, 2.4, {
                  'line-opacity': 0.95,
                }),
                line('areas', 'region-band', kindIs('region'), colours.boundaryStrong, 9, {
                  'line-opacity': 0.1,
                }),
                line('areas', 'region-limit', kindIs('region'), colours.boundaryStrong, 3),
              ]
            : []),
          ...(tiles.grids
            ? [
                line('grids', 'dedicated-halo', kindIs('dedicated'), colours.halo, 4, {
                  'line-opacity': colours.haloOpacity,
                }),
                line('grids', 'dedicated-limits', kindIs('dedicated'), colours.boundaryStrong, 1.8, {
                  'line-dasharray': dashes.dedicated,
                }),
              ]
            : []),
        ],
};

/** Which grids stand out is feature-state, so that a hover costs no new tile. */
export const standingOut: MapLayer = {
  layers: ({ colours, shown, tiles }) => {
    if (!tiles.grids) return [];
    const only = (state: string): ExpressionSpecification => [
      'case',
      ['boolean', ['feature-state', state], false],
      1,
      0,
    ];
    const fill = (state: string, colour: string): LayerSpecification => ({
      id: `grid-${state}-fill`,
      type: 'fill',
      source: 'grids',
      'source-layer': 'grids',
      paint: {
        'fill-color': colour,
        'fill-opacity': ['case', ['boolean', ['feature-state', state], false], 0.16, 0],
        'fill-antialias': false,
      },
    });
    const all: FilterSpecification = ['has', 'code'];
    return [
      // a tint would falsify the colour of a value
      ...(shown.has('values') ? [] : [fill('selected', colours.accent), fill('runnerUp', colours.runnerUp)]),
      line('grids', 'grid-runnerUp-casing', all, colours.casing, 6, { 'line-opacity': only('runnerUp') }),
      line('grids', 'grid-runnerUp', all, colours.accent, 2, {
        'line-opacity': only('runnerUp'),
        'line-dasharray': dashes.runnerUp,
      }),
      line('grids', 'grid-hovered', all, colours.accent, 1.5, { 'line-opacity': only('hovered') }, false),
      line(
        'grids',
        'grid-selected-casing',
        all,
        colours.casing,
        6.5,
        { 'line-opacity': only('selected') },
        false,
      ),
      line('grids', 'grid-selected', all, colours.accent, 3, { 'line-opacity': only('selected') }, false),
    ];
  },
};

function line(
  source: 'grids' | 'areas',
  id: string,
  filter: FilterSpecification,
  colour: string,
  width: number,
  paint: Record<string, unknown> = {},
  scaled = true,
): LayerSpecification {
  const dashed = 'line-dasharray' in paint;
  return {
    id,
    type: 'line',
    source,
    'source-layer': source,
    filter,
    layout: { 'line-join': 'round', 'line-cap': dashed && id !== 'dedicated-limits' ? 'butt' : 'round' },
    paint: { 'line-color': colour, 'line-width': scaled ? overviewScaled(width) : width, ...paint },
  };
}
