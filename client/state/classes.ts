// Which values share a colour: five classes by ckmeans for counts, fixed breaks for the balance. The map, the legend and
// the list all read the same classes.
import { ckmeans } from 'simple-statistics';
import type { Measure } from './workloadView.ts';

export interface ValueClass {
  /** Smallest value; −Infinity in the lowest class of the balance. */
  from: number;
  /** Sequential: the largest value, included. Balance: the next break, excluded; Infinity in the highest class. */
  to: number;
  colour: string;
  /** How many grids have a value in this class. */
  count: number;
}

export interface Classification {
  scale: 'sequential' | 'balance';
  /** Ascending, without overlap; empty when no grid has a value. */
  classes: readonly ValueClass[];
  /** Grids without a value, which for the balance means without a worker. */
  withoutValue: number;
}

export type Theme = 'light' | 'dark';

/** Index per worker, 100 = the mean; what lies between 80 and 120 is in band. */
const balanceBreaks = [70, 80, 93, 107, 120, 130] as const;
export const band = { lower: 80, upper: 120 } as const;
const balanceColours: Record<Theme, readonly string[]> = {
  light: ['#6B4E9A', '#9185B9', '#C7C5E0', '#F3EEEA', '#FDCE91', '#E99532', '#B75E09'],
  // the same hues turned round: on a dark map the middle is dark, or what is well would shine brightest
  dark: ['#B9AAEA', '#8B7CC4', '#544D80', '#3A414B', '#7A5527', '#D9872B', '#F7B25C'],
};

/** Which of the seven classes of the balance an index falls in, the lowest being 0. */
export function balanceClassOf(index: number): number {
  return balanceBreaks.filter((limit) => index >= limit).length;
}

const largestClassCount = 5;
/** YlGnBu, and cividis at 0.1, 0.3, 0.5, 0.7 and 0.95: written out, because what computes them is 7 kB of the first load. */
const fiveColours: Record<Theme, readonly string[]> = {
  light: ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'],
  dark: [
    'rgb(10, 50, 106)',
    'rgb(77, 86, 109)',
    'rgb(127, 124, 117)',
    'rgb(173, 164, 118)',
    'rgb(246, 221, 76)',
  ],
};

export function classify(measure: Measure, values: readonly (number | null)[], theme: Theme): Classification {
  const known = values.filter((value) => value !== null);
  const withoutValue = values.length - known.length;
  return measure === 'workload'
    ? { scale: 'balance', classes: balanceClasses(known, theme), withoutValue }
    : { scale: 'sequential', classes: sequentialClasses(known, theme), withoutValue };
}

/** Whether both colour every value alike, whatever they count. */
export function samePaint(a: Classification, b: Classification): boolean {
  return (
    a.scale === b.scale &&
    a.classes.length === b.classes.length &&
    a.classes.every(
      ({ from, colour }, index) => from === b.classes[index]!.from && colour === b.classes[index]!.colour,
    )
  );
}

/**
 * The smallest value that is coloured as this one. Grids are marked with it on the map: one that stays in its class while
 * weights are dragged is not marked, evaluated and drawn again.
 */
export function classValue({ classes }: Classification, value: number): number {
  let found = classes[0];
  for (const valueClass of classes) if (value >= valueClass.from) found = valueClass;
  if (found === undefined) return value;
  return Number.isFinite(found.from) ? found.from : found.to - 1;
}

function balanceClasses(values: readonly number[], theme: Theme): ValueClass[] {
  if (values.length === 0) return [];
  const limits = [Number.NEGATIVE_INFINITY, ...balanceBreaks, Number.POSITIVE_INFINITY];
  return balanceColours[theme].map((colour, index) => {
    const [from, to] = [limits[index]!, limits[index + 1]!];
    return { from, to, colour, count: values.filter((value) => value >= from && value < to).length };
  });
}

/** ckmeans throws on more clusters than values and leaves empty ones on ties, so it is asked for no more than can differ. */
function sequentialClasses(values: readonly number[], theme: Theme): ValueClass[] {
  const count = Math.min(largestClassCount, new Set(values).size);
  if (count === 0) return [];
  const clusters = ckmeans([...values], count).filter((cluster) => cluster.length > 0);
  const colours = sequentialColours(clusters.length, theme);
  return clusters.map((cluster, index) => ({
    from: cluster[0]!,
    to: cluster[cluster.length - 1]!,
    colour: colours[index]!,
    count: cluster.length,
  }));
}

/** Low recedes: towards the land of a light map, and of a dark one. Fewer classes still span the whole scale. */
export function sequentialColours(count: number, theme: Theme): string[] {
  const five = fiveColours[theme];
  if (count === 1) return [five[2]!];
  return Array.from(
    { length: count },
    (_, index) => five[Math.round((index * (five.length - 1)) / (count - 1))]!,
  );
}

/** As many classes of fewer as of more, with one of no difference between them: purple and orange, as over and under the mean. */
export function differenceColours(perSide: number, theme: Theme): string[] {
  const seven = balanceColours[theme];
  const [fewer, more] = [seven.slice(0, 3), seven.slice(4).toReversed()];
  const side = (colours: readonly string[]) =>
    [[], [colours[1]!], [colours[0]!, colours[1]!], colours][perSide] ?? colours;
  return [...side(fewer), seven[3]!, ...side(more).toReversed()];
}
