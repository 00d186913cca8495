import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineIds } from './coverageView.ts';
import { hotspotStyles } from './hotspotsView.ts';
import { insightPages } from './insightView.ts';
import { type Period, presets } from './periods.ts';
import { formatView, initialView, languages, layerNames, parseView, workspaces } from './viewState.ts';
import { measures } from './workloadView.ts';

const decimals = (limit: number, digits: number) =>
  fc.integer({ min: -limit * 10 ** digits, max: limit * 10 ** digits }).map((units) => units / 10 ** digits);

const camera = fc.record({
  lon: decimals(180, 5),
  lat: decimals(90, 5),
  zoom: fc.integer({ min: 0, max: 2400 }).map((hundredths) => hundredths / 100),
});

const point = fc.record(
  {
    kind: fc.constant('point' as const),
    lon: decimals(180, 7),
    lat: decimals(90, 7),
    accuracyM: fc.integer({ min: 0, max: 5000 }),
  },
  { requiredKeys: ['kind', 'lon', 'lat'] },
);

const selection = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({
    kind: fc.constant('grid' as const),
    code: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  }),
  point,
);

const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const range = fc.tuple(day, day).map((days): Period => {
  const [from, to] = days.sort() as [string, string];
  return `${from}..${to}`;
});

const view = fc.record({
  workspace: fc.constantFrom(...workspaces),
  region: fc.option(fc.stringMatching(/^[0-9]{6}$/)),
  camera: fc.option(camera),
  selection,
  layers: fc.subarray([...layerNames]),
  insight: fc.record({
    page: fc.constantFrom(...insightPages),
    period: fc.oneof(fc.constantFrom<Period>(...presets), range),
  }),
  coverage: fc.record({ line: fc.option(fc.constantFrom(...lineIds)) }),
  hotspots: fc.record({ shownAs: fc.constantFrom(...hotspotStyles) }),
  workload: fc.record({ measure: fc.constantFrom(...measures) }),
  dispatch: fc.record({
    incident: fc.option(fc.integer({ min: 1, max: 2 ** 50 }).map(String)),
  }),
  plan: fc.record({
    compare: fc.option(
      fc.record({
        from: fc.integer({ min: 1, max: 99_999 }),
        to: fc.option(fc.integer({ min: 1, max: 99_999 })),
      }),
    ),
  }),
  language: fc.option(fc.constantFrom(...languages)),
  theme: fc.option(fc.constantFrom('light' as const, 'dark' as const)),
});

describe('the view in the URL', () => {
  test('every view is read back from its URL as it was', () => {
    fc.assert(
      fc.property(view, (written) => {
        const read = parseView(formatView(written));
        expect({ ...read, layers: [...read.layers].sort() }).toEqual({
          ...written,
          layers: [...written.layers].sort(),
        });
      }),
    );
  });

  test('whatever stands in the URL, reading it gives a view', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        for (const key of ['region', 'map', 'grid', 'point', 'layers', 'measure', 'line', 'changes', name]) {
          expect(parseView(`?${key}=${value}`)).toHaveProperty('workload.measure');
        }
      }),
    );
  });

  test('the first view has no search part', () => {
    expect(formatView(initialView)).toBe('');
  });

  test('a position off the globe is left out', () => {
    expect(parseView('?map=12/91/120').camera).toBeNull();
    expect(parseView('?point=500,36').selection).toEqual({ kind: 'none' });
  });

  test('all layers off is not the same as no word about layers', () => {
    expect(parseView(formatView({ ...initialView, layers: [] })).layers).toEqual([]);
    expect(parseView('').layers).toEqual(initialView.layers);
  });

  test('the URL reads plainly', () => {
    expect(
      formatView({
        ...initialView,
        region: '370215',
        camera: { lon: 120.45, lat: 36.38, zoom: 14 },
        selection: { kind: 'point', lon: 120.4472131, lat: 36.3891206, accuracyM: 60 },
        layers: ['incidents', 'values'],
        language: 'zh-CN',
      }),
    ).toBe(
      '?region=370215&map=14/36.38/120.45&point=120.4472131,36.3891206,60&layers=values,incidents&language=zh-CN',
    );
  });
});
