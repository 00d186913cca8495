// The legend of the hotspots as data, for paper and pictures: the same numbers as in the panel.
import type { MapColours } from '../../../../layers/colours.ts';
import { hexagonOpacity } from '../../../../layers/hotspots.ts';
import { densityLegend } from '../../../../legend/densityLegend.ts';
import type { LegendSection } from '../../../../legend/legendEntry.ts';
import type { Messages } from '../../../../messages/en.ts';
import type { ValueClass } from '../../../../state/classes.ts';
import type { HotspotsView } from '../../../../state/hotspotsView.ts';

interface Shown {
  chosen: HotspotsView;
  colours: MapColours;
  classes: readonly ValueClass[];
  isCompared: boolean;
  topPerKm2: number | undefined;
  byCategory: Record<string, number> | undefined;
  /** The periods in words. */
  range: string;
  comparedRange: string;
}

export function hotspotsLegend(state: Shown, words: Messages): LegendSection[] {
  const { chosen } = state;
  if (chosen.shownAs === 'density')
    return [densityLegend({ ...state, bandwidthM: chosen.bandwidthM }, words)];
  if (chosen.shownAs === 'cells') return [hexagonSection(state, words)];
  const { hotspots, incident, format } = words;
  return [
    {
      title: hotspots.pointsTitle,
      entries: Object.entries(state.byCategory ?? {}).map(([code, count]) => ({
        symbol: { kind: 'ring', colour: state.colours.ink },
        text: incident.categories[code] ?? code,
        count: format.count(count),
      })),
      note: hotspots.pointsExplained,
    },
  ];
}

function hexagonSection(state: Shown, words: Messages): LegendSection {
  const { hotspots, format } = words;
  const width = hotspots.metres(state.chosen.cellM);
  return {
    title: state.isCompared ? hotspots.differences : hotspots.hexagons,
    entries: state.classes.toReversed().map((valueClass) => ({
      symbol: { kind: 'hexagon', colour: valueClass.colour, opacity: hexagonOpacity },
      text: classInWords(valueClass, state.isCompared, words),
      count: format.count(valueClass.count),
    })),
    note: state.isCompared
      ? hotspots.differencesExplained(width, state.range, state.comparedRange)
      : hotspots.hexagonsExplained(width, state.range),
  };
}

/** The limits of a class: of counts, or of differences from small to large on both sides. */
export function classInWords({ from, to }: ValueClass, isCompared: boolean, { hotspots }: Messages): string {
  if (!isCompared) return hotspots.between(from, to);
  if (from === 0 && to === 0) return hotspots.unchanged;
  return to < 0 ? hotspots.more(to, from) : hotspots.more(from, to);
}
