// What was done, said for a moment, with a way back where there is one.
const shownMs = 6_000;

export interface Toast {
  id: number;
  /** A function: a change of language rewrites it. */
  text: () => string;
  action?: { label: () => string; run: () => void };
}

class Toasts {
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  shown = $state.raw<readonly Toast[]>([]);

  /** One at a time: a newer one takes the place of the one before. */
  show(text: Toast['text'], action?: Toast['action']): void {
    for (const { id } of this.shown) this.dismiss(id);
    const id = this.#next++;
    this.shown = [{ id, text, ...(action === undefined ? {} : { action }) }];
    this.resume(id);
  }

  /** Nobody loses a toast that they are about to use. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), shownMs),
    );
  }

  dismiss(id: number): void {
    this.pause(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
