// Who works at this screen, as they say themselves: written changes carry it. Kept on this device.
import { initialsOf } from './initials.ts';
import { readStored, store } from './storage.ts';

const key = 'gridwright.actor';
export const longestName = 64;

class Actor {
  #name = $state.raw(readStored(key) ?? '');

  /** Empty: nobody said. */
  get name(): string {
    return this.#name;
  }

  set name(text: string) {
    this.#name = text.trim().slice(0, longestName);
    store(key, this.#name === '' ? null : this.#name);
  }

  get initials(): string {
    return initialsOf(this.#name);
  }
}

export const actor = new Actor();
