// Light or dark: what the user chose, else what the system prefers. Kept on this device, not in the URL.
import type { Theme } from './classes.ts';

const key = 'gridwright.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

class ThemeChoice {
  #chosen = $state.raw<Theme | null>(readChoice());
  #system = $state.raw<Theme>(system.matches ? 'dark' : 'light');

  constructor() {
    system.addEventListener('change', () => {
      this.#system = system.matches ? 'dark' : 'light';
    });
  }

  get current(): Theme {
    return this.#chosen ?? this.#system;
  }

  toggle(): void {
    this.#chosen = this.current === 'light' ? 'dark' : 'light';
    try {
      localStorage.setItem(key, this.#chosen);
    } catch {
      // a browser that forbids storage keeps the choice until the page closes
    }
  }
}

function readChoice(): Theme | null {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    return null;
  }
}

export const theme = new ThemeChoice();
