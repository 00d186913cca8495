// What of the shell is open, and the few settings that it keeps on this device.
import { readStored, store } from '../state/storage.ts';

export type ShellDialog = 'keys' | 'actor' | 'share' | 'region' | 'more';

const singleKeysSetting = 'gridwright.singleKeys';

class Desk {
  /** One at a time. */
  open = $state.raw<ShellDialog | null>(null);
  #singleKeys = $state.raw(readStored(singleKeysSetting) !== 'off');
  /** Puts the cursor into the search; null: there is none. */
  focusSearch: (() => void) | null = null;

  /** Whether a single letter is a command. */
  get singleKeys(): boolean {
    return this.#singleKeys;
  }

  set singleKeys(on: boolean) {
    this.#singleKeys = on;
    store(singleKeysSetting, on ? null : 'off');
  }
}

export const desk = new Desk();
