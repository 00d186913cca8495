import { createQuery } from '@tanstack/svelte-query';
import type { Basemap } from '../layers/inputs.ts';
import { loadBasemap } from '../map/loadBasemap.ts';

/** Asked once. One that cannot be had leaves the built-in one: null. */
export function createBasemapQuery(): () => Basemap | null | undefined {
  const query = createQuery(() => ({
    queryKey: ['basemap'],
    queryFn: ({ signal }) => loadBasemap(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  }));
  return () => (query.isError ? null : query.data);
}
