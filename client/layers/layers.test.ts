import {
  createExpression,
  type ExpressionSpecification,
  type StylePropertySpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import { type Classification, classify, type Theme } from '../state/classes.ts';
import { layerNames } from '../state/viewState.ts';
import { mapColours } from './colours.ts';
import { type Archive, basemapOfArchive, basemapOfStyle } from './foreignBasemap.ts';
import { valueColour } from './grids.ts';
import { buildStyle } from './index.ts';
import type { MapInputs } from './inputs.ts';
import { roadWidth } from './roads.ts';
import { regular } from './type.ts';

const tile = { tiles: ['/tiles/layer/{z}/{x}/{y}.mvt?region=370215&v=1'], minzoom: 0, maxzoom: 16 };

const archive: Archive = {
  url: 'http://127.0.0.1:8080/basemap.pmtiles',
  isRaster: false,
  minzoom: 0,
  maxzoom: 14,
  bounds: [120, 36, 121, 37],
  attribution: 'Somebody',
  vectorLayers: [],
};

const strangersStyle = basemapOfStyle(
  {
    version: 8,
    sprite: '/icons/city',
    glyphs: 'https://fonts.example/{fontstack}/{range}.pbf',
    sources: {
      grids: { type: 'raster', tiles: ['{z}/{x}/{y}.png'], tileSize: 256 },
      places: { type: 'vector', url: 'pmtiles://https://tiles.example/places.pmtiles' },
    },
    layers: [
      { id: 'background', type: 'background' },
      { id: 'grids', type: 'raster', source: 'grids' },
      {
        id: 'names',
        type: 'symbol',
        source: 'places',
        'source-layer': 'places',
        layout: { 'text-field': ['get', 'name'], 'text-font': ['Noto Sans Regular'] },
      },
    ],
  },
  'https://tiles.example/maps/style.json',
);

function inputs(part: Partial<MapInputs> = {}): MapInputs {
  const theme: Theme = part.theme ?? 'light';
  return {
    theme,
    basemap: null,
    colours: mapColours[theme],
    language: 'en',
    tiles: {
      water: tile,
      blocks: tile,
      roads: tile,
      areas: tile,
      grids: tile,
      households: tile,
      incidents: tile,
    },
    origin: 'http://127.0.0.1:8080',
    shown: new Set(layerNames),
    classification: classify('workload', [60, 100, 140, null], theme),
    gridLabels: [
      { code: '370215003003001', lon: 120.45, lat: 36.38, title: '003 001', value: '98', minZoom: 12.3 },
    ],
    plates: [
      { role: 'firstChoice', lon: 120.45, lat: 36.38, title: '…003 001', subtitle: 'Wharf', above: false },
    ],
    located: { lon: 120.45, lat: 36.38, accuracyM: 60, edge: { lon: 120.451, lat: 36.38, label: '38 m' } },
    unassigned: [{ key: 'household-1', lon: 120.4, lat: 36.3 }],
    defects: [{ key: 'published-0', lon: 120.4, lat: 36.3 }],
    ...part,
  };
}

function evaluate(
  expression: unknown,
  type: 'color' | 'number',
  { zoom = 12, properties = {}, state = {} }: { zoom?: number; properties?: object; state?: object },
): unknown {
  const specification = {
    type,
    'property-type': 'data-driven',
    expression: { parameters: ['zoom', 'feature', 'feature-state'], interpolated: true },
  };
  const parsed = createExpression(
    expression,
    'paint',
    specification as unknown as StylePropertySpecification,
  );
  if (parsed.result === 'error') throw new Error(parsed.value.map(({ message }) => message).join());
  return parsed.value.evaluate({ zoom }, { type: 3, properties } as never, state as never);
}

const colourOf = (classification: Classification, state: object) =>
  String(evaluate(valueColour(classification, '#010203'), 'color', { state }));
const colour = (text: string) => String(evaluate(['to-color', text], 'color', {}));

describe('the style of the map', () => {
  test.each([
    ['everything shown', inputs()],
    ['a dark map in Chinese', inputs({ theme: 'dark', language: 'zh-CN' })],
    [
      'before anything has arrived',
      inputs({ tiles: {}, gridLabels: [], plates: [], located: undefined, unassigned: [], defects: [] }),
    ],
    ['nothing shown', inputs({ shown: new Set() })],
    ['one class', inputs({ classification: classify('households', [3, 3], 'light') })],
    ['no value', inputs({ classification: classify('households', [], 'light') })],
    ['a basemap that is not known yet', inputs({ basemap: undefined })],
    ['a style below', inputs({ basemap: strangersStyle })],
    ['a raster archive below', inputs({ basemap: basemapOfArchive({ ...archive, isRaster: true }) })],
    ['a vector archive below, in the dark', inputs({ basemap: basemapOfArchive(archive), theme: 'dark' })],
    [
      'grids that lack something',
      inputs({ markedGrids: { codes: ['370215003003001'], meaning: 'warning' } }),
    ],
    [
      'grids that changed, in the dark',
      inputs({ theme: 'dark', markedGrids: { codes: ['370215003003001'], meaning: 'changed' } }),
    ],
    ['a point in no grid', inputs({ located: { lon: 120, lat: 36, accuracyM: undefined, edge: undefined } })],
  ])('is valid: %s', (_, given) => {
    expect(validateStyleMin(buildStyle(given) as never)).toEqual([]);
  });

  test('marks only the grids that are named, and none where none is', () => {
    const marked = (codes: string[]) =>
      buildStyle(inputs({ markedGrids: { codes, meaning: 'warning' } })).layers.filter(({ id }) =>
        id.startsWith('marked-'),
      );
    expect(marked([])).toEqual([]);
    for (const layer of marked(['1', '2'])) {
      expect(layer).toHaveProperty('filter', ['in', ['get', 'code'], ['literal', ['1', '2']]]);
    }
  });

  test('no layer reads a source that is not there', () => {
    for (const given of [
      inputs(),
      inputs({ tiles: { areas: tile } }),
      inputs({ shown: new Set() }),
      inputs({ basemap: undefined }),
      inputs({ basemap: strangersStyle }),
      inputs({ basemap: basemapOfArchive(archive) }),
    ]) {
      const { sources, layers } = buildStyle(given);
      for (const layer of layers) if ('source' in layer) expect(sources).toHaveProperty(layer.source);
    }
  });

  test('land, fills, roads, water, limits, points and labels are painted in this order', () => {
    const ids = buildStyle(inputs()).layers.map(({ id }) => id);
    const order = [
      'land',
      'grid-values',
      'roads',
      'water',
      'grid-limits',
      'region-limit',
      'grid-selected',
      'incident-points',
      'unassigned',
      'road-labels',
      'grid-labels',
      'location-point',
    ];
    expect(ids.filter((id) => order.includes(id))).toEqual(order);
  });

  describe('with a basemap from elsewhere', () => {
    test('it lies below everything of ours, and our own land, water and roads are not drawn', () => {
      const ids = buildStyle(inputs({ basemap: strangersStyle })).layers.map(({ id }) => id);
      expect(ids.slice(0, 4)).toEqual(['canvas', 'basemap/background', 'basemap/grids', 'basemap/names']);
      expect(ids[4]).toBe('grid-values');
      for (const id of ['land', 'roads', 'water', 'road-labels', 'water-labels'])
        expect(ids).not.toContain(id);
    });

    test('a source or layer that is called like one of ours is not taken for it', () => {
      const { sources } = buildStyle(inputs({ basemap: strangersStyle }));
      expect(sources.grids).toMatchObject({ type: 'vector' });
      expect(sources['basemap/grids']).toMatchObject({ type: 'raster' });
    });

    test('addresses in its style are as seen from the style, and texts are set in our fonts', () => {
      const { sources, layers, sprite, glyphs } = buildStyle(inputs({ basemap: strangersStyle }));
      expect(sources['basemap/grids']).toMatchObject({
        tiles: ['https://tiles.example/maps/{z}/{x}/{y}.png'],
      });
      expect(sources['basemap/places']).toMatchObject({
        url: 'pmtiles://https://tiles.example/places.pmtiles',
      });
      expect(sprite).toBe('https://tiles.example/icons/city');
      expect(glyphs).toBeUndefined();
      const names = layers.find(({ id }) => id === 'basemap/names');
      expect(names?.layout).toMatchObject({ 'text-font': regular });
    });

    test('of a vector archive only the layers that it has are drawn', () => {
      const few = basemapOfArchive({ ...archive, vectorLayers: ['water', 'pois'] });
      const drawn = few.layers(mapColours.light).map(({ id }) => id);
      expect(drawn).toEqual(['basemap/water', 'basemap/streams']);
    });
  });

  test('tiles are asked for at the origin, whatever the TileJSON says', () => {
    expect(buildStyle(inputs()).sources.grids).toMatchObject({
      tiles: ['http://127.0.0.1:8080/tiles/layer/{z}/{x}/{y}.mvt?region=370215&v=1'],
    });
    const elsewhere = { ...tile, tiles: [`https://gis.example${tile.tiles[0]}`] };
    expect(buildStyle(inputs({ tiles: { areas: tile, grids: elsewhere } })).sources.grids).toMatchObject({
      tiles: ['http://127.0.0.1:8080/tiles/layer/{z}/{x}/{y}.mvt?region=370215&v=1'],
    });
  });

  test('an accuracy becomes a circle of that many metres', () => {
    const source = buildStyle(inputs()).sources.location as { data: GeoJSON.FeatureCollection };
    const parts = source.data.features.map(({ properties }) => properties?.part);
    expect(parts).toEqual(['accuracy', 'edge', 'edgePoint', 'point', 'firstChoice']);
  });
});

describe("a grid's colour", () => {
  const balance = classify('workload', [60, 100, 140], 'light');

  test('is that of the class of its value, lower limit included', () => {
    expect(colourOf(balance, { value: 69.9, known: true })).toBe(colour('#6B4E9A'));
    expect(colourOf(balance, { value: 70, known: true })).toBe(colour('#9185B9'));
    expect(colourOf(balance, { value: 100, known: true })).toBe(colour('#F3EEEA'));
    expect(colourOf(balance, { value: 130, known: true })).toBe(colour('#B75E09'));
  });

  test('is grey without a value, and clear until the answer is there', () => {
    expect(colourOf(balance, { value: null, known: true })).toBe(colour('#010203'));
    expect(colourOf(balance, {})).toBe(colour('rgba(0,0,0,0)'));
  });

  test('agrees with the legend for every value that occurs', () => {
    const values = [0, 3, 3, 8, 40, 41, 90, 300];
    const classification = classify('incidents', values, 'light');
    for (const value of values) {
      const valueClass = classification.classes.find(({ from, to }) => value >= from && value <= to);
      expect(colourOf(classification, { value, known: true })).toBe(colour(valueClass!.colour));
    }
  });
});

describe("a road's width", () => {
  const width = (kind: string, zoom: number, extra = 0) =>
    evaluate(roadWidth(extra) as ExpressionSpecification, 'number', { zoom, properties: { kind } }) as number;

  test('grows with the zoom and with the importance of the road', () => {
    expect(width('trunk', 15)).toBe(7);
    expect(width('trunk', 16)).toBeGreaterThan(width('trunk', 15));
    expect(width('main', 14)).toBeGreaterThan(width('lane', 14));
  });

  test('of a casing is wider by the same number of pixels at every zoom', () => {
    expect(width('main', 13.4, 1.6) - width('main', 13.4)).toBeCloseTo(1.6, 9);
  });
});
