import type { Period } from './viewState.ts';

const days: Record<Exclude<Period, '12m'>, number> = { '7d': 7, '30d': 30, '90d': 90 };

/** The date, in the region's time zone, at whose midnight the period that ends today begins: YYYY-MM-DD. */
export function periodStart(period: Period, now: Date, timeZone: string): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const start =
    period === '12m' ? dayAfterLastYear(year, month, day) : Date.UTC(year, month - 1, day - days[period] + 1);
  return new Date(start).toISOString().slice(0, 10);
}

/** A year that ends with the given day begins on the day after it, one year before. */
function dayAfterLastYear(year: number, month: number, day: number): number {
  const lastOfMonth = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
  return Date.UTC(year - 1, month - 1, Math.min(day, lastOfMonth) + 1);
}
