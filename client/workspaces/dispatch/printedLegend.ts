// What the marks of Dispatch mean, on paper and in pictures. Pure.
import type { MapColours } from '../../layers/colours.ts';
import type { LegendEntry, LegendSection } from '../../legend/legendEntry.ts';
import type { Messages } from '../../messages/en.ts';
import type { DispatchLayer } from '../../state/dispatchView.ts';

interface Shown {
  hasFirstChoice: boolean;
  hasRunnerUp: boolean;
  /** Metres; undefined: no circle is drawn. */
  accuracyM: number | undefined;
  layers: readonly DispatchLayer[];
}

export function printedLegend(shown: Shown, colours: MapColours, words: Messages): LegendSection[] {
  const text = words.dispatch.legend;
  const { accent, defect, ink, lineStrong } = colours;
  const entries: (LegendEntry | false)[] = [
    shown.hasFirstChoice && {
      symbol: { kind: 'line', colour: accent, width: 3 },
      text: text.firstChoice,
    },
    shown.hasRunnerUp && {
      symbol: { kind: 'line', colour: accent, width: 2, dash: [3, 4] },
      text: text.runnerUp,
    },
    shown.accuracyM !== undefined && {
      symbol: { kind: 'ring', colour: accent },
      text: text.accuracy(words.format.distance(shown.accuracyM)),
    },
    shown.layers.includes('incidents') && { symbol: { kind: 'ring', colour: ink }, text: text.open },
    shown.layers.includes('incidents') && {
      symbol: { kind: 'ring', colour: lineStrong },
      text: text.closed,
    },
    shown.layers.includes('incidents') && {
      symbol: { kind: 'diamond', colour: defect },
      text: text.unassigned,
    },
  ];
  return [{ title: words.dispatch.title, entries: entries.filter((entry) => entry !== false) }];
}
