// What the URL holds: everything needed to show the same picture again. Pure functions; view.svelte.ts keeps the state.

export const measures = ['workload', 'households', 'incidents'] as const;
export type Measure = (typeof measures)[number];

export const periods = ['7d', '30d', '90d', '12m'] as const;
export type Period = (typeof periods)[number];

/** What can be switched on and off, in the order in which it is listed. */
export const layerNames = ['values', 'incidents', 'households', 'unassigned', 'defects'] as const;
export type LayerName = (typeof layerNames)[number];

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
}

export type Selection =
  | { kind: 'none' }
  | { kind: 'grid'; code: string }
  | { kind: 'point'; lon: number; lat: number; accuracyM?: number };

export interface ViewState {
  /** Null: the first region of the list. */
  region: string | null;
  /** Null: the whole region. */
  camera: Camera | null;
  measure: Measure;
  period: Period;
  selection: Selection;
  layers: readonly LayerName[];
  /** Null: what the browser asks for. */
  language: Language | null;
}

export const initialView: ViewState = {
  region: null,
  camera: null,
  measure: 'workload',
  period: '12m',
  selection: { kind: 'none' },
  layers: ['values', 'unassigned', 'defects'],
  language: null,
};

/** Reads `location.search`. A part that cannot be read is as if it were not there: an old link still opens. */
export function parseView(search: string): ViewState {
  const query = new URLSearchParams(search);
  return {
    region: matching(query.get('region'), /^[0-9]{6}$/),
    camera: parseCamera(query.get('map')),
    measure: oneOf(measures, query.get('measure')) ?? initialView.measure,
    period: oneOf(periods, query.get('period')) ?? initialView.period,
    selection: parseSelection(query),
    layers: parseLayers(query.get('layers')),
    language: oneOf(languages, query.get('language')),
  };
}

/** The search part of the URL, with its `?`; what is as at the start is left out. */
export function formatView(view: ViewState): string {
  const parts: string[] = [];
  const add = (name: string, value: string) => parts.push(`${name}=${value}`);

  if (view.region !== null) add('region', view.region);
  if (view.camera !== null) add('map', formatCamera(view.camera));
  if (view.measure !== initialView.measure) add('measure', view.measure);
  if (view.period !== initialView.period) add('period', view.period);
  if (view.selection.kind === 'grid') add('grid', encodeURIComponent(view.selection.code));
  if (view.selection.kind === 'point') add('point', formatPoint(view.selection));
  if (!sameLayers(view.layers, initialView.layers)) {
    add('layers', layerNames.filter((name) => view.layers.includes(name)).join(',') || 'none');
  }
  if (view.language !== null) add('language', view.language);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function formatCamera({ lon, lat, zoom }: Camera): string {
  return `${roundTo(zoom, 2)}/${roundTo(lat, 5)}/${roundTo(lon, 5)}`;
}

function parseCamera(text: string | null): Camera | null {
  const [zoom, lat, lon] = numbers(text, '/', 3);
  if (zoom === undefined || lat === undefined || lon === undefined) return null;
  return zoom >= 0 && zoom <= 24 && isPosition(lon, lat) ? { lon, lat, zoom } : null;
}

function formatPoint(point: { lon: number; lat: number; accuracyM?: number }): string {
  const position = `${roundTo(point.lon, 7)},${roundTo(point.lat, 7)}`;
  return point.accuracyM === undefined ? position : `${position},${roundTo(point.accuracyM, 1)}`;
}

function parseSelection(query: URLSearchParams): Selection {
  const code = query.get('grid');
  if (code !== null && code !== '') return { kind: 'grid', code };
  const point = query.get('point');
  const [lon, lat] = numbers(point, ',', 2);
  const [, , accuracyM] = numbers(point, ',', 3);
  if (lon === undefined || lat === undefined || !isPosition(lon, lat)) return { kind: 'none' };
  if (accuracyM === undefined || accuracyM < 0) return { kind: 'point', lon, lat };
  return { kind: 'point', lon, lat, accuracyM };
}

function parseLayers(text: string | null): readonly LayerName[] {
  if (text === null) return initialView.layers;
  const named = text.split(',');
  return layerNames.filter((name) => named.includes(name));
}

/** The first `count` numbers of the text, or nothing when one of them is missing or is not a number. */
function numbers(text: string | null, separator: string, count: number): number[] {
  const parts = (text ?? '').split(separator).slice(0, count);
  const values = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return values.length === count && values.every(Number.isFinite) ? values : [];
}

function isPosition(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | null {
  return names.find((name) => name === text) ?? null;
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function sameLayers(a: readonly LayerName[], b: readonly LayerName[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** No trailing zeros, no exponent, and never −0. */
function roundTo(value: number, decimals: number): string {
  const fixed = value.toFixed(decimals);
  const short = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return short === '-0' ? '0' : short;
}
