import {
  createExpression,
  type StylePropertySpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import { kernelPeakPerKm2, kernelSigmaM } from '../../core/kernelDensity.ts';
import { mapColours } from './colours.ts';
import {
  classColour,
  type DensityInputs,
  type HexagonInputs,
  heatStops,
  hotspots,
  kernelRadiusPx,
} from './hotspots.ts';
import { buildStyle } from './index.ts';
import type { MapInputs } from './inputs.ts';

const density: DensityInputs = {
  tiles: 'cells://1/{z}/{x}/{y}',
  bandwidthM: 250,
  cellM: 125,
  latitude: 36.38,
};
const hexagons: HexagonInputs = {
  tiles: 'cells://2/{z}/{x}/{y}',
  by: 'change',
  classes: [
    { from: -9, to: -1, colour: '#111111', count: 3 },
    { from: 0, to: 0, colour: '#222222', count: 1 },
    { from: 1, to: 9, colour: '#333333', count: 2 },
  ],
  selected: [3, -4],
};

const inputs = (part: MapInputs['hotspots']): MapInputs => ({
  theme: 'light',
  basemap: null,
  colours: mapColours.light,
  language: 'en',
  tiles: {},
  origin: 'http://127.0.0.1:8080',
  shown: new Set(),
  classification: { scale: 'balance', classes: [], withoutValue: 0 },
  gridLabels: [],
  plates: [],
  located: undefined,
  unassigned: [],
  defects: [],
  hotspots: part,
});

function evaluate(expression: unknown, type: 'color' | 'number', zoom: number, properties: object): unknown {
  const specification = {
    type,
    'property-type': 'data-driven',
    expression: { parameters: ['zoom', 'feature'], interpolated: true },
  };
  const parsed = createExpression(
    expression,
    'paint',
    specification as unknown as StylePropertySpecification,
  );
  if (parsed.result === 'error') throw new Error(parsed.value.map(({ message }) => message).join());
  return parsed.value.evaluate({ zoom }, { type: 3, properties } as never);
}

const heatmap = () => {
  const layer = hotspots.layers(inputs({ density })).find(({ type }) => type === 'heatmap');
  if (layer?.type !== 'heatmap') throw new Error('no heatmap');
  return layer.paint!;
};

describe('the layers of the hotspots', () => {
  test.each([
    ['none', undefined],
    ['a density', { density }],
    ['hexagons', { hexagons }],
    [
      'hexagons, none selected, of one class',
      { hexagons: { ...hexagons, selected: null, classes: hexagons.classes.slice(0, 1) } },
    ],
    ['hexagons before any is known', { hexagons: { ...hexagons, classes: [] } }],
  ] as const)('are a valid style: %s', (_, part) => {
    expect(validateStyleMin(buildStyle(inputs(part)) as never)).toEqual([]);
  });

  test('read no source that is not there', () => {
    const style = buildStyle(inputs({ density, hexagons }));
    for (const layer of style.layers)
      if ('source' in layer) expect(style.sources).toHaveProperty(layer.source);
    expect(Object.keys(buildStyle(inputs({})).sources)).not.toContain('density');
  });
});

describe('the density in metres', () => {
  test('gives way to points from near, and stays where there are none', () => {
    const at = (stays: boolean) =>
      hotspots.layers(inputs({ density: { ...density, stays } })).find(({ type }) => type === 'heatmap')!;
    expect(at(false).maxzoom).toBeLessThan(16);
    expect(at(true).maxzoom).toBeUndefined();
    expect(evaluate((at(true).paint as Record<string, unknown>)['heatmap-opacity'], 'number', 17, {})).toBe(
      0.7,
    );
  });

  test('has the same radius on the ground at every zoom', () => {
    for (const zoom of [8, 9.3, 11, 12.75, 14, 15.4]) {
      const radiusPx = evaluate(heatmap()['heatmap-radius'], 'number', zoom, {}) as number;
      expect(radiusPx).toBeCloseTo(kernelRadiusPx(density, zoom), 6);
      const metresPerPx = (40_075_016.686 * Math.cos((36.38 * Math.PI) / 180)) / (512 * 2 ** zoom);
      expect((radiusPx * metresPerPx) / 3).toBeCloseTo(kernelSigmaM(250, 125), 6);
    }
  });

  test('is drawn so that 1 is the top of the scale: weight × intensity × kernel is the density over the top', () => {
    const topPerKm2 = 500;
    const sigmaM = kernelSigmaM(250, 125);
    const weight = (3 * kernelPeakPerKm2(sigmaM)) / topPerKm2;
    const drawnWeight = evaluate(heatmap()['heatmap-weight'], 'number', 12, { weight }) as number;
    const intensity = heatmap()['heatmap-intensity'] as number;
    // MapLibre's kernel: 0.3989 exp(−4.5 (d/r)²), of which a deviation is a third of the radius
    const drawn = (distanceM: number) =>
      drawnWeight * intensity * 0.3989422804014327 * Math.exp(-4.5 * (distanceM / (3 * sigmaM)) ** 2);
    for (const distanceM of [0, 100, 250, 600]) {
      const perKm2 = (3e6 / (2 * Math.PI * sigmaM ** 2)) * Math.exp(-0.5 * (distanceM / sigmaM) ** 2);
      expect(drawn(distanceM)).toBeCloseTo(perKm2 / topPerKm2, 12);
    }
  });

  test('has its colours at round parts of a round top', () => {
    for (const top of [1000, 200, 50]) {
      for (const stop of heatStops) expect(String(stop * top)).toMatch(/^[0-9]{1,2}0*$/);
    }
  });
});

describe("a hexagon's colour", () => {
  const colourOf = (change: number) =>
    String(evaluate(classColour(hexagons), 'color', 12, { change, count: 50 }));
  const named = (text: string) => String(evaluate(['to-color', text], 'color', 12, {}));

  test('is that of the class of its difference', () => {
    expect(colourOf(-9)).toBe(named('#111111'));
    expect(colourOf(-1)).toBe(named('#111111'));
    expect(colourOf(0)).toBe(named('#222222'));
    expect(colourOf(1)).toBe(named('#333333'));
  });
});
