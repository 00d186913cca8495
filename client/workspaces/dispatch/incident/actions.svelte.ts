// What a dispatcher does with the incident in hand: each is one write, and says in a toast what it did.
import { nameOf, words } from '../../../messages/messages.svelte.ts';
import { copyText } from '../../../state/clipboard.ts';
import { shortCode } from '../../../state/gridCodes.ts';
import type { IncidentStatus } from '../../../state/incidentScales.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import { incidentCard } from './card.ts';
import type { InHand } from './inHand.svelte.ts';
import { assigning, nextStep } from './nextStep.ts';

export function createActions(context: WorkspaceContext, inHand: InHand) {
  let isChoosingWorker = $state(false);
  const step = $derived(inHand.item === undefined ? undefined : nextStep(inHand.item, inHand.suggested));

  const statusDone = (status: IncidentStatus) => () =>
    words().dispatch.done.status(words().incident.statuses[status] ?? status);

  async function next(): Promise<void> {
    // when it is done the next step is another one
    const taken = step;
    if (taken === undefined) return;
    if (taken.kind === 'chooseWorker') {
      isChoosingWorker = true;
      return;
    }
    const { fields } = taken;
    await inHand.change(
      { fields },
      taken.kind === 'dispatch'
        ? () => words().dispatch.done.dispatched(taken.worker)
        : statusDone(fields.status!),
    );
  }

  async function assign(worker: number): Promise<void> {
    if (inHand.item === undefined) return;
    const fields = assigning(inHand.item, worker);
    const done = await inHand.change({ fields }, () =>
      fields.status === undefined
        ? words().dispatch.done.assigned(worker)
        : words().dispatch.done.dispatched(worker),
    );
    if (done) isChoosingWorker = false;
  }

  return {
    /** What the primary button does. */
    get step() {
      return step;
    },
    /** The list of all workers is open. */
    get isChoosingWorker() {
      return isChoosingWorker;
    },
    set isChoosingWorker(open: boolean) {
      isChoosingWorker = open;
    },
    next,
    assign,
    async assignSuggested(): Promise<void> {
      if (inHand.suggested === undefined) isChoosingWorker = inHand.item !== undefined;
      else if (inHand.item?.worker?.number !== inHand.suggested) await assign(inHand.suggested);
    },
    release: () => inHand.change({ fields: { worker: null } }, () => words().dispatch.done.released),
    setStatus: (status: IncidentStatus) => inHand.change({ fields: { status } }, statusDone(status)),
    setSeverity: (severity: number) =>
      inHand.change({ fields: { severity } }, () =>
        words().dispatch.done.severity(words().incident.severities[severity] ?? ''),
      ),
    setCategory: (category: string) =>
      inHand.change({ fields: { category } }, () =>
        words().dispatch.done.category(words().incident.categories[category] ?? category),
      ),
    chooseGrid: (grid: string, reason: string) =>
      inHand.change({ pin: { grid, reason } }, () => words().dispatch.chosenGridDone(shortCode(grid))),
    unpin: () => inHand.change({ pin: null }, () => words().dispatch.unpinned),
    async copyCard(): Promise<void> {
      if (inHand.item === undefined) return;
      const card = incidentCard(inHand.item, inHand.grid, context.region, words(), nameOf);
      if (await copyText(card)) toasts.show(() => words().dispatch.copied);
      else toasts.fail(() => words().dispatch.notCopied);
    },
  };
}

export type Actions = ReturnType<typeof createActions>;
