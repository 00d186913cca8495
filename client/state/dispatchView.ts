// What the URL holds of the Dispatch workspace: the incident in hand, which incidents are listed, and what stands on the left.
import { type IncidentStatus, incidentStatuses, severities } from './incidentScales.ts';
import { oneOf, type UrlPart, type UrlSection } from './urlParts.ts';

/** What the left panel shows: the queue, the places to look up, or the form of a new incident. */
export const dispatchTools = ['queue', 'locate', 'new'] as const;
export type DispatchTool = (typeof dispatchTools)[number];

export const queueLists = ['open', 'unassigned', 'today'] as const;
export type QueueList = (typeof queueLists)[number];

export const dispatchLayers = ['incidents', 'boundaries', 'density', 'households'] as const;
export type DispatchLayer = (typeof dispatchLayers)[number];

export interface QueueFilters {
  /** Codes; empty: all of them. The same for the next two. */
  categories: readonly string[];
  severities: readonly number[];
  statuses: readonly IncidentStatus[];
  /** A worker's number; `none`: whom nobody handles; null: any. */
  worker: string | null;
  /** Code of the responsible grid; null: any. */
  grid: string | null;
}

export interface DispatchView {
  /** Feature id; null: none is chosen. */
  incident: string | null;
  tool: DispatchTool;
  list: QueueList;
  /** Those in no grid before the others. */
  unassignedFirst: boolean;
  filters: QueueFilters;
  shown: readonly DispatchLayer[];
}

export const noFilters: QueueFilters = {
  categories: [],
  severities: [],
  statuses: [],
  worker: null,
  grid: null,
};

const initial: DispatchView = {
  incident: null,
  tool: 'queue',
  list: 'open',
  unassignedFirst: false,
  filters: noFilters,
  shown: ['incidents', 'boundaries'],
};

export const dispatchSection: UrlSection<DispatchView> = {
  initial,
  parse(query) {
    const shown = query.get('queueShow');
    return {
      incident: matching(query.get('incident'), /^[1-9][0-9]{0,15}$/),
      tool: oneOf(dispatchTools, query.get('tool')) ?? initial.tool,
      list: oneOf(queueLists, query.get('queue')) ?? initial.list,
      unassignedFirst: query.get('queueOrder') === 'unassignedFirst',
      filters: {
        categories: unique(listed(query.get('queueCategory')).filter((code) => /^[a-z][a-z_]*$/.test(code))),
        severities: severities.filter((value) => listed(query.get('queueSeverity')).includes(String(value))),
        statuses: incidentStatuses.filter((status) => listed(query.get('queueStatus')).includes(status)),
        worker: matching(query.get('queueWorker'), /^([1-9][0-9]{0,5}|none)$/),
        grid: matching(query.get('queueGrid'), /^.{1,64}$/),
      },
      shown: shown === null ? initial.shown : dispatchLayers.filter((layer) => listed(shown).includes(layer)),
    };
  },
  format({ incident, tool, list, unassignedFirst, filters, shown }) {
    const parts: UrlPart[] = [];
    if (tool !== initial.tool) parts.push(['tool', tool]);
    if (list !== initial.list) parts.push(['queue', list]);
    if (unassignedFirst) parts.push(['queueOrder', 'unassignedFirst']);
    if (filters.categories.length > 0) parts.push(['queueCategory', filters.categories.join(',')]);
    if (filters.severities.length > 0) parts.push(['queueSeverity', filters.severities.join(',')]);
    if (filters.statuses.length > 0) parts.push(['queueStatus', filters.statuses.join(',')]);
    if (filters.worker !== null) parts.push(['queueWorker', filters.worker]);
    if (filters.grid !== null) parts.push(['queueGrid', encodeURIComponent(filters.grid)]);
    if (!isInitiallyShown(shown)) {
      parts.push(['queueShow', dispatchLayers.filter((layer) => shown.includes(layer)).join(',') || 'none']);
    }
    if (incident !== null) parts.push(['incident', incident]);
    return parts;
  },
};

/** How many of the five kinds of filter say something. */
export function countFilters({ categories, severities, statuses, worker, grid }: QueueFilters): number {
  return [
    categories.length > 0,
    severities.length > 0,
    statuses.length > 0,
    worker !== null,
    grid !== null,
  ].filter(Boolean).length;
}

function isInitiallyShown(shown: readonly DispatchLayer[]): boolean {
  return shown.length === initial.shown.length && initial.shown.every((layer) => shown.includes(layer));
}

function listed(text: string | null): string[] {
  return text === null || text === '' ? [] : text.split(',');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}
