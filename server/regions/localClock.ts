// What a clock on the wall in a time zone shows, for very many instants: the zone's offsets are looked up once a year of time,
// the rest is plain arithmetic. `Intl` takes a microsecond an instant and more, which is a quarter of a second for a district's incidents.
import { offsetAt } from './localInstant.ts';

const dayMs = 86_400_000;

/** Takes epoch milliseconds and gives those at which a clock in UTC would show what the clock on the wall shows. */
export type LocalClock = (epochMs: number) => number;

/** A stretch of time with one offset; the end is not in it. */
interface Stretch {
  from: number;
  to: number;
  offsetMs: number;
}

const offsetsOfZone = new Map<string, ZoneOffsets>();

export function localClock(timeZone: string): LocalClock {
  let offsets = offsetsOfZone.get(timeZone);
  if (!offsets) {
    offsets = new ZoneOffsets(timeZone);
    offsetsOfZone.set(timeZone, offsets);
  }
  const zone = offsets;
  let current = nowhere;
  return (epochMs) => {
    if (!(epochMs >= current.from && epochMs < current.to)) current = zone.stretchAt(epochMs);
    return epochMs + current.offsetMs;
  };
}

/** ISO: Monday is 1, Sunday 7. */
export function weekdayOf(localMs: number): number {
  return modulo(Math.floor(localMs / dayMs) + 3, 7) + 1;
}

/** 0 to 23 */
export function hourOf(localMs: number): number {
  return Math.floor(modulo(localMs, dayMs) / 3_600_000);
}

/** Weeks begin on Monday; week 0 is that of 1 January 1970. */
export function weekOf(localMs: number): number {
  return Math.floor((Math.floor(localMs / dayMs) + 3) / 7);
}

/** The Monday, as 2026-08-03, with which a week begins. */
export function mondayOf(week: number): string {
  return new Date((week * 7 - 3) * dayMs).toISOString().slice(0, 10);
}

function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

const nowhere: Stretch = { from: Infinity, to: Infinity, offsetMs: 0 };

class ZoneOffsets {
  readonly #timeZone: string;
  /** In order, without overlaps; a year is looked up when something in it is asked for. */
  #known: Stretch[] = [];

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  stretchAt(epochMs: number): Stretch {
    const known = this.#find(epochMs);
    if (known) return known;
    const year = new Date(epochMs).getUTCFullYear();
    if (Number.isNaN(year)) return nowhere;
    const first = new Date(0).setUTCFullYear(year, 0, 1);
    const last = new Date(0).setUTCFullYear(year + 1, 0, 1);
    this.#known = joined([...this.#known, ...this.#stretches(first, last)]);
    return this.#find(epochMs)!;
  }

  #find(epochMs: number): Stretch | undefined {
    let [low, high] = [0, this.#known.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#known[middle]!.to <= epochMs) low = middle + 1;
      else high = middle;
    }
    const found = this.#known[low];
    return found && found.from <= epochMs ? found : undefined;
  }

  /** Looks at every day: no zone ever changed its offset and changed it back within one. */
  #stretches(first: number, last: number): Stretch[] {
    const stretches: Stretch[] = [];
    let from = first;
    let offsetMs = offsetAt(first, this.#timeZone);
    for (let day = first; day < last; day += dayMs) {
      const next = Math.min(day + dayMs, last);
      const nextOffset = offsetAt(next, this.#timeZone);
      if (nextOffset === offsetMs) continue;
      const turn = this.#turnBetween(day, next, offsetMs);
      stretches.push({ from, to: turn, offsetMs });
      [from, offsetMs] = [turn, nextOffset];
    }
    if (from < last) stretches.push({ from, to: last, offsetMs });
    return stretches;
  }

  /** The first millisecond at which the offset is another. */
  #turnBetween(before: number, after: number, offsetMs: number): number {
    let [same, other] = [before, after];
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2);
      if (offsetAt(middle, this.#timeZone) === offsetMs) same = middle;
      else other = middle;
    }
    return other;
  }
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const inOrder = [...stretches].sort((a, b) => a.from - b.from);
  const result: Stretch[] = [];
  for (const stretch of inOrder) {
    const last = result.at(-1);
    if (last && last.to === stretch.from && last.offsetMs === stretch.offsetMs) last.to = stretch.to;
    else result.push({ ...stretch });
  }
  return result;
}
