// Points in time as they are given in a URL: a date, which means its midnight in the region's time zone, or an instant.
import { badRequest } from '../errors.ts';
import { localInstant } from './localInstant.ts';

/** A checked text; which instant a date is depends on the region. */
export interface Moment {
  readonly text: string;
  readonly isDate: boolean;
}

const datePattern = /^\d{4}-\d\d-\d\d$/;
const instantPattern =
  /^\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** @throws ProblemError 400 that names the parameter */
export function parseMoment(parameter: string, text: string): Moment {
  const isDate = datePattern.test(text);
  if (!(isDate || instantPattern.test(text)) || !isOnCalendar(text.slice(0, 10))) {
    throw badRequest(
      parameter,
      text,
      'is neither a date (2026-08-01) nor an RFC 3339 instant (2026-08-01T08:00:00+08:00)',
    );
  }
  return { text: text.toUpperCase(), isDate };
}

/** RFC 3339 */
export function instantOf({ text, isDate }: Moment, timeZone: string): string {
  return isDate ? localInstant(text, timeZone)! : text;
}

/** The date, as 2026-08-01, that it is in the time zone. */
export function dateIn(timeZone: string, epochMs: number): string {
  // the Swedish way of writing dates is ISO 8601's
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(epochMs);
}

/** The date so many years and days later; 29 February becomes 1 March where there is none. */
export function shiftDate(date: string, { years = 0, days = 0 }): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day + days)).toISOString().slice(0, 10);
}

/** Whether there is such a day, in a year of four digits in every time zone; Date takes 0 to 99 for 1900 to 1999. */
function isOnCalendar(date: string): boolean {
  const epochMs = Date.parse(`${date}T00:00:00Z`);
  return (
    date >= '0101' &&
    date < '9999' &&
    !Number.isNaN(epochMs) &&
    new Date(epochMs).toISOString().slice(0, 10) === date
  );
}
