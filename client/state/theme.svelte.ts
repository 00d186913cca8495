// Light or dark: what the link says, else what the user chose on this device, else what the system prefers.
import type { Theme } from './classes.ts';
import { readStored, store } from './storage.ts';
import { view } from './view.svelte.ts';

const key = 'gridwright.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

class ThemeChoice {
  #chosen = $state.raw<Theme | null>(readChoice());
  #system = $state.raw<Theme>(system.matches ? 'dark' : 'light');
  #forPaper = $state.raw(false);

  constructor() {
    system.addEventListener('change', () => {
      this.#system = system.matches ? 'dark' : 'light';
    });
  }

  get current(): Theme {
    return this.#forPaper ? 'light' : (view.theme ?? this.#chosen ?? this.#system);
  }

  toggle(): void {
    const next = this.current === 'light' ? 'dark' : 'light';
    if (view.theme !== null) view.showTheme(next);
    this.#chosen = next;
    store(key, next);
  }

  /** What is derived from the theme, as it is in the light one: paper is white. Nothing on the screen changes. */
  onPaper<Answer>(read: () => Answer): Answer {
    this.#forPaper = true;
    try {
      return read();
    } finally {
      this.#forPaper = false;
    }
  }
}

function readChoice(): Theme | null {
  const stored = readStored(key);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

export const theme = new ThemeChoice();
