// What is kept on this device. A browser may forbid storage: then nothing is kept, and everything works all the same.

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null: nothing is to be kept. */
export function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // kept until the page closes
  }
}
