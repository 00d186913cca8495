// The keys of Dispatch. They rest in text fields, in dialogs, and while a modifier is held.
import { desk } from '../../shell/desk.svelte.ts';
import { view } from '../../state/view.svelte.ts';
import type { Dispatch } from './dispatch.svelte.ts';
import { nextInList } from './queue/nextInList.ts';

/** To be called on every key that is pressed. */
export function createDispatchKeys(current: () => Dispatch) {
  return (event: KeyboardEvent): void => {
    const dispatch = current();
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.defaultPrevented ||
      isTyping(event.target) ||
      desk.open !== null
    )
      return;
    if (event.key === 'Escape') {
      if (dispatch.isCorrecting) dispatch.isCorrecting = false;
      else if (view.dispatch.tool !== 'queue') view.update('dispatch', { tool: 'queue' });
      else dispatch.choose(null);
      return;
    }
    if (!desk.singleKeys) return;
    const action = actionsOf(dispatch)[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=radio], [type=checkbox]), textarea, select, dialog, [role=dialog]') !==
        null)
  );
}

function actionsOf(dispatch: Dispatch): Record<string, () => void> {
  const step = (by: 1 | -1) => {
    const next = nextInList(dispatch.queue.rows, view.dispatch.incident, by);
    if (next !== undefined) dispatch.choose(next);
  };
  return {
    n: () => view.update('dispatch', { tool: 'new' }),
    j: () => step(1),
    k: () => step(-1),
    s: () => void dispatch.actions.next(),
    a: () => void dispatch.actions.assignSuggested(),
    c: () => void dispatch.actions.copyCard(),
    g: () => {
      if (dispatch.inHand.item !== undefined) dispatch.isCorrecting = true;
    },
    l: () => {
      dispatch.filtersAreOpen = !dispatch.filtersAreOpen;
    },
  };
}
