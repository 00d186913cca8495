// Weeks side by side and the days between them: where a day stands, and which day stands where. Fractions of the whole width.
import { addDays, type Days, daysBetween } from '../../../../state/periods.ts';

export interface Week {
  /** Its Monday. */
  from: string;
  count: number;
}

/** Days that the weeks cover; undefined without weeks. */
export function spanOf(weeks: readonly Week[]): Days | undefined {
  const first = weeks[0]?.from;
  return first === undefined ? undefined : { from: first, to: addDays(first, 7 * weeks.length) };
}

/** Of the midnight with which a day begins; not beyond the ends. */
export function placeOf(date: string, span: Days): number {
  const fraction = daysBetween(span.from, date) / daysBetween(span.from, span.to);
  return Math.max(0, Math.min(1, fraction));
}

/** The midnight nearest to a place. */
export function midnightAt(fraction: number, span: Days): string {
  const whole = daysBetween(span.from, span.to);
  return addDays(span.from, Math.max(0, Math.min(whole, Math.round(fraction * whole))));
}

/** From one place to another, in either direction; at least a day, and without a move the week that lies there. */
export function drawnDays(start: number, end: number, span: Days): Days {
  const [one, other] = [midnightAt(start, span), midnightAt(end, span)].sort() as [string, string];
  if (one !== other) return { from: one, to: other };
  const whole = daysBetween(span.from, span.to);
  const week = Math.min(whole / 7 - 1, Math.floor((start * whole) / 7));
  const monday = addDays(span.from, 7 * Math.max(0, week));
  return { from: monday, to: addDays(monday, 7) };
}

export type End = 'from' | 'to';

/** One end moved to a midnight; the other stays, with a day between them at least. */
export function movedEnd(days: Days, end: End, midnight: string, span: Days): Days {
  if (end === 'from') {
    const latest = addDays(days.to, -1);
    const from = midnight > latest ? latest : midnight;
    return { ...days, from: from < span.from ? span.from : from };
  }
  const earliest = addDays(days.from, 1);
  const last = days.to > span.to ? days.to : span.to;
  const to = midnight < earliest ? earliest : midnight;
  return { ...days, to: to > last ? last : to };
}

/** A key's step for an end, in days; undefined: not a key of a slider. */
export function keyStep(key: string): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -7,
    PageUp: 7,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  return steps[key];
}

export function steppedEnd(days: Days, end: End, step: number, span: Days): Days {
  if (Number.isFinite(step)) return movedEnd(days, end, addDays(days[end], step), span);
  return movedEnd(days, end, step < 0 ? span.from : span.to, span);
}

/** How long a window is that is played where the period covers most of the weeks. */
const playedDays = 28;

/**
 * The window a week later. After the last one it begins again at the first; a period too long to be moved becomes a window of
 * four weeks. Undefined: it has arrived at the end.
 */
export function nextWindow(days: Days, span: Days, isFirstStep: boolean): Days | undefined {
  const length = daysBetween(days.from, days.to);
  const isLong = length > daysBetween(span.from, span.to) / 2;
  const isAtEnd = addDays(days.to, 7) > addDays(span.to, 6);
  if (isFirstStep && (isLong || isAtEnd)) {
    const shown = isLong ? playedDays : length;
    return { from: span.from, to: addDays(span.from, shown) };
  }
  return isAtEnd ? undefined : { from: addDays(days.from, 7), to: addDays(days.to, 7) };
}

/** The first days of months, as many as fit beside each other. */
export function monthTicks(span: Days, most: number): string[] {
  const months: string[] = [];
  const [year, month] = span.from.split('-').map(Number) as [number, number];
  for (let index = 0; ; index += 1) {
    const first = new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 10);
    if (first >= span.to) break;
    if (first >= span.from) months.push(first);
  }
  const step = [1, 2, 3, 6, 12, 24].find((every) => months.length / every <= most) ?? 24;
  return months.filter((first) => (Number(first.slice(5, 7)) - 1) % Math.min(step, 12) === 0);
}
