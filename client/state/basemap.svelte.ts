import { createQuery } from '@tanstack/svelte-query';
import { fetchClientConfiguration } from '../api.ts';
import type { Basemap } from '../layers/inputs.ts';

/** Asked once. One that cannot be had leaves the built-in one: null. */
export function createBasemapQuery(): () => Basemap | null | undefined {
  const query = createQuery(() => ({
    queryKey: ['basemap'],
    queryFn: ({ signal }) => findBasemap(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  }));
  return () => (query.isError ? null : query.data);
}

/** Null: the built-in one. */
async function findBasemap(signal: AbortSignal): Promise<Basemap | null> {
  const { basemap } = await fetchClientConfiguration(signal);
  if (basemap === null) return null;
  const { loadBasemap } = await import('../map/loadBasemap.ts');
  return loadBasemap(basemap, signal);
}
