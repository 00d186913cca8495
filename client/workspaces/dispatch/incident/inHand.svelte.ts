// The incident in hand: everything that is known of it, asked for only while it is chosen.
import { createQuery } from '@tanstack/svelte-query';
import { fetchLocation } from '../../../api.ts';
import { addDays, dateIn } from '../../../state/periods.ts';
import { findGrid } from '../../../state/region.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import {
  fetchHistory,
  fetchIncident,
  fetchInHand,
  fetchItem,
  fetchNear,
  fetchNeighbours,
  type QueueItem,
} from '../incidentApi.ts';
import type { QueueModel } from '../queue/queue.svelte.ts';
import type { AnsweredWrites } from './answeredWrites.svelte.ts';
import type { IncidentChange } from './incidentChange.ts';
import { suggestedWorker } from './suggestedWorker.ts';
import { createWriting } from './writing.svelte.ts';

export const nearM = 300;
export const nearDays = 30;

/** To be called while a component is made: it asks the server. */
export function createInHand(context: WorkspaceContext, queue: QueueModel, answered: AnsweredWrites) {
  const region = () => context.region.code;
  const id = $derived(view.workspace === 'dispatch' ? view.dispatch.incident : null);
  const listed = $derived(queue.rows.find((row) => row.id === id));

  /** Old answers stay while newer ones are on their way, but only those about the same subject. */
  const of = (name: string, subject: unknown) => [name, region(), subject, context.region.changeSequence];
  const sameSubject = <Answer>(
    previous: Answer | undefined,
    query: { queryKey: readonly unknown[] } | undefined,
    subject: unknown,
  ) =>
    query?.queryKey[1] === region() && JSON.stringify(query.queryKey[2]) === JSON.stringify(subject)
      ? previous
      : undefined;

  const fetched = createQuery(() => ({
    queryKey: of('incident as listed', id),
    queryFn: ({ signal }) => fetchItem(region(), id!, signal),
    enabled: id !== null && listed === undefined && !queue.query.isPending,
    placeholderData: (previous: QueueItem | undefined, query) => sameSubject(previous, query, id),
  }));
  let last: QueueItem | undefined;
  const item = $derived.by((): QueueItem | undefined => {
    const found = listed ?? fetched.data;
    // it may leave the list at any time: until it is fetched by itself, it is as it was
    const newest = found === undefined || found.id !== id ? undefined : answered.newest(found);
    last = newest ?? (last?.id === id ? last : undefined);
    return last;
  });

  const place = $derived(
    item === undefined
      ? undefined
      : { lon: item.lon, lat: item.lat, ...(item.accuracyM === null ? {} : { accuracyM: item.accuracyM }) },
  );
  const detail = createQuery(() => ({
    queryKey: of('incident', id),
    queryFn: ({ signal }) => fetchIncident(region(), id!, signal),
    enabled: id !== null,
    placeholderData: (previous, query) => sameSubject(previous, query, id),
  }));
  const location = createQuery(() => ({
    queryKey: of('location of the incident', place),
    queryFn: ({ signal }) => fetchLocation(place!, signal),
    enabled: place !== undefined,
    placeholderData: (previous, query) => sameSubject(previous, query, place),
  }));
  const history = createQuery(() => ({
    queryKey: of('history', id),
    queryFn: ({ signal }) => fetchHistory(region(), id!, signal),
    enabled: id !== null,
    placeholderData: (previous, query) => sameSubject(previous, query, id),
  }));
  const near = createQuery(() => ({
    queryKey: of('near', place),
    queryFn: ({ signal }) => {
      const from = addDays(dateIn(new Date(), context.region.timeZone), -nearDays);
      return fetchNear(region(), { ...place!, withinM: nearM, from }, signal);
    },
    enabled: place !== undefined,
    placeholderData: (previous, query) => sameSubject(previous, query, place),
  }));
  const gridCode = $derived(item?.grid?.code);
  const neighbours = createQuery(() => ({
    queryKey: of('neighbours', gridCode),
    queryFn: ({ signal }) => fetchNeighbours(region(), gridCode!, signal),
    enabled: gridCode !== undefined,
    placeholderData: (previous, query) => sameSubject(previous, query, gridCode),
  }));

  const grid = $derived(findGrid(context.queries.workload.data?.grids, gridCode));
  const workers = $derived(grid?.workers ?? []);
  const counted = $derived(
    item?.worker == null || workers.includes(item.worker.number) ? workers : [...workers, item.worker.number],
  );
  const inHand = createQuery(() => ({
    queryKey: of('in hand', counted),
    queryFn: ({ signal }) => fetchInHand(region(), counted, signal),
    enabled: counted.length > 0,
    placeholderData: (previous, query) => sameSubject(previous, query, counted),
  }));

  const writing = createWriting(region, answered);

  return {
    get id() {
      return id;
    },
    /** Undefined: none is chosen, or it is not known yet. */
    get item() {
      return item;
    },
    /** Why there is no item. */
    get error() {
      return item === undefined ? fetched.error : null;
    },
    /** Where it is, as `/api/locate` takes it. */
    get place() {
      return place;
    },
    /** With the pin and its reason. */
    detail,
    location,
    history,
    near,
    neighbours,
    /** The responsible grid, with its workers and figures. */
    get grid() {
      return grid;
    },
    get workers() {
      return workers;
    },
    /** Worker → how many open incidents they have. */
    get inHand() {
      return inHand.data;
    },
    get suggested() {
      return suggestedWorker(workers, inHand.data);
    },
    writing,
    /** True when it is done. A failure or a conflict is in `writing.state`, and shown by the panel. `done`: what the toast says. */
    change(change: IncidentChange, done: () => string): Promise<boolean> {
      if (item === undefined) return Promise.resolve(false);
      return writing.send({ item, change, pinBefore: detail.data?.pin ?? null, done });
    },
  };
}

export type InHand = ReturnType<typeof createInHand>;
