// What a dispatcher's list leaves out and how it is ordered, from the query's text to numbers of the snapshot.
import sql from 'sql-template-tag';
import type { Fixed } from '../../core/coordinates.ts';
import { metresPerUnit, pointToSegmentM } from '../../core/geodesy.ts';
import type { Queryable } from '../database.ts';
import { badRequest } from '../errors.ts';
import { fixedPoint } from '../locate/queries.ts';
import { instantOf, parseMoment } from '../regions/moment.ts';
import { incidentStatuses } from '../snapshot/points.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import { listCategories } from './categories.ts';
import type { Position } from './firstOnes.ts';
import type { QueueQuery } from './queueSchemas.ts';

export type QueueOrder = 'newest' | 'unassignedFirst' | 'nearest';

export interface QueueFilter {
  state: 'open' | 'closed' | 'all';
  categories: ReadonlySet<string> | undefined;
  severities: ReadonlySet<number> | undefined;
  statuses: ReadonlySet<string> | undefined;
  isUnassigned: boolean;
  /** Code. */
  grid: string | undefined;
  /** Id; 0: nobody. */
  worker: number | undefined;
  /** Epoch milliseconds, the end not included. */
  from: number;
  to: number;
  near: NearPlace | undefined;
  order: QueueOrder;
  after: Position | undefined;
}

export interface NearPlace {
  x: Fixed;
  y: Fixed;
  /** Infinity: as far as you like. */
  withinM: number;
}

/** @throws ProblemError 400 for a value that there is not, or that says nothing without another */
export async function readQueueFilter(
  db: Queryable,
  regionId: number,
  timeZone: string,
  query: QueueQuery,
): Promise<QueueFilter> {
  const statuses = readList('status', query.status, incidentStatuses);
  const categories =
    query.category === undefined ? undefined : readList('category', query.category, await listCategories(db));
  const severities = readList('severity', query.severity, ['1', '2', '3', '4']);
  const order = query.order ?? 'newest';
  const from = readEnd('from', query.from, timeZone, -Infinity);
  const to = readEnd('to', query.to, timeZone, Infinity);
  if (from >= to) throw badRequest('from', query.from, `is not before the end, ${query.to}`);
  return {
    // who names states of work means those, open or not
    state: query.state ?? (statuses ? 'all' : 'open'),
    categories,
    severities: severities && new Set([...severities].map(Number)),
    statuses,
    isUnassigned: query.unassigned ?? false,
    grid: query.grid,
    worker: await readWorker(db, regionId, query.worker),
    from,
    to,
    near: readNear(query, order),
    order,
    after: readAfter(query.after, order),
  };
}

/** @throws ProblemError 400 */
function readList(
  name: string,
  text: string | undefined,
  known: readonly string[],
): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  const values = new Set(text.split(',').map((value) => value.trim()));
  for (const value of values) {
    if (!known.includes(value)) throw badRequest(name, value, `is unknown; there are ${known.join(', ')}`);
  }
  return values;
}

function readEnd(name: 'from' | 'to', text: string | undefined, timeZone: string, open: number): number {
  return text === undefined ? open : Date.parse(instantOf(parseMoment(name, text), timeZone));
}

/** Also one who has ended: what he handled goes on naming him. */
async function readWorker(
  db: Queryable,
  regionId: number,
  text: string | undefined,
): Promise<number | undefined> {
  if (text === undefined) return undefined;
  if (text === 'none') return 0;
  const { rows } = await db.query<{ id: number }>(sql`
    select worker_id::float8 as id from worker where region_id = ${regionId} and number = ${Number(text)}`);
  const worker = rows[0];
  if (worker) return worker.id;
  throw badRequest('worker', text, 'no worker of the region has this number; none means incidents of nobody');
}

function readNear({ near, withinM }: QueueQuery, order: QueueOrder): NearPlace | undefined {
  if (near === undefined) {
    if (withinM !== undefined) throw badRequest('withinM', withinM, 'is of what? Send near=lon,lat with it');
    if (order === 'nearest') throw badRequest('order', order, 'to what? Send near=lon,lat with it');
    return undefined;
  }
  const parts = near.split(',');
  const [lon, lat] = parts.map((part) => (/^\s*[+-]?\d+(\.\d+)?\s*$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 2 || !(Math.abs(lon!) <= 180) || !(Math.abs(lat!) <= 90)) {
    throw badRequest('near', near, 'is not a longitude and a latitude in degrees, as 120.4512,36.3812');
  }
  const [x, y] = fixedPoint(lon!, lat!, 'wgs84');
  return { x, y, withinM: withinM ?? Infinity };
}

/** As `next` of the page before has it. */
export function cursorOf(order: QueueOrder, { rank, key, id }: Position): string {
  return [order, rank, key, id].join('~');
}

function readAfter(text: string | undefined, order: QueueOrder): Position | undefined {
  if (text === undefined) return undefined;
  const [ofOrder, ...numbers] = text.split('~');
  const [rank, key, id] = numbers.map((part) => (part === '' ? NaN : Number(part)));
  const isWhole = numbers.length === 3 && [rank, key, id].every((number) => Number.isFinite(number));
  if (!isWhole || ofOrder !== order) {
    throw badRequest(
      'after',
      text,
      `is not the next of a page in the order ${order}; send it as it was given`,
    );
  }
  return { rank: rank!, key: key!, id: id! };
}

/** How far off a planar reckoning may be over a region's extent: so much is taken off before it rules anything out. */
const planarShare = 0.8;

/** Metres from a place to points: first roughly, to rule most of them out, then as exactly as `core` has it. */
export class Distances {
  readonly #x: Fixed;
  readonly #y: Fixed;
  readonly #perUnit: { x: number; y: number };

  constructor({ x, y }: NearPlace) {
    this.#x = x;
    this.#y = y;
    this.#perUnit = metresPerUnit(y);
  }

  atLeastM(x: number, y: number): number {
    const east = (x - this.#x) * this.#perUnit.x;
    const north = (y - this.#y) * this.#perUnit.y;
    // Math.hypot takes ten times as long
    return planarShare * Math.sqrt(east * east + north * north);
  }

  metres(x: number, y: number): number {
    return pointToSegmentM(this.#x, this.#y, x, y, x, y);
  }
}

/** The index of the grid that the filter asks for; undefined: any. @throws ProblemError 400 when there is no such grid */
export function gridIndexOf(
  { grid: code }: QueueFilter,
  { grids, code: region }: RegionSnapshot,
): number | undefined {
  if (code === undefined) return undefined;
  const index = grids.findIndex((grid) => grid.code === code);
  if (index < 0) throw badRequest('grid', code, `no grid in force in region ${region} has this code`);
  return index;
}
