// The density of incidents, asked of the server and made ready for the map: the same in every workspace that shows it.
import { createQuery } from '@tanstack/svelte-query';
import { cellForBandwidthM } from '../../core/kernelDensity.ts';
import type { Region } from '../../server/regions/schemas.ts';
import type { IncidentQuery } from '../api.ts';
import type { DensityInputs } from '../layers/hotspots.ts';
import { askCells } from './askCells.ts';

interface Asked {
  region: Region;
  query: IncidentQuery;
  bandwidthM: number;
  isShown: boolean;
}

/** To be called while a component is made. What `asked` reads is followed. */
export function createDensity(asked: () => Asked) {
  const { region, query, bandwidthM, isShown } = $derived(asked());
  const density = createQuery(() => ({
    queryKey: ['incident density', region.code, region.changeSequence, query, bandwidthM],
    queryFn: ({ signal }) =>
      askCells(region.code, query, cellForBandwidthM(bandwidthM), { kind: 'density', bandwidthM }, signal),
    enabled: isShown,
    placeholderData: (previous, before) => (before?.queryKey[1] === region.code ? previous : undefined),
    // a failure may come before the panel that shows it
    notifyOnChangeProps: 'all' as const,
    // thousands of numbers are not compared one by one; and the worker keeps its sets for about as long
    structuralSharing: false,
    gcTime: 60_000,
  }));
  const inputs = $derived.by((): DensityInputs | undefined => {
    if (!isShown || density.data?.use.kind !== 'density') return undefined;
    const { tiles, use, answer } = density.data;
    return { tiles, bandwidthM: use.bandwidthM, cellM: answer.cellM, latitude: middleLatitude(region) };
  });

  return {
    query: density,
    get inputs() {
      return inputs;
    },
    /** Incidents per km² at the top of the scale; undefined until it is known. */
    get topPerKm2() {
      return density.data?.summary.topPerKm2;
    },
  };
}

function middleLatitude({ bbox }: Region): number {
  return bbox === null ? 0 : (bbox[1]! + bbox[3]!) / 2;
}
