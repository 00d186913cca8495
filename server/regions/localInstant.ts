/**
 * An instant in UTC from RFC 3339, or from a date or time without offset, which is the given zone's own.
 * Undefined when it is neither, or a day or hour that does not exist.
 */
export function localInstant(text: string, timeZone: string): string | undefined {
  const parts =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const milliseconds = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000);
  const asIfUtc = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!, milliseconds);
  const date = new Date(asIfUtc);
  const exists =
    // Date takes the years 0 to 99 for 1900 to 1999
    date.getUTCFullYear() === year! &&
    date.getUTCMonth() === month! - 1 &&
    date.getUTCDate() === day &&
    hour! < 24 &&
    minute! < 60 &&
    second! < 60;
  if (!exists) return undefined;
  const offsetMs = parts[8] === undefined ? zoneOffset(asIfUtc, timeZone) : statedOffset(parts[8]);
  return new Date(asIfUtc - offsetMs).toISOString();
}

function statedOffset(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))) * 60_000;
}

/** Of a wall-clock time: the offset is looked up twice, because it may change between the guess and the answer. */
function zoneOffset(wallClockMs: number, timeZone: string): number {
  const guess = offsetAt(wallClockMs, timeZone);
  return offsetAt(wallClockMs - guess, timeZone);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone is ahead of UTC. */
export function offsetAt(instantMs: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const part = Object.fromEntries(
    formatter.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const wallClock = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return wallClock - Math.floor(instantMs / 1000) * 1000;
}
