// Which boundaries are asked for: those of now, of a day, or of an instant; and the versions that there are to choose from.
import { isDay } from '../../../state/locatingView.ts';
import type { BoundaryVersion } from './versions.ts';

/** `at` of a day as a person gives it: a date alone, or with a time of the region's clock. */
export function momentOf(date: string, time: string, timeZone: string): string | null {
  if (!isDay(date)) return null;
  if (time === '' || time === '00:00') return date;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  // the offset may change between the guess and the answer
  const guess = asIfUtc - offsetMs(asIfUtc, timeZone);
  return `${new Date(asIfUtc - offsetMs(guess, timeZone)).toISOString().slice(0, 19)}Z`;
}

/** The other way round: what stands in the fields. */
export function dayAndTime(at: string, timeZone: string): { date: string; time: string } {
  if (isDay(at)) return { date: at, time: '' };
  const shown = new Date(Date.parse(at) + offsetMs(Date.parse(at), timeZone)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** The instant, for sentences that name it. */
export function instantOf(at: string, timeZone: string): string {
  if (!isDay(at)) return at;
  const midnight = Date.parse(`${at}T00:00:00Z`);
  const guess = midnight - offsetMs(midnight, timeZone);
  return new Date(midnight - offsetMs(guess, timeZone)).toISOString();
}

export interface VersionChoice {
  version: number;
  /** What to ask with: an instant at which the version was in force; null: now. */
  at: string | null;
  from: string | null;
  /** Null: it has not been replaced. */
  until: string | null;
}

/** Newest first. The one in force now is asked for without an instant. */
export function versionChoices(versions: readonly BoundaryVersion[], now: Date): VersionChoice[] {
  const inForce = versions.find(
    ({ effectiveFrom }) => effectiveFrom === null || Date.parse(effectiveFrom) <= now.getTime(),
  );
  return versions.map(({ version, effectiveFrom }, index) => {
    const until = versions[index - 1]?.effectiveFrom ?? null;
    return {
      version,
      at: version === inForce?.version ? null : askFor(effectiveFrom, until),
      from: effectiveFrom,
      until,
    };
  });
}

/** The first moment of a version; the last one of one that was there from the beginning. */
function askFor(from: string | null, until: string | null): string {
  const instant = from === null ? Date.parse(until!) - 60_000 : Math.ceil(Date.parse(from) / 1000) * 1000;
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

function offsetMs(instant: number, timeZone: string): number {
  // the Swedish way of writing times is nearly ISO 8601's
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
}
