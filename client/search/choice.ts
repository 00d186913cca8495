// One line of the search: what it is, and where choosing it leads.
import { around } from '../map/bounds.ts';
import { type Bounds, view } from '../state/view.svelte.ts';
import type { Recent } from './recents.svelte.ts';

export type ChoiceKind =
  | 'position'
  | 'grid'
  | 'street'
  | 'community'
  | 'household'
  | 'incident'
  | 'building'
  | 'address'
  | 'road'
  | 'command'
  | 'retry';

export interface Choice {
  key: string;
  kind: ChoiceKind;
  title: string;
  /** Beside the title, quieter. */
  detail: string;
  /** A key that does the same. */
  shortcut?: string;
  /** Keeps the search open afterwards. */
  stays?: boolean;
  choose: () => void;
}

export interface ChoiceGroup {
  key: string;
  title: string;
  choices: readonly Choice[];
}

/** Most places lie no farther than this from the edge of their grid, so the answer is in view. */
const edgeInViewM = 700;

export function showPoint(point: { lon: number; lat: number; accuracyM?: number | undefined }): void {
  const { lon, lat, accuracyM } = point;
  view.select({ kind: 'point', lon, lat, ...(accuracyM === undefined ? {} : { accuracyM }) });
  view.goTo(around(lon, lat, Math.max(edgeInViewM, (accuracyM ?? 0) * 1.5)));
}

export function showGrid(code: string, bbox: Bounds): void {
  view.select({ kind: 'grid', code });
  view.goTo(bbox);
}

/** An incident opens where it is handled; a place is located; an area is shown whole. */
export function showFound(found: Pick<Recent, 'kind' | 'id' | 'lon' | 'lat' | 'bbox'>): void {
  const { kind, id, lon, lat, bbox } = found;
  if (kind === 'grid') showGrid(id, bbox ?? around(lon, lat, edgeInViewM));
  else if (kind === 'street' || kind === 'community') view.goTo(bbox ?? around(lon, lat, edgeInViewM));
  else if (kind === 'incident') {
    view.showWorkspace('dispatch');
    view.update('dispatch', { incident: id });
    view.goTo(around(lon, lat, edgeInViewM));
  } else {
    showPoint({ lon, lat });
    if (bbox !== null) view.goTo(bbox);
  }
}
