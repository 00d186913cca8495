// The list of incidents: what is asked for, what stands, and what arrived by itself.
import { createQuery } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import { dateIn } from '../../../state/periods.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import type { AnsweredWrites } from '../incident/answeredWrites.svelte.ts';
import { fetchQueue, type QueueItem } from '../incidentApi.ts';
import { type HeldRows, holdRows } from './heldRows.ts';
import { type Known, newOnes, withList } from './newOnes.ts';
import { queueQuery } from './queueQuery.ts';

const pageSize = 200;
const secondMs = 1_000;

/** To be called while a component is made: it asks the server. */
export function createQueue(context: WorkspaceContext, answered: AnsweredWrites) {
  let wanted = $state(pageSize);
  /** Somebody reads or points at the list: it stands still. */
  let isHeld = $state(false);
  let now = $state(Date.now());

  const asked = $derived(queueQuery(view.dispatch, dateIn(new Date(now), context.region.timeZone)));
  const listKey = $derived(JSON.stringify([context.region.code, asked]));

  /** The list before stays until the newer one is there, but never another list. */
  const sameList = <Answer>(
    previous: Answer | undefined,
    before: { queryKey: readonly unknown[] } | undefined,
  ) => (before?.queryKey[1] === listKey ? previous : undefined);
  const query = createQuery(() => ({
    queryKey: ['queue', listKey, context.region.changeSequence, wanted],
    queryFn: ({ signal }) => fetchQueue(context.region.code, asked, wanted, signal),
    enabled: view.workspace === 'dispatch',
    placeholderData: sameList,
  }));

  const fresh = $derived(query.data?.incidents.map((item) => answered.newest(item)) ?? []);
  let standing: { key: string; rows: readonly QueueItem[] } = { key: '', rows: [] };
  const held = $derived.by((): HeldRows<QueueItem> => {
    const before = standing.key === listKey ? standing.rows : [];
    const next = holdRows(before, fresh, isHeld);
    standing = { key: listKey, rows: next.rows };
    return next;
  });

  let known: { key: string; known: Known } | undefined;
  let arrived = $state.raw<readonly string[]>([]);

  $effect(() => {
    if (query.data === undefined || query.isPlaceholderData) return;
    const list = query.data.incidents;
    const key = listKey;
    untrack(() => {
      const next = withList(known?.key === key ? known.known : undefined, list, Date.now());
      known = { key, known: next };
      refreshArrived();
    });
  });

  $effect(() => {
    if (view.workspace !== 'dispatch') return;
    const timer = setInterval(() => {
      if (arrived.length > 0) refreshArrived();
      // midnight begins another day
      if (Date.now() - now > 60 * secondMs) now = Date.now();
    }, secondMs);
    return () => clearInterval(timer);
  });

  function refreshArrived(): void {
    const ids = newOnes(known?.known, Date.now());
    if (ids.join() !== arrived.join()) arrived = ids;
  }

  return {
    query,
    get rows() {
      return held.rows;
    },
    /** New ones that are not in the list because it is held. */
    get waiting() {
      return held.waiting;
    },
    /** Ids of those that arrived by themselves within the last minute. */
    get arrived() {
      return arrived;
    },
    get counts() {
      return query.data?.counts;
    },
    get matched() {
      return query.data?.matched ?? 0;
    },
    get hasMore() {
      return query.data?.next != null;
    },
    /** Of some the one that was reported last. */
    newest(ids: readonly string[]): QueueItem | undefined {
      return fresh.find(({ id }) => ids.includes(id));
    },
    /** Made at this screen: it is not news. */
    knows(id: string): void {
      if (known === undefined) return;
      known = { ...known, known: { ...known.known, ids: new Set([...known.known.ids, id]) } };
    },
    hold(next: boolean): void {
      isHeld = next;
    },
    showMore(): void {
      if (!query.isFetching) wanted += pageSize;
    },
  };
}

export type QueueModel = ReturnType<typeof createQueue>;
