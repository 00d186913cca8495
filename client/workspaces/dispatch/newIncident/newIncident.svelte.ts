// What is typed into the form of a new incident, until it is sent. Kept while the dispatcher looks elsewhere.
import { createQuery } from '@tanstack/svelte-query';
import { fetchLocation } from '../../../api.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';

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

/** To be called while a component is made: it asks the server. */
export function createNewIncident(context: WorkspaceContext) {
  let place = $state.raw<Place | null>(null);
  let pin = $state.raw<ChosenGrid | null>(null);

  const location = createQuery(() => ({
    queryKey: ['place of a new incident', context.region.code, context.region.changeSequence, place],
    queryFn: ({ signal }) => fetchLocation(place!, signal),
    enabled: place !== null && view.workspace === 'dispatch',
  }));

  return {
    /** Whether the form is open. */
    get isOpen() {
      return view.dispatch.tool === 'new';
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
  };
}

export type NewIncident = ReturnType<typeof createNewIncident>;
