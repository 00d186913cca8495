// Which parts of the legend are folded up: the same on every page, until the page is loaded again.
import { SvelteSet } from 'svelte/reactivity';

const folded = new SvelteSet<string>();

export const collapsed = {
  has: (part: string) => folded.has(part),
  toggle(part: string): void {
    if (!folded.delete(part)) folded.add(part);
  },
};
