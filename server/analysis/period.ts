// The period whose incidents count.
import { badRequest } from '../errors.ts';
import { dateIn, instantOf, type Moment, parseMoment, shiftDate } from '../regions/moment.ts';

/** Epoch milliseconds, the end not included. */
export interface Period {
  from: number;
  to: number;
}

/**
 * Default: twelve months up to the end of today in the region's time zone, so that the answer is the same all day for
 * the same facts. With one end given, the other lies a year away or at the end of today.
 *
 * @param now epoch milliseconds
 * @throws ProblemError 400 when an end cannot be read, or the period ends before it begins
 */
export function readPeriod(query: { from?: string; to?: string }, timeZone: string, now: number): Period {
  const end = query.to === undefined ? undefined : parseMoment('to', query.to);
  const begin = query.from === undefined ? undefined : parseMoment('from', query.from);
  const to = end ? epochMs(end, timeZone) : endOfToday(timeZone, now);
  const from = begin ? epochMs(begin, timeZone) : aYearBefore(to, timeZone);
  if (from >= to) {
    throw badRequest(
      'from',
      query.from ?? new Date(from).toISOString(),
      `is not before the end, ${new Date(to).toISOString()}`,
    );
  }
  return { from, to };
}

function epochMs(moment: Moment, timeZone: string): number {
  return Date.parse(instantOf(moment, timeZone));
}

function endOfToday(timeZone: string, now: number): number {
  return epochMs({ text: shiftDate(dateIn(timeZone, now), { days: 1 }), isDate: true }, timeZone);
}

function aYearBefore(to: number, timeZone: string): number {
  return epochMs({ text: shiftDate(dateIn(timeZone, to), { years: -1 }), isDate: true }, timeZone);
}
