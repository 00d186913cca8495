// What the dispatcher's panels ask the server about incidents.
import type {
  HistoryChange,
  HistoryEntry,
  PersonalFields,
} from '../../../server/incidents/historySchemas.ts';
import type { Queue, QueueItem } from '../../../server/incidents/queueSchemas.ts';
import type { Incident } from '../../../server/incidents/schemas.ts';
import type { Place } from '../../../server/regions/schemas.ts';
import { ApiError, get } from '../../api.ts';

export type { HistoryChange, HistoryEntry, Incident, PersonalFields, Queue, QueueItem };

export interface History {
  entries: HistoryEntry[];
}

export interface Neighbours {
  neighbours: (Place & { sharedM: number; workers: number[]; openIncidents: number })[];
}

type Query = Record<string, string | number | undefined>;

/** The most that the server gives at once. */
const largestPage = 500;
/** A place is stored to a centimetre: what lies at the same place is found within a metre. */
const sameplaceM = 1;

/** The first `wanted` of the list, on as many pages as it takes. */
export async function fetchQueue(
  region: string,
  query: Query,
  wanted: number,
  signal?: AbortSignal,
): Promise<Queue> {
  const page = (after: string | undefined, left: number) =>
    get<Queue>(
      `/api/regions/${region}/incidents`,
      { ...query, limit: Math.min(left, largestPage), after },
      signal,
    );
  const queue = await page(undefined, wanted);
  while (queue.next !== null && queue.incidents.length < wanted) {
    const more = await page(queue.next, wanted - queue.incidents.length);
    queue.incidents.push(...more.incidents);
    queue.next = more.next;
  }
  return queue;
}

export const fetchIncident = (region: string, id: string, signal?: AbortSignal) =>
  get<Incident>(`/api/regions/${region}/incidents/${id}`, {}, signal);

/** One incident as the list shows it, with what is written about it and its ETag, whichever list it is on. */
export async function fetchItem(region: string, id: string, signal?: AbortSignal): Promise<QueueItem> {
  const { lon, lat } = await fetchIncident(region, id, signal);
  const { incidents } = await fetchQueue(
    region,
    { state: 'all', near: `${lon},${lat}`, withinM: sameplaceM, order: 'nearest' },
    largestPage,
    signal,
  );
  const found = incidents.find((item) => item.id === id);
  if (found === undefined) throw new ApiError(404, 'Not found', `incident ${id}`);
  return found;
}

/** Reported near a place since a day, open or closed, newest first. */
export const fetchNear = (
  region: string,
  { lon, lat, withinM, from }: { lon: number; lat: number; withinM: number; from: string },
  signal?: AbortSignal,
) => fetchQueue(region, { state: 'all', near: `${lon},${lat}`, withinM, from }, 200, signal);

export const fetchHistory = (region: string, id: string, signal?: AbortSignal) =>
  get<History>(`/api/regions/${region}/incidents/${id}/history`, {}, signal);

export const fetchPersonal = (region: string, id: string, signal?: AbortSignal) =>
  get<PersonalFields>(`/api/regions/${region}/incidents/${id}/personal`, {}, signal);

export const fetchNeighbours = (region: string, code: string, signal?: AbortSignal) =>
  get<Neighbours>(`/api/regions/${region}/grids/${encodeURIComponent(code)}/neighbours`, {}, signal);

/** How many open incidents each of the workers has. */
export async function fetchInHand(
  region: string,
  workers: readonly number[],
  signal?: AbortSignal,
): Promise<Map<number, number>> {
  const counted = await Promise.all(
    workers.map(async (worker): Promise<[number, number]> => {
      const { matched } = await fetchQueue(region, { worker }, 1, signal);
      return [worker, matched];
    }),
  );
  return new Map(counted);
}
