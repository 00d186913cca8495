import { band } from './classes.ts';

export interface Bar {
  from: number;
  to: number;
  count: number;
  tone: 'over' | 'under' | 'inBand';
}

/**
 * Bars of equal width over the values, aligned so that the limits of the band fall between two bars. The first and the
 * last bar also hold whatever lies beyond `least` and `greatest`.
 */
export function histogram(values: readonly number[], width = 5, least = 40, greatest = 180): Bar[] {
  if (values.length === 0) return [];
  const lowest = Math.max(least, Math.min(band.lower - width, Math.min(...values)));
  const highest = Math.min(greatest, Math.max(band.upper + width, Math.max(...values)));
  const start = Math.floor(lowest / width) * width;
  const bars = Math.max(1, Math.floor(highest / width) - start / width + 1);
  const counts = new Array<number>(bars).fill(0);
  for (const value of values) {
    const bar = Math.min(bars - 1, Math.max(0, Math.floor(value / width) - start / width));
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
