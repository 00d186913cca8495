// What is typed into the form of a new incident, until it is sent. Kept while the dispatcher looks elsewhere.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { ApiError, fetchLocation, fetchSearch, isUnanswered } from '../../../api.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { findGrid } from '../../../state/region.svelte.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import { write } from '../../../state/write.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import { suggestedWorker } from '../incident/suggestedWorker.ts';
import { fetchInHand, type Incident } from '../incidentApi.ts';
import {
  type ChosenGrid,
  newIncidentBody,
  newReference,
  type Place,
  type TypedFields,
} from './newIncidentBody.ts';

const nothingTyped: TypedFields = {
  category: '',
  severity: 2,
  description: '',
  address: '',
  reporter: '',
  phone: '',
};

/** To be called while a component is made: it asks the server. `oncreated`: it is stored, by this id. */
export function createNewIncident(context: WorkspaceContext, oncreated: (id: string) => void) {
  const client = useQueryClient();
  let place = $state.raw<Place | null>(null);
  let pin = $state.raw<ChosenGrid | null>(null);
  let fields = $state.raw<TypedFields>(nothingTyped);
  let reference = $state.raw(freshReference());
  let isSending = $state(false);
  let error = $state.raw<unknown>(null);
  /** Whom the last try sent: trying again sends nobody else. */
  let sent: number | undefined;
  /** A try remained without an answer: it may be stored. */
  let mayBeStored = false;

  const isOpen = $derived(view.workspace === 'dispatch' && view.dispatch.tool === 'new');
  const location = createQuery(() => ({
    queryKey: ['place of a new incident', context.region.code, context.region.changeSequence, place],
    queryFn: ({ signal }) => fetchLocation(place!, signal),
    enabled: place !== null && isOpen,
  }));
  const gridCode = $derived(pin?.grid ?? (place === null ? undefined : location.data?.grid?.code));
  const grid = $derived(findGrid(context.queries.workload.data?.grids, gridCode));
  const workers = $derived(grid?.workers ?? []);
  const inHand = createQuery(() => ({
    queryKey: ['in hand', context.region.code, workers, context.region.changeSequence],
    queryFn: ({ signal }) => fetchInHand(context.region.code, workers, signal),
    enabled: workers.length > 0 && isOpen,
  }));

  function discard(): void {
    place = null;
    pin = null;
    fields = nothingTyped;
    reference = freshReference();
    error = null;
    mayBeStored = false;
  }

  async function create(worker: number | undefined): Promise<void> {
    if (place === null || fields.category === '' || isSending) return;
    isSending = true;
    error = null;
    sent = worker;
    try {
      const body = newIncidentBody({ region: context.region.code, reference, place, fields, pin, worker });
      const { id } = await write<Incident>({ method: 'POST', path: '/api/incidents', body });
      finish(id, () =>
        worker === undefined
          ? words().dispatch.form.created
          : words().dispatch.form.createdAndDispatched(worker),
      );
    } catch (reason) {
      const id = await storedBefore(reason);
      if (id === undefined) {
        error = reason;
        mayBeStored ||= isUnanswered(reason);
      } else {
        finish(id, () => words().dispatch.form.storedBefore);
      }
    } finally {
      isSending = false;
    }
  }

  function finish(id: string, done: () => string): void {
    discard();
    toasts.show(done);
    oncreated(id);
    void client.refetchQueries({ queryKey: ['regions'] });
  }

  /** Another body by the same reference is refused: what an unanswered try had stored is found by it. */
  async function storedBefore(reason: unknown): Promise<string | undefined> {
    if (!mayBeStored || !(reason instanceof ApiError) || reason.status !== 409) return undefined;
    try {
      const { results } = await fetchSearch(context.region.code, reference);
      return results.find(({ kind, title }) => kind === 'incident' && title === reference)?.id ?? undefined;
    } catch {
      return undefined;
    }
  }

  return {
    /** Whether the form is open. */
    get isOpen() {
      return isOpen;
    },
    get place() {
      return place;
    },
    /** Another place: what was chosen for the one before no longer counts. */
    set place(next: Place | null) {
      place = next;
      pin = null;
    },
    /** The grid, the runner-up and whether the accuracy decides, of `place`. */
    location,
    get pin() {
      return pin;
    },
    set pin(next: ChosenGrid | null) {
      pin = next;
    },
    get fields() {
      return fields;
    },
    type(part: Partial<TypedFields>): void {
      fields = { ...fields, ...part };
    },
    /** The one that will answer for it. */
    get grid() {
      return grid;
    },
    /** Undefined: nobody works there, or it is not known yet. */
    get suggested() {
      return inHand.data === undefined ? undefined : suggestedWorker(workers, inHand.data);
    },
    get isSending() {
      return isSending;
    },
    get error() {
      return error;
    },
    create,
    /** What was tried, once more. */
    retry: () => create(sent),
    discard,
  };
}

export type NewIncident = ReturnType<typeof createNewIncident>;

function freshReference(): string {
  return newReference(new Date(), Math.random().toString(36).slice(2, 8));
}
