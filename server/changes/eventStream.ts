// One listener: `text/event-stream` written at the pace at which it is read. The listener's own position says what
// comes next, so nothing is left out or sent twice, whatever happens between.
import type { ServerResponse } from 'node:http';
import type { Scope } from '../access/scope.ts';
import { limits } from '../limits.ts';
import { type ChangeFeed, isPassing } from './feed.ts';
import type { Change } from './queries.ts';

export interface Listener {
  scope: Scope;
  /** Code; undefined: all regions in scope, and the ids of events are lists. */
  region: string | undefined;
  /** By code: the last change that was read. A region that comes to be later begins at 0. */
  positions: Map<string, number>;
}

/**
 * Writes until the listener goes, is too slow, the feed is closed, or a region has gone back, after a restore: who opens
 * the stream again is told then. The headers have been sent.
 */
export async function streamChanges(
  feed: ChangeFeed,
  out: ServerResponse,
  listener: Listener,
  slowListenerMs: number = limits.slowListenerMs,
): Promise<void> {
  const write = (text: string) => writePatiently(out, text, slowListenerMs);
  const { setbacks } = feed;
  const isOpen = () => !feed.isClosed && feed.setbacks === setbacks && !out.destroyed && !out.writableEnded;
  // the id reaches a browser at once, so that even a stream that breaks before its first change goes on from here
  await write(`retry: ${limits.eventRetryMs}\nid: ${idOf(listener)}\nevent: ready\ndata: {}\n\n`);
  while (isOpen()) {
    const { moves } = feed;
    const isAll = await sendNews(feed, isOpen, listener, write);
    if (!isOpen()) break;
    if (feed.moves !== moves) continue; // while it was being sent
    const patienceMs = isAll ? limits.heartbeatMs : limits.changePollMs;
    const hasMoved = await within(patienceMs, (callback) => feed.onMove(callback), out);
    if (!hasMoved && isAll && isOpen()) await write(': still here\n\n');
  }
  // what a stuck listener has not taken it will ask for again
  if (out.writableNeedDrain) out.destroy();
  else out.end();
}

/** @returns false when the database did not answer: to be tried again soon */
async function sendNews(
  feed: ChangeFeed,
  isOpen: () => boolean,
  listener: Listener,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  const { scope, positions } = listener;
  for (const { regionId, code, sequence } of feed.positions(scope)) {
    if (listener.region !== undefined && listener.region !== code) continue;
    while ((positions.get(code) ?? 0) < sequence && isOpen()) {
      let changes: Change[];
      try {
        changes = await feed.changesAfter(scope, regionId, positions.get(code) ?? 0);
      } catch (error) {
        if (isPassing(error)) return false;
        throw error;
      }
      if (changes.length === 0) break;
      await write(changes.map((change) => eventOf(listener, code, change)).join(''));
    }
  }
  return true;
}

/** One change as an event; the listener's position moves with it. */
function eventOf(listener: Listener, code: string, change: Change): string {
  listener.positions.set(code, change.sequence);
  return `id: ${idOf(listener)}\nevent: change\ndata: ${JSON.stringify(describeChange(code, change))}\n\n`;
}

export function describeChange(region: string, { sequence, ...change }: Change) {
  return { region, sequence: String(sequence), ...change };
}

function idOf({ region, positions }: Listener): string {
  if (region !== undefined) return String(positions.get(region) ?? 0);
  return [...positions].map(([code, sequence]) => `${code}:${sequence}`).join(',');
}

/** Waits until it has been taken; a listener that does not take it in time is dropped. */
async function writePatiently(out: ServerResponse, text: string, slowListenerMs: number): Promise<void> {
  if (out.destroyed || out.writableEnded || out.write(text)) return;
  const drained = (callback: () => void) => {
    out.once('drain', callback);
    return () => out.off('drain', callback);
  };
  if (!(await within(slowListenerMs, drained, out))) out.destroy();
}

/** @returns whether it came to pass in time; true also when the listener has gone */
function within(
  milliseconds: number,
  subscribe: (callback: () => void) => () => void,
  out: ServerResponse,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (value: boolean) => {
      clearTimeout(timer);
      out.off('close', happened);
      unsubscribe();
      resolve(value);
    };
    const happened = () => end(true);
    const timer = setTimeout(() => end(false), milliseconds);
    out.once('close', happened);
    const unsubscribe = subscribe(happened);
  });
}
