// Sends changes of incidents, one at a time. The answer counts: nothing on the screen is ahead of the server.
import { useQueryClient } from '@tanstack/svelte-query';
import { ApiError, isUnanswered } from '../../../api.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import { writeTagged } from '../../../state/write.ts';
import {
  fetchHistory,
  fetchIncident,
  fetchItem,
  type HistoryEntry,
  type Incident,
  type QueueItem,
} from '../incidentApi.ts';
import type { AnsweredWrites } from './answeredWrites.svelte.ts';
import { type IncidentChange, isDone, itemAfter, type Pin, requestOf, undoOf } from './incidentChange.ts';

export interface WantedChange {
  item: QueueItem;
  change: IncidentChange;
  /** The pin before, for the way back. */
  pinBefore: Pin | null;
  /** What it does, as the toast says it when it is done. A function: a change of language rewrites it. */
  done: () => string;
  /** False: it is a way back itself. */
  canUndo?: boolean;
}

export type WritingState =
  | { kind: 'rest' }
  | { kind: 'sending'; wanted: WantedChange }
  | { kind: 'failed'; wanted: WantedChange; error: unknown }
  /** Somebody else was faster: `now` is what stands, `by` the change that made it so. */
  | { kind: 'conflict'; wanted: WantedChange; now: QueueItem; by: HistoryEntry | undefined };

export function createWriting(region: () => string, answered: AnsweredWrites) {
  const client = useQueryClient();
  let state = $state.raw<WritingState>({ kind: 'rest' });

  /** `mayBeStored`: it was sent before, and its answer never arrived. */
  async function send(wanted: WantedChange, mayBeStored = false): Promise<boolean> {
    if (state.kind === 'sending') return false;
    state = { kind: 'sending', wanted };
    const { item, change } = wanted;
    try {
      const request = requestOf(region(), item.id, change);
      const { answer, etag } = await writeTagged<Incident | undefined>({ ...request, etag: item.etag });
      const incident = answer ?? (await fetchIncident(region(), item.id));
      const after = itemAfter(item, incident, etag ?? item.etag);
      answered.record(item, after);
      finish(wanted, after);
      return true;
    } catch (error) {
      const conflict = await conflictOf(wanted, error);
      if (mayBeStored && conflict !== undefined && isDone(change, conflict.now)) {
        finish(wanted, conflict.now);
        return true;
      }
      state = conflict ?? { kind: 'failed', wanted, error };
      return false;
    }
  }

  function finish({ item, change, pinBefore, done, canUndo }: WantedChange, after: QueueItem): void {
    state = { kind: 'rest' };
    const undo = undoOf(change, item, pinBefore);
    toasts.show(
      done,
      canUndo === false
        ? undefined
        : {
            label: () => words().dispatch.undo,
            run: () =>
              void send({
                item: after,
                change: undo,
                pinBefore: 'pin' in change ? change.pin : null,
                done: () => words().dispatch.undone,
                canUndo: false,
              }),
          },
    );
    // the change sequence is in the keys: when the regions are known anew, everything is asked again
    void client.refetchQueries({ queryKey: ['regions'] });
  }

  async function conflictOf(
    wanted: WantedChange,
    error: unknown,
  ): Promise<Extract<WritingState, { kind: 'conflict' }> | undefined> {
    if (!(error instanceof ApiError && error.status === 412)) return undefined;
    try {
      const [now, { entries }] = await Promise.all([
        fetchItem(region(), wanted.item.id),
        fetchHistory(region(), wanted.item.id),
      ]);
      answered.record(wanted.item, now);
      void client.refetchQueries({ queryKey: ['regions'] });
      return { kind: 'conflict', wanted, now, by: entries.at(-1) };
    } catch {
      return undefined;
    }
  }

  return {
    get state() {
      return state;
    },
    send,
    /** After a failure, as it was; after a conflict, on what stands now. */
    again(): void {
      if (state.kind === 'failed') {
        const { wanted, error } = state;
        state = { kind: 'rest' };
        void send(wanted, isUnanswered(error));
      } else if (state.kind === 'conflict') {
        const { wanted, now } = state;
        state = { kind: 'rest' };
        void send({ ...wanted, item: now });
      }
    },
    leave(): void {
      if (state.kind !== 'sending') state = { kind: 'rest' };
    },
  };
}
