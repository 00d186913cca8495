// Keeps one event stream open: opens it again where it broke, ever more patiently, and says how it stands. No browser in it:
// what fetches and what waits is given.
import { EventParser, type ServerEvent } from './eventParser.ts';

/** `connecting`: not yet known, or between two streams; `offline`: the last try failed. */
export type StreamState = 'connecting' | 'live' | 'offline';

export interface LiveStreamOptions {
  open(lastEventId: string, signal: AbortSignal): Promise<Response>;
  /** Calls back after the time. @returns what calls it off */
  after(milliseconds: number, callback: () => void): () => void;
  onstate(state: StreamState): void;
  onevent(event: ServerEvent): void;
  /** Something arrived, even if only a sign of life. */
  onheard(): void;
  /** The server does not know the position: another database, or one that was restored. All that is known is in doubt. */
  onanew(): void;
}

/** The server gives a sign of life every 15 s: after three that stayed away nobody is there. */
const silenceMs = 45_000;
const firstWaitMs = 250;
const longestWaitMs = 15_000;

export class LiveStream {
  readonly #options: LiveStreamOptions;
  #state: StreamState = 'connecting';
  #lastEventId = '';
  #failures = 0;
  #attempt: AbortController | undefined;
  #stopWaiting: (() => void) | undefined;
  #isRunning = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
  }

  get state(): StreamState {
    return this.#state;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#connect();
  }

  /** Stops until it is started again; what happened meanwhile is told then. */
  stop(): void {
    this.#isRunning = false;
    this.#stopWaiting?.();
    this.#attempt?.abort();
    this.#enter('connecting');
  }

  /** Asks at once: the network changed, or the user wants to know. */
  reconnect(): void {
    if (!this.#isRunning) return;
    this.#failures = 0;
    this.#stopWaiting?.();
    this.#attempt?.abort();
    void this.#connect();
  }

  async #connect(): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    const isCurrent = () => this.#isRunning && this.#attempt === attempt;
    try {
      const wasOpened = await this.#read(attempt, isCurrent);
      if (!isCurrent()) return;
      this.#enter(wasOpened ? 'connecting' : 'offline');
    } catch {
      if (!isCurrent()) return;
      this.#enter(this.#state === 'live' ? 'connecting' : 'offline');
    }
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#stopWaiting = this.#options.after(waitMs, () => void this.#connect());
  }

  /** Reads to the end of the stream. @returns false: the server refused it */
  async #read(attempt: AbortController, isCurrent: () => boolean): Promise<boolean> {
    let stopListening = this.#options.after(silenceMs, () => attempt.abort());
    try {
      const response = await this.#options.open(this.#lastEventId, attempt.signal);
      if (!isCurrent()) return false;
      if (response.status === 409 || response.status === 400) {
        this.#lastEventId = '';
        this.#options.onanew();
        return true;
      }
      const { body } = response;
      if (!response.ok || body === null) return false;
      const parser = new EventParser();
      const decoder = new TextDecoder();
      const reader = body.getReader();
      for (let pieces = 0; ; pieces++) {
        const { done, value } = await reader.read();
        if (done || !isCurrent()) return true;
        stopListening();
        stopListening = this.#options.after(silenceMs, () => attempt.abort());
        // a server that takes the stream and drops it at once is not asked four times a second
        if (pieces > 0) this.#failures = 0;
        this.#enter('live');
        this.#options.onheard();
        for (const event of parser.push(decoder.decode(value, { stream: true }))) {
          this.#lastEventId = event.id;
          this.#options.onevent(event);
        }
      }
    } finally {
      stopListening();
      attempt.abort(); // a body that is not read any more must not hold its connection
    }
  }

  #enter(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onstate(state);
  }
}
