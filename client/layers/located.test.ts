import {
  createExpression,
  type StylePropertySpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec';
import { expect, test } from 'vitest';
import { classify, type Theme } from '../state/classes.ts';
import { mapColours } from './colours.ts';
import { buildStyle } from './index.ts';
import type { MapInputs } from './inputs.ts';
import { type LocatingInputs, locatedPlaces, type PlaceMark } from './located.ts';

const mark = (line: number, outcome: PlaceMark['outcome']): PlaceMark => ({
  line,
  lon: 120.45 + line / 1000,
  lat: 36.38,
  outcome,
  label: `Line ${line}`,
});

const locating: LocatingInputs = {
  marks: [mark(1, 'clear'), mark(2, 'ambiguous'), mark(12, 'noGrid')],
  active: mark(2, 'ambiguous'),
  outlines: [
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [120, 36],
            [121, 36],
            [121, 37],
            [120, 36],
          ],
        ],
      ],
    },
  ],
  moved: { from: [120.45, 36.38], to: [120.46, 36.38] },
};

function inputs(theme: Theme, part?: LocatingInputs): MapInputs {
  return {
    theme,
    basemap: null,
    colours: mapColours[theme],
    language: 'en',
    tiles: {},
    origin: 'http://127.0.0.1:8080',
    shown: new Set(),
    classification: classify('households', [], theme),
    gridLabels: [],
    plates: [],
    located: undefined,
    unassigned: [],
    defects: [],
    ...(part === undefined ? {} : { locating: part }),
  };
}

/** What a layer's expression gives for a mark. */
function of(
  layer: string,
  group: 'paint' | 'layout',
  property: string,
  type: 'color' | 'string',
  line: number,
) {
  const found = locatedPlaces.layers(inputs('light', locating)).find(({ id }) => id === layer);
  const expression = (found as unknown as Record<string, Record<string, unknown>>)[group]![property];
  const specification = {
    type,
    'property-type': 'data-driven',
    expression: { parameters: ['zoom', 'feature'], interpolated: false },
  };
  const parsed = createExpression(expression, group, specification as unknown as StylePropertySpecification);
  if (parsed.result === 'error') throw new Error(parsed.value.map(({ message }) => message).join());
  const { lon: _, ...properties } = locating.marks.find((each) => each.line === line)!;
  return String(parsed.value.evaluate({ zoom: 15 }, { type: 1, properties } as never));
}

test.each(['light', 'dark'] as const)('the style with places on it is valid, %s', (theme) => {
  expect(validateStyleMin(buildStyle(inputs(theme, locating)) as never)).toEqual([]);
});

test('without places there is no source and no layer of them', () => {
  const { sources, layers } = buildStyle(inputs('light'));
  expect(Object.keys(sources).filter((id) => id.startsWith('located'))).toEqual([]);
  expect(layers.filter(({ id }) => id.startsWith('located'))).toEqual([]);
});

test('a mark carries its line, and a sign where it is ambiguous or in no grid', () => {
  const text = (line: number) => of('located-numbers', 'layout', 'text-field', 'string', line);
  expect([1, 2, 12].map(text)).toEqual(['1', '2?', '12×']);
});

test('and another ring for each', () => {
  const ring = (line: number) => of('located-marks', 'paint', 'circle-stroke-color', 'color', line);
  expect(new Set([1, 2, 12].map(ring)).size).toBe(3);
});

test('the same list is the same source, so that a frame does not compare ten thousand places', () => {
  const data = () => {
    const source = buildStyle(inputs('light', { ...locating })).sources['located-marks'];
    return source?.type === 'geojson' ? source.data : undefined;
  };
  expect(data()).toBeDefined();
  expect(data()).toBe(data());
});
