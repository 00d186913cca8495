// The event stream of this page: whatever is written anywhere moves the regions on, and with them every query whose key holds
// how far its region is. Nothing is loaded again that did not change.
import { useQueryClient } from '@tanstack/svelte-query';
import type { RegionList } from '../../../server/regions/schemas.ts';
import { fetchRegions } from '../../api.ts';
import type { ServerEvent } from './eventParser.ts';
import { Gathering } from './gathering.ts';
import { LiveStream, type StreamState } from './liveStream.ts';
import { changesRegionItself, isBehind, movedOn, type Positions, parsePositions } from './positions.ts';

/** While there is no stream the regions are asked for instead; beside it seldom, for boundaries whose day has come. */
export const pollMs = { live: 60_000, connecting: 10_000, offline: 10_000 };
/** A browser opens six connections to a server: pages that nobody looks at give theirs back. */
const hiddenMs = 5 * 60_000;

const after = (milliseconds: number, callback: () => void) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

class Live {
  state = $state.raw<StreamState>('connecting');
  /** Epoch milliseconds of the last that was heard; 0: nothing yet. */
  heardAt = $state.raw(0);
  /** Epoch milliseconds of the last try that failed. */
  failedAt = $state.raw(0);
  positions: Positions = new Map();
  #stream: LiveStream | undefined;

  /** Follows the server until the returned function is called. */
  follow(onmove: (regionItself: boolean) => void, onanew: () => void): () => void {
    const stream = new LiveStream({
      open: (lastEventId, signal) =>
        fetch('/api/events', {
          signal,
          cache: 'no-store',
          headers: {
            accept: 'text/event-stream',
            ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
          },
        }),
      after,
      onstate: (state) => {
        this.state = state;
        if (state === 'offline') this.failedAt = Date.now();
      },
      onheard: () => {
        this.heardAt = Date.now();
      },
      onevent: (event) => {
        this.positions = parsePositions(event.id);
        onmove(event.event === 'ready' || changesRegionItself(kindOf(event)));
      },
      onanew: () => {
        this.positions = new Map();
        onanew();
      },
    });
    this.#stream = stream;
    const stopWatching = watchPage(stream);
    stream.start();
    return () => {
      stopWatching();
      stream.stop();
    };
  }

  reconnect(): void {
    this.#stream?.reconnect();
  }
}

export const live = new Live();

/** The regions, never older than what the stream told. */
export async function fetchRegionsNow(signal: AbortSignal): Promise<RegionList> {
  const { regions } = await fetchRegions(signal);
  return { regions: movedOn(regions, live.positions) };
}

/** To be called while a component is made: it listens as long as the component stands. */
export function followServer(): void {
  const client = useQueryClient();
  const regionsKey = ['regions'];
  let isRegionItself = false;
  const gathering = new Gathering({
    after,
    now: () => performance.now(),
    isBusy: () => client.isFetching({ predicate: ({ queryKey }) => queryKey.length > 1 }) > 0,
    renew: () => {
      const known = client.getQueryData<RegionList>(regionsKey);
      if (known === undefined) return;
      const isMore = known.regions.length !== live.positions.size;
      if (isRegionItself && (isMore || isBehind(known.regions, live.positions))) {
        void client.invalidateQueries({ queryKey: regionsKey });
      } else {
        client.setQueryData<RegionList>(regionsKey, { regions: movedOn(known.regions, live.positions) });
      }
      isRegionItself = false;
    },
  });
  $effect(() => {
    const stop = live.follow(
      (regionItself) => {
        isRegionItself ||= regionItself;
        gathering.add();
      },
      () => void client.invalidateQueries(),
    );
    return () => {
      gathering.stop();
      stop();
    };
  });
}

function kindOf({ data }: ServerEvent): string {
  const { kind } = JSON.parse(data) as { kind?: unknown };
  return typeof kind === 'string' ? kind : '';
}

/** The stream rests while the page has been hidden for long, and is asked at once when the network says that it changed. */
function watchPage(stream: LiveStream): () => void {
  let stopWaiting: (() => void) | undefined;
  const changed = () => stream.reconnect();
  const shown = () => {
    stopWaiting?.();
    if (document.hidden) stopWaiting = after(hiddenMs, () => stream.stop());
    else stream.start();
  };
  addEventListener('online', changed);
  addEventListener('offline', changed);
  document.addEventListener('visibilitychange', shown);
  return () => {
    stopWaiting?.();
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
    document.removeEventListener('visibilitychange', shown);
  };
}
