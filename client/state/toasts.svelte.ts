// What was done, said for a moment, with a way back where there is one. What failed stays until it is read.
const shownMs = 6_000;

export interface Toast {
  id: number;
  tone: 'done' | 'failed';
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
    this.#put('done', text, action);
  }

  fail(text: Toast['text'], action?: Toast['action']): void {
    this.#put('failed', text, action);
  }

  /** Nobody loses a toast that they are about to use. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.pause(id);
    if (this.shown.some((toast) => toast.id === id && toast.tone === 'failed')) return;
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), shownMs),
    );
  }

  dismiss(id: number): void {
    this.pause(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  #put(tone: Toast['tone'], text: Toast['text'], action: Toast['action']): void {
    for (const { id } of this.shown) this.dismiss(id);
    const id = this.#next++;
    this.shown = [{ id, tone, text, ...(action === undefined ? {} : { action }) }];
    this.resume(id);
  }
}

export const toasts = new Toasts();
