// What is typed into the form of a new incident, until it is sent. Kept while the dispatcher looks elsewhere.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { fetchLocation } from '../../../api.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { findGrid } from '../../../state/region.svelte.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import { write } from '../../../state/write.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import { suggestedWorker } from '../incident/suggestedWorker.ts';
import { fetchInHand, type Incident } from '../incidentApi.ts';
import { newIncidentBody, newReference } from './newIncidentBody.ts';

export interface Place {
  lon: number;
  lat: number;
  accuracyM?: number;
}

/** What a person decided where the accuracy leaves two grids. */
export interface ChosenGrid {
  grid: string;
  reason: string;
}

export interface TypedFields {
  /** Code; empty: none is chosen yet. */
  category: string;
  severity: number;
  description: string;
  address: string;
  reporter: string;
  phone: string;
}

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
  }

  async function create(worker: number | undefined): Promise<void> {
    if (place === null || fields.category === '' || isSending) return;
    isSending = true;
    error = null;
    try {
      const body = newIncidentBody({ region: context.region.code, reference, place, fields, pin, worker });
      const { id } = await write<Incident>({ method: 'POST', path: '/api/incidents', body });
      discard();
      toasts.show(() =>
        worker === undefined
          ? words().dispatch.form.created
          : words().dispatch.form.createdAndDispatched(worker),
      );
      oncreated(id);
      void client.refetchQueries({ queryKey: ['regions'] });
    } catch (reason) {
      error = reason;
    } finally {
      isSending = false;
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
    discard,
  };
}

export type NewIncident = ReturnType<typeof createNewIncident>;

function freshReference(): string {
  return newReference(new Date(), Math.random().toString(36).slice(2, 8));
}
