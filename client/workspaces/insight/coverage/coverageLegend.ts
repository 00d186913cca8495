// What the marks of the coverage page mean, for paper and pictures.
import type { MapColours } from '../../../layers/colours.ts';
import type { LegendEntry, LegendSection } from '../../../legend/legendEntry.ts';
import type { Messages } from '../../../messages/en.ts';

interface Counts {
  withoutWorker: number;
  unassigned: number;
  defects: number;
}

/** Only what is on the map; nothing on it, no section. */
export function coverageLegend(
  counts: Counts,
  colours: MapColours,
  { coverage, format }: Messages,
): LegendSection[] {
  const text = coverage.legend;
  const entries: (LegendEntry & { of: number })[] = [
    { symbol: { kind: 'octagon', colour: colours.defect }, text: text.defect, of: counts.defects },
    { symbol: { kind: 'diamond', colour: colours.defect }, text: text.unassigned, of: counts.unassigned },
    {
      symbol: { kind: 'hatch', colour: colours.warning },
      text: text.withoutWorker,
      of: counts.withoutWorker,
    },
  ];
  const shown = entries.filter(({ of }) => of > 0);
  if (shown.length === 0) return [];
  return [
    {
      title: text.title,
      entries: shown.map(({ of, ...entry }) => ({ ...entry, count: format.count(of) })),
    },
  ];
}
