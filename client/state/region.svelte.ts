// What the server says about the region in view. Queries only: the view state decides what is asked for.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import type { GridWorkload } from '../../server/analysis/schemas.ts';
import type { Region } from '../../server/regions/schemas.ts';
import {
  fetchDefects,
  fetchLocation,
  fetchSummary,
  fetchTileJson,
  fetchUnassigned,
  fetchWorkload,
  type TileJson,
} from '../api.ts';
import { filterQuery } from './hotspotsView.ts';
import { fetchRegionsNow, live, pollMs } from './live/live.svelte.ts';
import { periodDates } from './periods.ts';
import { view } from './view.svelte.ts';

/** Those that no filter changes. */
const contextLayers = ['water', 'blocks', 'roads', 'areas', 'grids', 'households'] as const;
export type TileLayer = (typeof contextLayers)[number] | 'incidents';

export interface TileSources {
  loaded: Partial<Record<TileLayer, TileJson>>;
  failed: { layer: TileLayer; reason: unknown }[];
}

/** The regions: the event stream moves their change sequences on, which is how the client learns that data changed. */
export function createRegionsQuery() {
  return createQuery(() => ({
    queryKey: ['regions'],
    queryFn: ({ signal }) => fetchRegionsNow(signal),
    refetchInterval: pollMs[live.state],
    refetchIntervalInBackground: true,
  }));
}

/** All answers about one region. `region` undefined: nothing is asked yet. */
export function createRegionQueries(region: () => Region | undefined) {
  const hasGrids = () => (region()?.boundaryVersion ?? 0) > 0;
  // the sequence is part of the keys: a write anywhere in the region asks again, and old answers stay until then
  const key = (name: string) => [name, region()?.code, region()?.changeSequence];
  const sameRegion = <Answer>(
    previous: Answer | undefined,
    query: { queryKey: readonly unknown[] } | undefined,
  ) => (query?.queryKey[1] === region()?.code ? previous : undefined);
  const dates = (): { from: string } & Record<string, string> => {
    const { from, to } = periodDates(view.insight.period, new Date(), region()?.timeZone ?? 'UTC');
    return to === null ? { from } : { from, to };
  };

  const isOnHotspots = () => view.workspace === 'insight' && view.insight.page === 'hotspots';

  /** On the page of the hotspots the map shows what is chosen there; elsewhere every incident of the period. */
  const incidentFilter = (): Record<string, string> => {
    return { ...dates(), ...(isOnHotspots() ? filterQuery(view.hotspots) : {}) };
  };

  let countedDates: ReturnType<typeof dates> | undefined;
  /** While a period is played over the map of the hotspots, nothing there shows the grids' figures: they wait until something does. */
  const workloadDates = () => {
    if (countedDates === undefined || !isOnHotspots() || view.selection.kind !== 'none')
      countedDates = dates();
    return countedDates;
  };

  const summary = createQuery(() => ({
    queryKey: key('summary'),
    queryFn: ({ signal }) => fetchSummary(region()!.code, signal),
    enabled: region() !== undefined,
    placeholderData: sameRegion,
  }));
  const workload = createQuery(() => ({
    queryKey: [...key('workload'), workloadDates()],
    queryFn: ({ signal }) => fetchWorkload(region()!.code, workloadDates(), signal),
    enabled: hasGrids(),
    placeholderData: sameRegion,
  }));
  const unassigned = createQuery(() => ({
    queryKey: key('unassigned'),
    queryFn: ({ signal }) => fetchUnassigned(region()!.code, signal),
    enabled: hasGrids(),
    placeholderData: sameRegion,
  }));
  const defects = createQuery(() => ({
    queryKey: key('defects'),
    queryFn: ({ signal }) => fetchDefects(region()!.code, signal),
    enabled: region() !== undefined,
    placeholderData: sameRegion,
  }));
  const location = createQuery(() => ({
    queryKey: [...key('location'), view.selection],
    queryFn: ({ signal }) => fetchLocation(selectedPoint()!, signal),
    enabled: region() !== undefined && selectedPoint() !== undefined,
  }));
  const contextTiles = createQuery(() => ({
    // the TileJSON's URL has the boundary version in it; point layers are refreshed by the map
    queryKey: ['tiles', region()?.code, region()?.boundaryVersion],
    queryFn: ({ signal }) => fetchTileSources(region()!.code, contextLayers, {}, signal),
    enabled: region() !== undefined,
    placeholderData: sameRegion,
  }));
  const incidentTiles = createQuery(() => ({
    queryKey: ['incident tiles', region()?.code, region()?.boundaryVersion, incidentFilter()],
    queryFn: ({ signal }) => fetchTileSources(region()!.code, ['incidents'], incidentFilter(), signal),
    enabled: region() !== undefined,
    placeholderData: sameRegion,
  }));
  const tiles = {
    /** Of what has been answered so far. */
    get data(): TileSources | undefined {
      const answers = [contextTiles.data, incidentTiles.data].filter((answer) => answer !== undefined);
      return answers.length === 0
        ? undefined
        : {
            loaded: Object.assign({}, ...answers.map(({ loaded }) => loaded)),
            failed: answers.flatMap(({ failed }) => failed),
          };
    },
  };

  return { summary, workload, unassigned, defects, location, tiles };
}

export type RegionQueries = ReturnType<typeof createRegionQueries>;

/** Asks again for whatever failed. */
export function createRetry(): () => void {
  const client = useQueryClient();
  return () =>
    void client.refetchQueries({
      predicate: ({ state }) =>
        state.status === 'error' || ((state.data as TileSources | undefined)?.failed?.length ?? 0) > 0,
    });
}

export function findGrid(grids: readonly GridWorkload[] | undefined, code: string | undefined) {
  return code === undefined ? undefined : grids?.find((grid) => grid.code === code);
}

function selectedPoint() {
  return view.selection.kind === 'point' ? view.selection : undefined;
}

/** A context layer that fails must not take the grids with it: each layer answers for itself. */
async function fetchTileSources(
  region: string,
  layers: readonly TileLayer[],
  filter: Record<string, string>,
  signal: AbortSignal,
): Promise<TileSources> {
  const answers = await Promise.allSettled(
    layers.map((layer) => fetchTileJson(layer, region, filter, signal)),
  );
  const sources: TileSources = { loaded: {}, failed: [] };
  for (const [index, answer] of answers.entries()) {
    const layer = layers[index]!;
    if (answer.status === 'fulfilled') sources.loaded[layer] = answer.value;
    else sources.failed.push({ layer, reason: answer.reason });
  }
  return sources;
}
