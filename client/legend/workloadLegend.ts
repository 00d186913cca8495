// The legend of the workload page as data: the classes of the measure with their numbers, and the symbols that are shown.
import type { MapColours } from '../layers/colours.ts';
import { fillOpacity } from '../layers/grids.ts';
import type { Messages } from '../messages/en.ts';
import type { Classification, ValueClass } from '../state/classes.ts';
import type { LayerName } from '../state/viewState.ts';
import type { Level, Measure } from '../state/workloadView.ts';
import type { LegendEntry, LegendSection } from './legendEntry.ts';

interface Shown {
  measure: Measure;
  level: Level;
  classification: Classification;
  /** The weights are tried and not saved. */
  isPreview: boolean;
  shown: ReadonlySet<LayerName>;
  colours: MapColours;
  /** Of the layers whose number is known. */
  counts: Partial<Record<LayerName, number>>;
  /** The period in words. */
  range: string;
}

export function workloadLegend(state: Shown, words: Messages): LegendSection[] {
  const { shown, colours, counts } = state;
  const { format, layers } = words;
  const counted = (layer: LayerName) => {
    const count = counts[layer];
    return count === undefined ? {} : { count: format.count(count) };
  };
  const entries: LegendEntry[] = [];
  if (shown.has('incidents')) {
    entries.push({
      symbol: { kind: 'ramp', colours: colours.heat },
      text: layers.incidents,
      ...counted('incidents'),
    });
  }
  if (shown.has('households')) {
    entries.push({
      symbol: { kind: 'disc', colour: colours.inkMuted },
      text: layers.households,
      ...counted('households'),
    });
  }
  if (shown.has('unassigned')) {
    entries.push({
      symbol: { kind: 'diamond', colour: colours.defect },
      text: layers.unassigned,
      ...counted('unassigned'),
    });
  }
  if (shown.has('defects')) {
    entries.push({
      symbol: { kind: 'octagon', colour: colours.defect },
      text: layers.defects,
      ...counted('defects'),
    });
  }
  return [
    ...(shown.has('values') ? [measureSection(state, words)] : []),
    ...(entries.length === 0 ? [] : [{ title: layers.label, entries }]),
  ];
}

function measureSection(state: Shown, words: Messages): LegendSection {
  const { measure, classification, colours } = state;
  const { legend, format } = words;
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
  const { preview } = words.workload.legend;
  const note = explained(state, words);
  return { title: legend[measure], entries, note: state.isPreview ? `${note} ${preview}` : note };
}

/** What a value counts, and how. */
export function explained(
  { measure, level, range }: Pick<Shown, 'measure' | 'level' | 'range'>,
  words: Messages,
): string {
  const { legend, workload } = words;
  if (measure === 'workload') return workload.legend.explained[level];
  return measure === 'households' ? legend.householdsExplained : legend.incidentsExplained(range);
}

/** The limits of a class in words. */
export function limitsOf(
  { from, to }: ValueClass,
  scale: Classification['scale'],
  { legend }: Messages,
): string {
  if (scale === 'sequential') return legend.between(from, to);
  if (from === Number.NEGATIVE_INFINITY) return legend.below(to);
  return to === Number.POSITIVE_INFINITY ? legend.from(from) : legend.fromTo(from, to);
}
