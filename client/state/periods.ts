// Periods of days in the region's time zone: the last so many that end today, or from one date to another.

export const presets = ['7d', '14d', '30d', '90d', '12m'] as const;
export type Preset = (typeof presets)[number];
/** `2026-11-09..2026-11-22`: both days belong to it. */
export type DateRange = `${string}..${string}`;
export type Period = Preset | DateRange;

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
  return dayAfterLastYear(today);
}

/** A year that ends with the given day begins on the day after it, one year before. */
function dayAfterLastYear(today: string): string {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - 1, month - 1, Math.min(day, lastOfMonth) + 1)).toISOString().slice(0, 10);
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
