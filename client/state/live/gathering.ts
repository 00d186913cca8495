// Many events in a row become few renewals: the first is shown at once, the next not before what the last one asked for has
// been answered, or a burst would abort every answer for the next one.

export interface GatheringOptions {
  after(milliseconds: number, callback: () => void): () => void;
  now(): number;
  /** Whether answers to the last renewal are still on their way. */
  isBusy(): boolean;
  renew(): void;
}

const leastMs = 500;
const longestMs = 5_000;
const lookAgainMs = 100;

export class Gathering {
  readonly #options: GatheringOptions;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #stopWaiting: (() => void) | undefined;

  constructor(options: GatheringOptions) {
    this.#options = options;
  }

  /** Something happened: there will be a renewal, now or soon. */
  add(): void {
    if (this.#stopWaiting === undefined) this.#look();
  }

  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  #look(): void {
    this.#stopWaiting = undefined;
    const { after, now, isBusy, renew } = this.#options;
    const elapsed = now() - this.#renewedAt;
    if (elapsed >= longestMs || (elapsed >= leastMs && !isBusy())) {
      this.#renewedAt = now();
      renew();
    } else {
      const waitMs = elapsed < leastMs ? leastMs - elapsed : lookAgainMs;
      this.#stopWaiting = after(waitMs, () => this.#look());
    }
  }
}
