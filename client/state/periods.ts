// Periods of days in the region's time zone: the last so many that end today, or from one date to another.

export const presets = ['7d', '14d', '30d', '90d', '12m'] as const;
export type Preset = (typeof presets)[number];
/** `2026-11-09..2026-11-22`: both days belong to it. */
export type DateRange = `${string}..${string}`;
export type Period = Preset | DateRange;

/** What a period is compared with: nothing, as many days just before it, or the same days of the year before. */
export const comparisons = ['none', 'before', 'year'] as const;
export type Comparison = (typeof comparisons)[number];

/** From the midnight of one day to that of another. YYYY-MM-DD. */
export interface Days {
  from: string;
  /** Not included. */
  to: string;
}

export const initialPeriod: Period = '12m';

const days: Record<Exclude<Preset, '12m'>, number> = { '7d': 7, '14d': 14, '30d': 30, '90d': 90 };

export function isPreset(period: Period): period is Preset {
  return (presets as readonly string[]).includes(period);
}

export function isPeriod(text: string): text is Period {
  if ((presets as readonly string[]).includes(text)) return true;
  const range = /^([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})$/.exec(text);
  return range !== null && isDate(range[1]!) && isDate(range[2]!) && range[1]! <= range[2]!;
}

/** The days of the period: at whose midnight it begins, and at whose it ends (null: it goes on). YYYY-MM-DD. */
export function periodDates(
  period: Period,
  now: Date,
  timeZone: string,
): { from: string; to: string | null } {
  if (isPreset(period)) return { from: presetStart(period, now, timeZone), to: null };
  const [first, last] = period.split('..') as [string, string];
  return { from: first, to: addDays(last, 1) };
}

/** As `periodDates`, with an end: a period that goes on ends with today. */
export function periodDays(period: Period, now: Date, timeZone: string): Days {
  const { from, to } = periodDates(period, now, timeZone);
  return { from, to: to ?? addDays(dateIn(now, timeZone), 1) };
}

export function comparedDays({ from, to }: Days, comparison: Exclude<Comparison, 'none'>): Days {
  if (comparison === 'before') return { from: addDays(from, -daysBetween(from, to)), to: from };
  // the last day counts, not the midnight after it: of 29 February it is 28 February, and the day after that ends the period
  return { from: yearBefore(from), to: addDays(yearBefore(addDays(to, -1)), 1) };
}

/** Whole days from the midnight of one date to that of the other. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The range with this first and this last day. */
export function rangeOf({ from, to }: Days): DateRange {
  return `${from}..${addDays(to, -1)}`;
}

export function addDays(date: string, count: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day + count)).toISOString().slice(0, 10);
}

export function dateIn(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}

function presetStart(preset: Preset, now: Date, timeZone: string): string {
  const today = dateIn(now, timeZone);
  if (preset !== '12m') return addDays(today, 1 - days[preset]);
  // a year that ends with today begins on the day after it, one year before
  return addDays(yearBefore(today), 1);
}

/** The same day of the year before; 28 February for 29 February. */
function yearBefore(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - 1, month - 1, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}

/** Far from what no calendar of a server reaches, also where as many days before are asked for. */
function isDate(text: string): boolean {
  if (text < '1900' || text >= '3000') return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
