// What the URL holds: everything needed to show the same picture again. Pure functions; view.svelte.ts keeps the state. Each
// workspace has a section of its own, so that going to another one and back changes nothing in it.
import type { Theme } from './classes.ts';
import { type CoverageView, coverageSection } from './coverageView.ts';
import { type DispatchView, dispatchSection } from './dispatchView.ts';
import { type HotspotsView, hotspotsSection } from './hotspotsView.ts';
import { type InsightView, insightSection } from './insightView.ts';
import { type LocatingView, locatingSection } from './locatingView.ts';
import { type PlanView, planSection } from './planView.ts';
import { isPosition, numbers, oneOf, roundTo, type UrlPart } from './urlParts.ts';
import { type WorkloadView, workloadSection } from './workloadView.ts';

export const workspaces = ['plan', 'dispatch', 'insight'] as const;
export type Workspace = (typeof workspaces)[number];

/** What can be switched on and off, in the order in which it is listed. */
export const layerNames = ['values', 'incidents', 'households', 'unassigned', 'defects'] as const;
export type LayerName = (typeof layerNames)[number];

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

const themes = ['light', 'dark'] as const satisfies readonly Theme[];

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
  workspace: Workspace;
  /** Null: the first region of the list. */
  region: string | null;
  /** Null: the whole region. */
  camera: Camera | null;
  selection: Selection;
  layers: readonly LayerName[];
  insight: InsightView;
  coverage: CoverageView;
  hotspots: HotspotsView;
  workload: WorkloadView;
  dispatch: DispatchView;
  plan: PlanView;
  locating: LocatingView;
  /** Null: what the browser asks for. */
  language: Language | null;
  /** Null: as the device likes it. A link may say it, for a screen on a wall. */
  theme: Theme | null;
}

export const initialView: ViewState = {
  workspace: 'insight',
  region: null,
  camera: null,
  selection: { kind: 'none' },
  layers: ['values', 'unassigned', 'defects'],
  insight: insightSection.initial,
  coverage: coverageSection.initial,
  hotspots: hotspotsSection.initial,
  workload: workloadSection.initial,
  dispatch: dispatchSection.initial,
  plan: planSection.initial,
  locating: locatingSection.initial,
  language: null,
  theme: null,
};

/** Reads `location.search`. A part that cannot be read is as if it were not there: an old link still opens. */
export function parseView(search: string): ViewState {
  const query = new URLSearchParams(search);
  return {
    workspace: oneOf(workspaces, query.get('workspace')) ?? initialView.workspace,
    region: matching(query.get('region'), /^[0-9]{6}$/),
    camera: parseCamera(query.get('map')),
    selection: parseSelection(query),
    layers: parseLayers(query.get('layers')),
    insight: insightSection.parse(query),
    coverage: coverageSection.parse(query),
    hotspots: hotspotsSection.parse(query),
    workload: workloadSection.parse(query),
    dispatch: dispatchSection.parse(query),
    plan: planSection.parse(query),
    locating: locatingSection.parse(query),
    language: oneOf(languages, query.get('language')),
    theme: oneOf(themes, query.get('theme')),
  };
}

/** The search part of the URL, with its `?`; what is as at the start is left out. */
export function formatView(view: ViewState): string {
  const parts: UrlPart[] = [];
  if (view.workspace !== initialView.workspace) parts.push(['workspace', view.workspace]);
  if (view.region !== null) parts.push(['region', view.region]);
  if (view.camera !== null) parts.push(['map', formatCamera(view.camera)]);
  if (view.selection.kind === 'grid') parts.push(['grid', encodeURIComponent(view.selection.code)]);
  if (view.selection.kind === 'point') parts.push(['point', formatPoint(view.selection)]);
  if (!sameLayers(view.layers, initialView.layers)) {
    parts.push(['layers', layerNames.filter((name) => view.layers.includes(name)).join(',') || 'none']);
  }
  parts.push(
    ...insightSection.format(view.insight),
    ...coverageSection.format(view.coverage),
    ...hotspotsSection.format(view.hotspots),
    ...workloadSection.format(view.workload),
    ...dispatchSection.format(view.dispatch),
    ...planSection.format(view.plan),
    ...locatingSection.format(view.locating),
  );
  if (view.language !== null) parts.push(['language', view.language]);
  if (view.theme !== null) parts.push(['theme', view.theme]);
  return parts.length === 0 ? '' : `?${parts.map(([name, value]) => `${name}=${value}`).join('&')}`;
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

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function sameLayers(a: readonly LayerName[], b: readonly LayerName[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
