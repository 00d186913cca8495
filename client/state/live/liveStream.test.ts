import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveStream, type StreamState } from './liveStream.ts';

/** A server whose streams the test writes and ends itself. */
class Opening {
  readonly lastEventId: string;
  readonly signal: AbortSignal;
  readonly #answer: (response: Response) => void;
  readonly #fail: (reason: Error) => void;
  readonly answered: Promise<Response>;
  #out: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(lastEventId: string, signal: AbortSignal) {
    this.lastEventId = lastEventId;
    this.signal = signal;
    const { promise, resolve, reject } = withResolvers<Response>();
    this.answered = promise;
    this.#answer = resolve;
    this.#fail = reject;
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
      try {
        this.#out?.error(new Error('aborted'));
      } catch {
        // it had ended already
      }
    });
  }

  async write(text: string): Promise<void> {
    if (this.#out === undefined) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.#out = controller;
        },
      });
      this.#answer(new Response(body));
    }
    this.#out!.enqueue(new TextEncoder().encode(text));
    await vi.advanceTimersByTimeAsync(0);
  }

  async end(): Promise<void> {
    this.#out!.close();
    await vi.advanceTimersByTimeAsync(0);
  }

  async refuse(status: number): Promise<void> {
    this.#answer(new Response(null, { status }));
    await vi.advanceTimersByTimeAsync(0);
  }

  async fail(): Promise<void> {
    this.#fail(new Error('no route'));
    await vi.advanceTimersByTimeAsync(0);
  }
}

function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}

let openings: Opening[];
let states: StreamState[];
let heard: string[];
let anew: number;
let stream: LiveStream;

beforeEach(() => {
  vi.useFakeTimers();
  openings = [];
  states = [];
  heard = [];
  anew = 0;
  stream = new LiveStream({
    open: (lastEventId, signal) => {
      const opening = new Opening(lastEventId, signal);
      openings.push(opening);
      return opening.answered;
    },
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    onstate: (state) => states.push(state),
    onevent: ({ event, id }) => heard.push(`${event} ${id}`),
    onheard: () => {},
    onanew: () => {
      anew += 1;
    },
  });
  stream.start();
  return () => {
    stream.stop();
    vi.useRealTimers();
  };
});

const ready = (sequence: number) => `id: 370215:${sequence}\nevent: ready\ndata: {}\n\n`;
const change = (sequence: number) => `id: 370215:${sequence}\nevent: change\ndata: {"kind":"incident"}\n\n`;

describe('the live stream', () => {
  test('is connecting until something arrives, then live', async () => {
    expect(stream.state).toBe('connecting');
    await openings[0]!.write(ready(17));
    expect(states).toEqual(['live']);
    expect(heard).toEqual(['ready 370215:17']);
  });

  test('goes on behind the last event that it read', async () => {
    await openings[0]!.write(ready(17) + change(18));
    await openings[0]!.end();
    expect(states).toEqual(['live', 'connecting']);
    await vi.advanceTimersByTimeAsync(250);
    expect(openings[1]!.lastEventId).toBe('370215:18');
    await openings[1]!.write(ready(18) + change(19));
    expect(states).toEqual(['live', 'connecting', 'live']);
    expect(heard.at(-1)).toBe('change 370215:19');
  });

  test('is offline when the next try fails too, and tries ever more patiently', async () => {
    await openings[0]!.write(ready(17));
    await openings[0]!.end();
    const waits: number[] = [];
    for (let failure = 1; failure <= 9; failure++) {
      const before = Date.now();
      while (openings.length === failure) await vi.advanceTimersByTimeAsync(250);
      waits.push(Date.now() - before);
      await openings[failure]!.fail();
      expect(stream.state).toBe('offline');
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  test('is offline when the server refuses it, and live again when it does not', async () => {
    await openings[0]!.refuse(503);
    expect(stream.state).toBe('offline');
    await vi.advanceTimersByTimeAsync(250);
    await openings[1]!.write(ready(1));
    expect(stream.state).toBe('live');
  });

  test('begins anew where the server does not know its position', async () => {
    await openings[0]!.write(ready(17));
    await openings[0]!.end();
    await vi.advanceTimersByTimeAsync(250);
    await openings[1]!.refuse(409);
    expect(anew).toBe(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(openings[2]!.lastEventId).toBe('');
  });

  test('does not wait for a server that has fallen silent', async () => {
    await openings[0]!.write(ready(17));
    await vi.advanceTimersByTimeAsync(40_000);
    await openings[0]!.write(': still here\n\n');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(stream.state).toBe('live');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stream.state).toBe('connecting');
    expect(openings[0]!.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(250);
    expect(openings).toHaveLength(2);
  });

  test('asks at once when it is told to, with one stream only', async () => {
    await openings[0]!.fail();
    stream.reconnect();
    expect(openings).toHaveLength(2);
    await openings[1]!.write(ready(17));
    stream.reconnect();
    expect(openings.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(openings).toHaveLength(3);
  });

  test('that was stopped asks nobody until it is started again', async () => {
    await openings[0]!.write(ready(17));
    stream.stop();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(openings).toHaveLength(1);
    expect(stream.state).toBe('connecting');
    stream.start();
    expect(openings[1]!.lastEventId).toBe('370215:17');
  });
});
