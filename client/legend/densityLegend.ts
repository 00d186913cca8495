// What the colours of the density mean, for paper and pictures.
import type { MapColours } from '../layers/colours.ts';
import { heatStops } from '../layers/hotspots.ts';
import type { Messages } from '../messages/en.ts';
import type { LegendSection } from './legendEntry.ts';

interface Shown {
  colours: MapColours;
  bandwidthM: number;
  topPerKm2: number | undefined;
  /** The period in words. */
  range: string;
}

export function densityLegend(
  { colours, bandwidthM, topPerKm2, range }: Shown,
  { hotspots, format }: Messages,
): LegendSection {
  return {
    title: hotspots.density,
    entries:
      topPerKm2 === undefined
        ? []
        : heatStops.slice(1).map((stop, index) => ({
            symbol: { kind: 'fill', colour: colours.heat[index + 1]! },
            text: format.amount(stop * topPerKm2),
          })),
    note: hotspots.densityExplained(hotspots.metres(bandwidthM), range),
  };
}
