// The choropleth. Tiles carry identity only; the value of a grid arrives as its feature-state.
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
} from 'maplibre-gl';
import type { Classification } from '../state/classes.ts';
import { kindIs, type MapInputs, type MapLayer, tileSource } from './inputs.ts';

export const fillOpacity: Record<Classification['scale'], number> = { balance: 0.5, sequential: 0.62 };

export const grids: MapLayer = {
  sources: (inputs) => tileSource(inputs, 'grids'),
  layers: (inputs) => (inputs.tiles.grids ? gridFills(inputs) : []),
};

/**
 * A dedicated grid lies over base grids: its ground is painted in the colour of the land first, or the two half
 * transparent values would mix. The fill without a colour stays, so that a click still finds the grid.
 */
function gridFills({ classification, colours, shown }: MapInputs): LayerSpecification[] {
  const opacity = shown.has('values') ? fillOpacity[classification.scale] : 0;
  const fill = (
    id: string,
    kind: string,
    colour: DataDrivenPropertyValueSpecification<string>,
    opaque: number,
  ) => ({
    id,
    type: 'fill' as const,
    source: 'grids',
    'source-layer': 'grids',
    filter: kindIs(kind),
    paint: { 'fill-color': colour, 'fill-opacity': opaque, 'fill-antialias': false },
  });
  const value = valueColour(classification, colours.noValue);
  return [
    fill('grid-values', 'base', value, opacity),
    fill('dedicated-ground', 'dedicated', colours.land, opacity === 0 ? 0 : 1),
    fill('dedicated-values', 'dedicated', value, opacity),
  ];
}

/** Feature-state `value` → the colour of its class; a grid without a value is grey, one not yet known is clear. */
export function valueColour(
  { classes }: Classification,
  noValue: string,
): DataDrivenPropertyValueSpecification<string> {
  const [lowest, ...higher] = classes;
  if (lowest === undefined) return 'rgba(0,0,0,0)';
  const value: ExpressionSpecification = ['feature-state', 'value'];
  const byClass =
    higher.length === 0
      ? lowest.colour
      : ([
          'step',
          ['to-number', value],
          lowest.colour,
          ...higher.flatMap(({ from, colour }) => [from, colour]),
        ] as unknown as ExpressionSpecification);
  return [
    'case',
    ['==', ['typeof', value], 'number'],
    byClass,
    ['==', ['feature-state', 'known'], true],
    noValue,
    'rgba(0,0,0,0)',
  ];
}
