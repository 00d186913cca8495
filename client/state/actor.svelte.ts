// Who works at this screen, as they say themselves: written changes carry it. Kept on this device.
const key = 'gridwright.actor';

class Actor {
  #name = $state.raw(stored());

  /** Empty: nobody said. */
  get name(): string {
    return this.#name;
  }

  set name(text: string) {
    this.#name = text.trim().slice(0, 64);
    try {
      localStorage.setItem(key, this.#name);
    } catch {
      // a browser that forbids storage keeps it until the page closes
    }
  }
}

function stored(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

export const actor = new Actor();
