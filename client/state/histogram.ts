import { band } from './classes.ts';

export interface Bar {
  from: number;
  to: number;
  count: number;
  tone: 'over' | 'under' | 'inBand';
}

const mostBars = 18;
/** Divisors of the band and of its limits, so that these fall between two bars. */
const widths = [5, 10, 20, 40];
const greatest = 400;

/** At most 18 bars of equal width over the values; the last one also holds whatever lies beyond an index of 400. */
export function histogram(values: readonly number[]): Bar[] {
  if (values.length === 0) return [];
  const lowest = Math.max(0, Math.min(band.lower - 1, ...values));
  const highest = Math.min(greatest, Math.max(band.upper, ...values));
  const barsOf = (width: number) => Math.floor(highest / width) - Math.floor(lowest / width) + 1;
  const width = widths.find((candidate) => barsOf(candidate) <= mostBars) ?? widths[widths.length - 1]!;
  const start = Math.floor(lowest / width) * width;
  const counts = new Array<number>(barsOf(width)).fill(0);
  for (const value of values) {
    const bar = Math.min(counts.length - 1, Math.max(0, Math.floor((value - start) / width)));
    counts[bar]! += 1;
  }
  return counts.map((count, index) => {
    const from = start + index * width;
    return { from, to: from + width, count, tone: toneOf(from, from + width) };
  });
}

export function isInBand(index: number): boolean {
  return index >= band.lower && index <= band.upper;
}

function toneOf(from: number, to: number): Bar['tone'] {
  return from >= band.upper ? 'over' : to <= band.lower ? 'under' : 'inBand';
}
