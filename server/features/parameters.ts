// The query parameters of OGC API – Features, from text to values. Every refusal names the parameter and its value.
import { badRequest } from '../errors.ts';
import { limits as serverLimits } from '../limits.ts';

export const limits = { default: 10, maximum: serverLimits.featuresInPage } as const;

/** Fewer on a page to read, which shows each feature as a row. */
export const htmlPageFeatures = 200;

export const outputCrs = ['wgs84', 'gcj02'] as const;
/** Of coordinates that are sent; `bbox` is always in WGS84. */
export type OutputCrs = (typeof outputCrs)[number];

/** Larger limits are allowed by the standard and mean the maximum. */
export function clampLimit(limit: number, maximum: number): number {
  return Math.min(limit, maximum);
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
  const boxes: Box[] =
    west <= east
      ? [[west, south, east, north]]
      : [
          [west, south, 180, north],
          [-180, south, east, north],
        ];
  return [...boxes, ...sameElsewhere(boxes)];
}

/** -180° and 180° are one meridian, and a pole is one point, whatever longitude it is written with. */
function sameElsewhere(boxes: readonly Box[]): Box[] {
  const [, south, , north] = boxes[0]!;
  const touches = (longitude: number) =>
    boxes.some(([west, , east]) => west === longitude || east === longitude);
  const [touchesWest, touchesEast] = [touches(-180), touches(180)];
  const isAround = boxes.some(([west, , east]) => west === -180 && east === 180);
  return [
    ...(touchesWest && !touchesEast ? [[180, south, 180, north] as const] : []),
    ...(touchesEast && !touchesWest ? [[-180, south, -180, north] as const] : []),
    ...(north === 90 && !isAround ? [[-180, 90, 180, 90] as const] : []),
    ...(south === -90 && !isAround ? [[-180, -90, 180, -90] as const] : []),
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

/** What a walk has seen of a region: its later changes are left out of all pages. */
export interface SeenRegion {
  regionId: number;
  boundaryVersion: number;
  changeSequence: string;
  changedAt: string;
}

/**
 * Where the next page begins, and what the first page saw: a walk through the pages shows what was recorded then, whatever is
 * written meanwhile, so its count holds too and is not made again.
 */
export interface Cursor {
  /** When the walk began: RFC 3339. */
  at: string;
  matched: number;
  /** Features in the pages before. */
  walked: number;
  /** The last feature of the page before; of the first of `regions`. */
  featureId: string;
  /** Those that are not walked to their end. */
  regions: readonly SeenRegion[];
}

export function writeCursor({ at, matched, walked, featureId, regions }: Cursor): string {
  const fields = [
    [at, matched, walked, featureId],
    ...regions.map((region) => [
      region.regionId,
      region.boundaryVersion,
      region.changeSequence,
      region.changedAt,
    ]),
  ];
  return Buffer.from(fields.map((values) => values.join(' ')).join('\n')).toString('base64url');
}

const cursorHead = /^(?<at>\S{20,27}) (?<matched>\d{1,15}) (?<walked>\d{1,15}) (?<featureId>\d{1,16})$/;
const cursorRegion =
  /^(?<regionId>\d{1,9}) (?<boundaryVersion>\d{1,9}) (?<changeSequence>\d{1,18}) (?<changedAt>\S{20,27})$/;

export function parseCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [head = '', ...lines] = Buffer.from(text, 'base64url').toString('latin1').split('\n');
  const fields = cursorHead.exec(head)?.groups;
  const regions = lines.map((line) => cursorRegion.exec(line)?.groups);
  const isWhole =
    fields !== undefined &&
    isInstant(fields.at!) &&
    regions.length > 0 &&
    regions.every((region) => region !== undefined && isInstant(region.changedAt!));
  if (!isWhole) {
    throw badRequest('cursor', text, 'is not a cursor of this service; follow the `next` link as it is');
  }
  return {
    at: fields.at!,
    matched: Number(fields.matched),
    walked: Number(fields.walked),
    featureId: fields.featureId!,
    regions: regions.map((region) => ({
      regionId: Number(region!.regionId),
      boundaryVersion: Number(region!.boundaryVersion),
      changeSequence: region!.changeSequence!,
      changedAt: region!.changedAt!,
    })),
  };
}
