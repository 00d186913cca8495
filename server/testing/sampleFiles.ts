// Small valid files of every kind, to be sent as they are and with changes.
import type { ImportKind } from '../imports/kinds.ts';

export interface GeoJsonSample {
  kind: ImportKind;
  collection: unknown;
}

const lon = 120.45;
const lat = 36.38;
/** A square of about 100 m with one corner moved, at steps of 0.001° from the centre. */
function ring(east: number, north: number): number[][] {
  const place = ([x, y]: readonly [number, number]) => [
    Number((lon + (east + x) / 1000).toFixed(7)),
    Number((lat + (north + y) / 1000).toFixed(7)),
  ];
  return (
    [
      [0, 0],
      [1, 0.1],
      [1.2, 1],
      [0, 1],
      [0, 0],
    ] as const
  ).map(place);
}

function collection(features: readonly { properties: object; geometry: object | null }[]): unknown {
  return {
    type: 'FeatureCollection',
    features: features.map((feature) => ({ type: 'Feature', ...feature })),
  };
}

const point = (east: number, north: number) => ({
  type: 'Point',
  coordinates: [lon + east / 1000, lat + north / 1000],
});

export const geoJsonSamples: readonly GeoJsonSample[] = [
  {
    kind: 'households',
    collection: collection([
      {
        properties: { reference: 'm1', people: 3, key_persons: 0, address: '1 路' },
        geometry: point(0.5, 0.5),
      },
      { properties: { reference: 'm2', people: 1, building: 'B' }, geometry: point(1.5, 2.5) },
    ]),
  },
  {
    kind: 'incidents',
    collection: collection([
      {
        properties: { reference: 'i1', category: 'noise', severity: 2, reported_at: '2026-03-01T00:00:00Z' },
        geometry: point(0.2, 0.1),
      },
    ]),
  },
  {
    kind: 'grids',
    collection: collection([
      {
        properties: { code: '370215001001001', kind: 'base', name: '一', name_en: 'One' },
        geometry: { type: 'Polygon', coordinates: [ring(0, 0)] },
      },
      {
        properties: { code: '370215001001002', kind: 'base', name: '二', name_en: 'Two' },
        geometry: { type: 'MultiPolygon', coordinates: [[ring(5, 5)], [ring(8, 5)]] },
      },
    ]),
  },
  {
    kind: 'blocks',
    collection: collection([
      {
        properties: { reference: 'b1', kind: 'residential', name: '块' },
        geometry: { type: 'Polygon', coordinates: [ring(2, 2)] },
      },
    ]),
  },
  {
    kind: 'roads',
    collection: collection([
      {
        properties: { reference: 'r1', kind: 'street', name: '路', name_en: 'Road' },
        geometry: { type: 'LineString', coordinates: ring(3, 3).slice(0, 4) },
      },
    ]),
  },
  {
    kind: 'water',
    collection: collection([
      {
        properties: { reference: 'w1', kind: 'lake', name: '湖' },
        geometry: { type: 'Polygon', coordinates: [ring(4, 4), ring(4.2, 4.2)] },
      },
      {
        properties: { reference: 'w2', kind: 'stream' },
        geometry: { type: 'MultiLineString', coordinates: [ring(4, 4).slice(0, 3)] },
      },
    ]),
  },
  {
    kind: 'areas',
    collection: collection([
      { properties: { code: '370215001', kind: 'street', name: '街', name_en: 'Street' }, geometry: null },
    ]),
  },
  {
    kind: 'workers',
    collection: collection([
      { properties: { reference: 'p1', number: 900, name: '张', grids: '370215001001001' }, geometry: null },
    ]),
  },
];

const texts = geoJsonSamples.map(({ collection: content }) => JSON.stringify(content));
const lines = [
  '{"lon":120.45,"lat":36.38}\n{"lon":120.46,"lat":36.39,"id":"a"}\n',
  '[120.45,36.38]\n',
  '\n\n{}\n',
];
const tables = [
  'lon,lat\n120.45,36.38\n120.46,36.39\n',
  'id;lon;lat\r\n1;120.45;36.38\r\n',
  'reference,lon,lat,people\nm9,120.45,36.38,2\n',
];

/** By media type, for requests whose bodies are files. */
export const sampleBodies: Readonly<Record<string, readonly string[]>> = {
  'application/geo+json': texts,
  'application/octet-stream': [...texts, ...tables],
  'application/x-ndjson': lines,
  'application/ndjson': lines,
  'application/geo+json-seq': lines,
  'text/csv': tables,
  'text/plain': tables,
};
