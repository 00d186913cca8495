import { band } from './classes.ts';

export interface Bar {
  from: number;
  to: number;
  count: number;
  tone: 'over' | 'under' | 'inBand';
  /** The last bar: it also holds whatever lies above it. */
  andMore: boolean;
}

const mostBars = 18;
/** Divisors of the band and of its limits, so that these fall between two bars. */
const widths = [5, 10, 20];
/** Beyond, one bar for all: how far out the farthest is stands in the figures below the chart. */
const greatest = 220;

/** At most 18 bars of equal width over the values; the last one also holds whatever lies beyond an index of 240. */
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
    const to = from + width;
    const andMore = index === counts.length - 1 && values.some((value) => value >= to);
    return { from, to, count, tone: toneOf(from, to), andMore };
  });
}

export interface Tick {
  value: number;
  x: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

const digitPx = 6.6;
const gapPx = 7;

/** Of the ticks, given by importance, those whose texts do not touch one that is more important. */
export function placedTicks(ticks: readonly Tick[]): Tick[] {
  const placed: Tick[] = [];
  for (const tick of ticks) {
    const [left, right] = extentOf(tick);
    const isFree = placed.every((other) => {
      const [otherLeft, otherRight] = extentOf(other);
      return right + gapPx <= otherLeft || otherRight + gapPx <= left;
    });
    if (isFree) placed.push(tick);
  }
  return placed;
}

function extentOf({ x, text, anchor }: Tick): [left: number, right: number] {
  const width = text.length * digitPx;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [left, left + width];
}

export function isInBand(index: number): boolean {
  return index >= band.lower && index <= band.upper;
}

function toneOf(from: number, to: number): Bar['tone'] {
  return from >= band.upper ? 'over' : to <= band.lower ? 'under' : 'inBand';
}
