// Numbers and times as a language writes them. Built once per language.

export interface Formats {
  /** 31,807 */
  count(value: number): string;
  /** At most one decimal: 4.2; from 10 on none. */
  amount(value: number): string;
  /** Two decimals at most: 1.92 */
  ratio(value: number): string;
  /** 14.9% */
  percent(value: number): string;
  /** Metres below 1 km, kilometres above: 38 m, 1.2 km. The space does not break, here and in areas. */
  distance(metres: number): string;
  /** 0.16 km² */
  area(squareKm: number): string;
  /** 2 November 2026, in the given time zone. */
  date(instant: string, timeZone: string): string;
  /** 14:36 */
  time(instant: number, timeZone: string): string;
  /** 22 Nov */
  shortDay(instant: string, timeZone: string): string;
  /** 22 Nov 2026, 14:36 */
  dateTime(instant: string | number, timeZone: string): string;
  /** 24 Nov 2025 – 23 Nov 2026; the period ends just before `to`. */
  dateRange(from: string, to: string, timeZone: string): string;
  /** 2 November 2026, of a date without a time. */
  day(date: string): string;
  /** 9–22 November 2026; the day `to` no longer belongs to it. */
  dayRange(from: string, to: string): string;
  /** Nov; Jan 2026 at the turn of the year. */
  month(date: string): string;
  /** 120.447 213 1, 36.3891: longitude first, at most seven decimals, in threes. */
  position(lon: number, lat: number): string;
}

export function formatsFor(locale: string): Formats {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const twoDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const amount = (value: number) => (Math.abs(value) < 10 ? oneDecimal : count).format(value);
  const dated = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });

  const isChinese = locale.startsWith('zh');
  const day = dated('UTC', { year: 'numeric', month: 'long', day: 'numeric' });
  const month = dated('UTC', { month: 'short' });
  const dayOfYear = dated('UTC', { month: 'long', day: 'numeric' });
  const monthOfYear = dated('UTC', { month: 'short', year: 'numeric' });

  return {
    count: (value) => count.format(value),
    amount,
    ratio: (value) => twoDecimals.format(value),
    percent: (value) => percent.format(value / 100),
    distance: (metres) => (metres < 1000 ? `${amount(metres)}\u00a0m` : `${amount(metres / 1000)}\u00a0km`),
    area: (squareKm) => `${(squareKm < 10 ? twoDecimals : oneDecimal).format(squareKm)}\u00a0km²`,
    date: (instant, timeZone) => dated(timeZone, { dateStyle: 'long' }).format(new Date(instant)),
    time: (instant, timeZone) => dated(timeZone, { timeStyle: 'short' }).format(new Date(instant)),
    shortDay: (instant, timeZone) =>
      dated(timeZone, { month: locale.startsWith('zh') ? 'long' : 'short', day: 'numeric' }).format(
        new Date(instant),
      ),
    dateTime: (instant, timeZone) =>
      dated(timeZone, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant)),
    dateRange: (from, to, timeZone) =>
      dated(timeZone, { dateStyle: locale.startsWith('zh') ? 'long' : 'medium' }).formatRange(
        new Date(from),
        new Date(Date.parse(to) - 1),
      ),
    day: (date) => day.format(new Date(date)),
    dayRange(from, to) {
      const [first, last] = [new Date(from), new Date(Date.parse(to) - 1)];
      if (!isChinese || first.getTime() + 86_400_000 > last.getTime()) return day.formatRange(first, last);
      // the platform's Chinese ranges are figures with slashes
      const isSameYear = first.getUTCFullYear() === last.getUTCFullYear();
      return `${day.format(first)}至${(isSameYear ? dayOfYear : day).format(last)}`;
    },
    month: (date) => (date.slice(5, 7) === '01' ? monthOfYear : month).format(new Date(date)),
    position: (lon, lat) => `${inThrees(lon)}, ${inThrees(lat)}`,
  };
}

function inThrees(degrees: number): string {
  const [whole, decimals = ''] = degrees
    .toFixed(7)
    .replace(/0{1,6}$/, '')
    .split('.');
  return `${whole}.${decimals.match(/\d{1,3}/g)?.join('\u00a0')}`;
}
