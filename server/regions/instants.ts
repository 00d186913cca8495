/**
 * An RFC 3339 instant in UTC, to the microsecond that PostgreSQL keeps, without zeros at its end: equal instants are
 * equal texts. The text must have been checked (`parseMoment`).
 */
export function canonicalInstant(text: string): string {
  const [, wholeSeconds, fraction = '', offset] =
    /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (wholeSeconds === undefined || offset === undefined) return text;
  const seconds = new Date(`${wholeSeconds}${offset}`.toUpperCase()).toISOString().slice(0, 19);
  const digits = fraction.slice(0, 6).replace(/0+$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}

/** Whether one instant in UTC, as `canonicalInstant` and the database write them, comes before another. */
export function isBefore(first: string, second: string): boolean {
  return sortKey(first) < sortKey(second);
}

function sortKey(instant: string): string {
  if (instant === 'infinity') return '~';
  if (instant === '-infinity') return '';
  const [seconds, fraction = ''] = instant.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}
