// What was chosen in the search last, on this device: where it is and what it is called, but never an address that is only
// beside a reference.
import { readStored, store } from '../state/storage.ts';
import type { Bounds } from '../state/view.svelte.ts';

export interface Recent {
  kind: 'grid' | 'street' | 'community' | 'household' | 'incident' | 'building' | 'address' | 'road';
  region: string;
  /** The code of a grid or an area, the id of an incident or a household. */
  id: string;
  title: string;
  lon: number;
  lat: number;
  bbox: Bounds | null;
}

const key = 'gridwright.recent';
const most = 8;

class Recents {
  #all = $state.raw<readonly Recent[]>(readAll());

  of(region: string): readonly Recent[] {
    return this.#all.filter((recent) => recent.region === region);
  }

  add(recent: Recent): void {
    const others = this.#all.filter((other) => !isSame(other, recent));
    this.#all = [recent, ...others].slice(0, most);
    store(key, JSON.stringify(this.#all));
  }

  forget(): void {
    this.#all = [];
    store(key, null);
  }
}

function isSame(a: Recent, b: Recent): boolean {
  return a.region === b.region && a.kind === b.kind && a.id === b.id && a.title === b.title;
}

/** What another version of this page kept may look otherwise: then there is nothing. */
function readAll(): Recent[] {
  try {
    const parsed = JSON.parse(readStored(key) ?? '[]') as unknown;
    return Array.isArray(parsed) ? parsed.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is Recent {
  const { kind, region, id, title, lon, lat, bbox } = (value ?? {}) as Partial<Record<keyof Recent, unknown>>;
  const texts = [kind, region, id, title].every((text) => typeof text === 'string');
  return (
    texts && typeof lon === 'number' && typeof lat === 'number' && (bbox === null || Array.isArray(bbox))
  );
}

export const recents = new Recents();
