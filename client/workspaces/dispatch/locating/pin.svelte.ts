// One place that is looked up: the point that is selected, by the boundaries of now and of the time that is asked for.
import { createQuery } from '@tanstack/svelte-query';
import type { MultiPolygon } from 'geojson';
import { ApiError, fetchLocation, get } from '../../../api.ts';
import { view } from '../../../state/view.svelte.ts';
import type { WorkspaceContext } from '../../workspace.ts';
import type { BoundaryVersion } from './versions.ts';

/** To be called while a component is made: it asks the server. */
export function createPin(context: WorkspaceContext) {
  let choice = $state.raw<{ point: string; code: string } | null>(null);

  const isOpen = $derived(view.workspace === 'dispatch' && view.dispatch.tool === 'locate');
  const point = $derived(view.selection.kind === 'point' ? view.selection : undefined);
  const at = $derived(view.locating.at);
  const nameOfPoint = $derived(point === undefined ? '' : `${point.lon},${point.lat},${at}`);
  const key = (name: string) => [name, context.region.code, context.region.changeSequence];

  const versions = createQuery(() => ({
    queryKey: ['versions', context.region.code, context.region.boundaryVersion],
    queryFn: ({ signal }) =>
      get<{ versions: BoundaryVersion[] }>(`/api/regions/${context.region.code}/versions`, {}, signal),
    enabled: isOpen,
  }));
  const then = createQuery(() => ({
    queryKey: [...key('location then'), point, at],
    queryFn: ({ signal }) => fetchLocation({ ...point!, at: at! }, signal),
    enabled: isOpen && point !== undefined && at !== null,
  }));
  const now = context.queries.location;
  const asked = $derived(at === null ? now : then);
  const location = $derived(point === undefined ? undefined : asked.data);

  const outlined = $derived(
    at === null
      ? []
      : [then.data?.grid ?? then.data?.runnerUp?.grid].flatMap((grid) =>
          grid === undefined ? [] : [grid.gridVersionId],
        ),
  );
  const outlines = createQuery(() => ({
    queryKey: ['shapes of grids', outlined],
    // a shape never changes: another one has another id
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => Promise.all(outlined.map((id) => fetchShape(id, signal))),
    enabled: isOpen && outlined.length > 0,
  }));

  return {
    get point() {
      return point;
    },
    get at() {
      return at;
    },
    versions,
    /** By the boundaries that are asked for. */
    get location() {
      return location;
    },
    /** By those of now, beside it. */
    get today() {
      return point === undefined || at === null ? undefined : now.data;
    },
    get error() {
      // at a time without boundaries there is nothing to retry
      return point !== undefined && asked.isError ? asked.error : undefined;
    },
    get outlines(): readonly MultiPolygon[] {
      return at === null || point === undefined ? [] : (outlines.data ?? []);
    },
    /** Code of the grid that a person chose for this point. */
    get choice() {
      return choice !== null && choice.point === nameOfPoint ? choice.code : null;
    },
    choose(code: string): void {
      choice = { point: nameOfPoint, code };
    },
    async retry(): Promise<void> {
      await asked.refetch();
    },
  };
}

export type Pin = ReturnType<typeof createPin>;

async function fetchShape(gridVersionId: string, signal: AbortSignal): Promise<MultiPolygon> {
  const path = `/ogc/collections/grid-versions/items/${gridVersionId}`;
  const { geometry } = await get<{ geometry: MultiPolygon | null }>(path, { f: 'json' }, signal);
  if (geometry === null) throw new ApiError(404, 'Not found', path);
  return geometry;
}
