// What the map of the Plan workspace means, for paper and pictures.
import type { MapColours } from '../../layers/colours.ts';
import { fillOpacity } from '../../layers/grids.ts';
import type { LegendEntry, LegendSection } from '../../legend/legendEntry.ts';
import { limitsOf } from '../../legend/workloadLegend.ts';
import type { Messages } from '../../messages/en.ts';
import type { Classification } from '../../state/classes.ts';

export function planLegend(
  classification: Classification,
  changed: number,
  colours: MapColours,
  words: Messages,
): LegendSection[] {
  const { legend, plan, format } = words;
  const opacity = fillOpacity[classification.scale];
  const entries: LegendEntry[] = [...classification.classes].reverse().map((valueClass) => ({
    symbol: { kind: 'fill', colour: valueClass.colour, opacity },
    text: limitsOf(valueClass, classification.scale, words),
    count: format.count(valueClass.count),
  }));
  if (classification.withoutValue > 0) {
    entries.push({
      symbol: { kind: 'fill', colour: colours.noValue, opacity },
      text: legend.withoutWorker,
      count: format.count(classification.withoutValue),
    });
  }
  if (changed > 0) {
    entries.push({
      symbol: { kind: 'hatch', colour: colours.ink },
      text: plan.legendChanged,
      count: format.count(changed),
    });
  }
  return [{ title: plan.legend, entries, note: legend.workloadExplained }];
}
