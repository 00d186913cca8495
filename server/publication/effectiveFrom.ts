// When a version begins to hold. A date means its midnight in the region's time zone.
import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';
import { PublicationRefused } from './refusals.ts';

/**
 * The instant meant by `YYYY-MM-DD` or an RFC 3339 instant.
 *
 * @throws PublicationRefused when it is neither, or a day that the calendar does not have
 */
export async function instantOf(db: Queryable, text: string, timeZone: string): Promise<string> {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isOnCalendar = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  if (!(isDate || (isInstant && !Number.isNaN(Date.parse(text)))) || !isOnCalendar) {
    throw new PublicationRefused([
      `effective from ${text}: write a date as 2026-08-01, or an RFC 3339 instant`,
    ]);
  }
  const { rows } = await db.query<{ instant: string }>(
    isDate
      ? sql`select ${text}::timestamp at time zone ${timeZone} as instant`
      : sql`select ${text}::timestamptz as instant`,
  );
  return rows[0]!.instant;
}

/**
 * Version order is time order: a version begins after the one in force and, as long as nothing activates a future
 * one, not after now. A past date after that is allowed: an import often brings boundaries that are already in force.
 *
 * @throws PublicationRefused
 */
export async function checkOrder(
  db: Queryable,
  effectiveFrom: string,
  inForceSince: string | undefined,
): Promise<void> {
  const { rows } = await db.query<{ isAfter: boolean; isPast: boolean }>(sql`
    select ${effectiveFrom}::timestamptz > coalesce(${inForceSince ?? null}::timestamptz, '-infinity')
        or ${inForceSince ?? null}::timestamptz is null as "isAfter",
      ${effectiveFrom}::timestamptz <= clock_timestamp() as "isPast"`);
  const { isAfter, isPast } = rows[0]!;
  if (!isAfter) {
    throw new PublicationRefused([
      `effective from ${effectiveFrom}: the boundaries in force began at ${inForceSince}, and a version must begin later`,
    ]);
  }
  if (!isPast) {
    throw new PublicationRefused([
      `effective from ${effectiveFrom}: this is in the future; import it on that day`,
    ]);
  }
}
