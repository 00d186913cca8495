// What the server answered to a write stands at once, until a list that is as new arrives.
import { SvelteMap } from 'svelte/reactivity';
import type { QueueItem } from '../incidentApi.ts';

interface Answered {
  item: QueueItem;
  /** ETags of the states before: a list that still shows one of them is older. */
  replaced: readonly string[];
}

export function createAnsweredWrites() {
  const answers = new SvelteMap<string, Answered>();

  return {
    /** The newer of what a list says and what a write was answered with. */
    newest(item: QueueItem): QueueItem {
      const answered = answers.get(item.id);
      return answered?.replaced.includes(item.etag) ? answered.item : item;
    },
    record(before: QueueItem, after: QueueItem): void {
      const earlier = answers.get(before.id)?.replaced ?? [];
      answers.set(before.id, { item: after, replaced: [...earlier, before.etag] });
    },
  };
}

export type AnsweredWrites = ReturnType<typeof createAnsweredWrites>;
