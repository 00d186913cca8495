import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineIds } from './coverageView.ts';
import { dispatchLayers, dispatchTools, queueLists } from './dispatchView.ts';
import { bandwidths, cellWidths, hotspotStyles, weekdays } from './hotspotsView.ts';
import { incidentStatuses, severities } from './incidentScales.ts';
import { insightPages } from './insightView.ts';
import { placePages } from './locatingView.ts';
import { comparisons, type Period, presets } from './periods.ts';
import { formatView, initialView, languages, layerNames, parseView, workspaces } from './viewState.ts';
import { columnSets, levels, measures, sheetContents, sortKeys, type WorkloadView } from './workloadView.ts';

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

const workload = fc
  .record({
    measure: fc.constantFrom(...measures),
    level: fc.constantFrom(...levels),
    columns: fc.constantFrom(...columnSets),
    sorting: fc.record({ key: fc.constantFrom(...sortKeys), descending: fc.boolean() }),
    find: fc.string({ maxLength: 60 }),
    chosen: fc.option(fc.stringMatching(/^[0-9A-Za-z]{1,24}$/)),
    sheet: fc.constantFrom(...sheetContents),
  })
  // a grid is chosen by the selection
  .map((written): WorkloadView => (written.level === 'grids' ? { ...written, chosen: null } : written));
const hours = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
  .filter(([from, to]) => from !== to && !(from === 0 && to === 24))
  .map(([from, to]) => ({ from, to }));

const hotspots = fc.record({
  shownAs: fc.constantFrom(...hotspotStyles),
  cellM: fc.constantFrom(...cellWidths),
  bandwidthM: fc.constantFrom(...bandwidths),
  compare: fc.constantFrom(...comparisons),
  cell: fc.option(fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 }))),
  categories: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_-]{0,19}$/), { maxLength: 5 }),
  severities: fc.subarray([...severities]),
  statuses: fc.subarray([...incidentStatuses]),
  weekdays: fc.subarray([...weekdays]),
  hours: fc.option(hours),
});

const hotspotKeys = ['cellM', 'compare', 'cell', 'ofCategory', 'ofSeverity', 'onWeekday', 'atHour'];

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
  hotspots,
  workload,
  dispatch: fc.record({
    incident: fc.option(fc.integer({ min: 1, max: 2 ** 50 }).map(String)),
    tool: fc.constantFrom(...dispatchTools),
    list: fc.constantFrom(...queueLists),
    unassignedFirst: fc.boolean(),
    filters: fc.record({
      categories: fc.subarray(['water', 'fire_hazard', 'noise']),
      severities: fc.subarray([...severities]),
      statuses: fc.subarray([...incidentStatuses]),
      worker: fc.option(fc.oneof(fc.constant('none'), fc.integer({ min: 1, max: 999_999 }).map(String))),
      grid: fc.option(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })),
    }),
    shown: fc.subarray([...dispatchLayers]),
  }),
  plan: fc.record({
    compare: fc.option(
      fc.record({
        from: fc.integer({ min: 1, max: 99_999 }),
        to: fc.option(fc.integer({ min: 1, max: 99_999 })),
      }),
    ),
  }),
  locating: fc.record({
    places: fc.constantFrom(...placePages),
    at: fc.option(
      fc.oneof(
        day,
        fc
          .integer({ min: 0, max: 4_000_000_000 })
          .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`),
      ),
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
        for (const key of [
          'region',
          'map',
          'grid',
          'point',
          'layers',
          'measure',
          'level',
          'sort',
          'find',
          'line',
          'changes',
          'of',
          ...hotspotKeys,
          'queueCategory',
          'queueGrid',
          'queueShow',
          'places',
          'at',
          name,
        ]) {
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

  test('a time that is no day and no instant in UTC is as if it were not there', () => {
    for (const at of [
      '2026-8-1',
      '2026-08-01T06:30',
      '2026-02-30T00:00:00Z',
      '2026-02-30',
      '0101-01-01',
      'now',
      '',
    ]) {
      expect(parseView(`?at=${at}`).locating.at).toBeNull();
    }
    expect(parseView('?at=2026-08-01T06:30:00Z').locating.at).toBe('2026-08-01T06:30:00Z');
  });
});
