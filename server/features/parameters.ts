// The query parameters of OGC API – Features, from text to values. Every refusal names the parameter and its value.
import { badRequest } from '../errors.ts';

export const limits = { default: 10, maximum: 10_000 } as const;

/** Larger limits are allowed by the standard and mean the maximum. */
export function clampLimit(limit: number): number {
  return Math.min(limit, limits.maximum);
}

/** west, south, east, north in degrees; west ≤ east and south ≤ north. */
export type Box = readonly [number, number, number, number];

/**
 * `bbox`: four numbers, or six with heights, which say nothing about plane features. A box whose west lies east of its
 * east crosses the antimeridian and becomes two. Undefined means everywhere.
 */
export function parseBbox(text: string | undefined): Box[] | undefined {
  if (text === undefined) return undefined;
  const refuse = (why: string) => badRequest('bbox', text, why);
  const parts = text.split(',');
  if (parts.length !== 4 && parts.length !== 6) {
    throw refuse('give four numbers (west,south,east,north), or six with heights');
  }
  const numbers = parts.map((part) => {
    if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(part)) throw refuse(`"${part}" is not a number`);
    return Number(part);
  });
  const [west, south, east, north] = (
    numbers.length === 4 ? numbers : [numbers[0], numbers[1], numbers[3], numbers[4]]
  ) as [number, number, number, number];
  for (const longitude of [west, east]) {
    if (Math.abs(longitude) > 180) throw refuse(`longitude ${longitude} is not between -180 and 180`);
  }
  for (const latitude of [south, north]) {
    if (Math.abs(latitude) > 90) throw refuse(`latitude ${latitude} is not between -90 and 90`);
  }
  if (south > north) throw refuse(`its south, ${south}, lies north of its north, ${north}`);
  if (numbers.length === 6 && numbers[2]! > numbers[5]!) throw refuse('its bottom lies above its top');
  if (west <= east) return [[west, south, east, north]];
  return [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
}

/** RFC 3339 instants, both ends included; undefined means open on that side. An instant has two equal ends. */
export interface TimeSpan {
  from: string | undefined;
  to: string | undefined;
}

/** `datetime`: an instant, or an interval with a slash; an end that is empty or `..` is open. */
export function parseDatetime(text: string | undefined): TimeSpan | undefined {
  if (text === undefined) return undefined;
  const ends = text.split('/');
  if (ends.length > 2) throw badRequest('datetime', text, 'an interval has one slash');
  if (ends.length === 1) {
    const instant = parseInstant(text, text);
    return { from: instant, to: instant };
  }
  const [from, to] = ends.map((end) => (end === '' || end === '..' ? undefined : parseInstant(end, text)));
  if (from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)) {
    throw badRequest('datetime', text, 'the interval ends before it begins');
  }
  return { from, to };
}

const instantPattern =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-](0\d|1[0-4]):[0-5]\d)$/;

function parseInstant(text: string, whole: string): string {
  if (!isInstant(text)) {
    throw badRequest(
      'datetime',
      whole,
      `"${text}" is not an RFC 3339 instant; examples: 2026-11-23T08:00:00Z, 2026-11-01T00:00:00+08:00/..`,
    );
  }
  return text.toUpperCase();
}

/** Whether the text is an instant that the database can read: a real day, no year 0, no leap second. */
function isInstant(text: string): boolean {
  const match = instantPattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Where the next page begins, and the moment of the first page: a walk through the pages shows what was recorded then,
 * whatever is written meanwhile, so its count holds too and is not made again.
 */
export interface Cursor {
  /** RFC 3339, microseconds */
  at: string;
  matched: number;
  regionId: number;
  featureId: string;
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from([cursor.at, cursor.matched, cursor.regionId, cursor.featureId].join(' ')).toString(
    'base64url',
  );
}

const cursorPattern = /^(?<at>\S{20,27}) (?<matched>\d{1,15}) (?<regionId>\d{1,9}) (?<featureId>\d{1,16})$/;

export function parseCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const fields = cursorPattern.exec(Buffer.from(text, 'base64url').toString('latin1'))?.groups;
  if (!fields || !isInstant(fields.at!)) {
    throw badRequest('cursor', text, 'is not a cursor of this service; follow the `next` link as it is');
  }
  return {
    at: fields.at!,
    matched: Number(fields.matched),
    regionId: Number(fields.regionId),
    featureId: fields.featureId!,
  };
}
