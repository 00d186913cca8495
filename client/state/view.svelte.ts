// The one view state. Actions change it; panels and layers read it; the URL follows it.
import type { Theme } from './classes.ts';
import {
  type Camera,
  formatView,
  type Language,
  type LayerName,
  parseView,
  type Selection,
  type ViewState,
  type Workspace,
} from './viewState.ts';

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Where the user asked the map to go; a new object is a new wish. */
export interface Focus {
  bounds: Bounds;
  /** `always`: go there. `ifHidden`: only when it is not in sight. */
  when: 'always' | 'ifHidden';
}

class View {
  #state = $state.raw<ViewState>(parseView(location.search));
  // derived one by one: who reads the selection does not run again when the map moves
  readonly region = $derived(this.#state.region);
  readonly camera = $derived(this.#state.camera);
  readonly workspace = $derived(this.#state.workspace);
  readonly selection = $derived(this.#state.selection);
  readonly layers = $derived(this.#state.layers);
  readonly insight = $derived(this.#state.insight);
  readonly coverage = $derived(this.#state.coverage);
  readonly hotspots = $derived(this.#state.hotspots);
  readonly workload = $derived(this.#state.workload);
  readonly dispatch = $derived(this.#state.dispatch);
  readonly plan = $derived(this.#state.plan);
  readonly locating = $derived(this.#state.locating);
  readonly language: Language = $derived(this.#state.language ?? browserLanguage());
  readonly theme = $derived(this.#state.theme);

  /** Not in the URL: the grid under the pointer, on the map or in the list. */
  hoveredCode = $state.raw<string | null>(null);
  /** Not in the URL: what the map shows now; null until it has drawn once. */
  bounds = $state.raw<Bounds | null>(null);
  focus = $state.raw<Focus | null>(null);

  constructor() {
    addEventListener('popstate', () => {
      this.#state = parseView(location.search);
    });
  }

  /** A view of another region is a new place: it gets an entry in the history, the rest replaces. */
  showRegion(code: string): void {
    this.#change({ region: code, camera: null, selection: { kind: 'none' } }, 'push');
  }

  moved(camera: Camera, bounds: Bounds): void {
    this.bounds = bounds;
    this.#change({ camera });
  }

  /** A workspace is a place, too: the browser's back button returns to the one before. */
  showWorkspace(workspace: Workspace): void {
    this.#change({ workspace }, 'push');
  }

  /** Changes a part of one section: `view.update('insight', { page: 'coverage' })`. */
  update<Section extends 'insight' | 'coverage' | 'hotspots' | 'workload' | 'dispatch' | 'plan' | 'locating'>(
    section: Section,
    part: Partial<ViewState[Section]>,
  ): void {
    this.#change({ [section]: { ...this.#state[section], ...part } });
  }

  showLayer(layer: LayerName, shown: boolean): void {
    const others = this.layers.filter((name) => name !== layer);
    this.#change({ layers: shown ? [...others, layer] : others });
  }

  select(selection: Selection): void {
    this.#change({ selection });
  }

  clearSelection(): void {
    this.select({ kind: 'none' });
  }

  speak(language: Language): void {
    this.#change({ language });
  }

  /** Only where the link says a theme already: else it is a setting of the device. */
  showTheme(theme: Theme): void {
    this.#change({ theme });
  }

  goTo(bounds: Bounds, when: Focus['when'] = 'always'): void {
    this.focus = { bounds, when };
  }

  #change(part: Partial<ViewState>, history: 'push' | 'replace' = 'replace'): void {
    this.#state = { ...this.#state, ...part };
    const url = location.pathname + formatView(this.#state) + location.hash;
    if (url === location.pathname + location.search + location.hash) return;
    if (history === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  }
}

function browserLanguage(): Language {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) &&
    !navigator.languages[0]?.toLowerCase().startsWith('en')
    ? 'zh-CN'
    : 'en';
}

export const view = new View();
