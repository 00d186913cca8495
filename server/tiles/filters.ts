// What a tile leaves out. Parsed and checked at the door, and written in one way only, so that the same filter always is the same
// cached tile.
import { badRequest } from '../errors.ts';
import { instantOf, type Moment, parseMoment } from '../regions/moment.ts';
import { incidentStatuses } from '../snapshot/points.ts';
import type { FilterName, TileFilter } from './tileFilter.ts';
import type { TileLayer } from './tileLayer.ts';

export type FilterQuery = Readonly<Partial<Record<FilterName, string>>>;

const filterNames: readonly FilterName[] = ['category', 'status', 'from', 'to', 'kind'];

export const noFilter: TileFilter = {
  kinds: undefined,
  categories: undefined,
  statuses: undefined,
  from: undefined,
  to: undefined,
  key: '',
};

/** Which codes there are; asked only when a category is filtered by. */
export type CategoryCheck = (
  codes: readonly string[],
) => Promise<{ unknown: readonly string[]; known: readonly string[] }>;

/** @throws ProblemError 400 for a parameter that the layer does not have, or a value that there is not */
export async function readFilter(
  layer: TileLayer,
  query: FilterQuery,
  checkCategories: CategoryCheck,
): Promise<TileFilter> {
  const given = filterNames.filter((name) => query[name] !== undefined);
  if (given.length === 0) return noFilter;
  for (const name of given) refuseForeign(layer, name, query[name]!);
  const lists = {
    category: readList('category', query.category),
    status: readList('status', query.status),
    kind: readList('kind', query.kind),
  };
  const from = query.from === undefined ? undefined : parseMoment('from', query.from);
  const to = query.to === undefined ? undefined : parseMoment('to', query.to);
  refuseUnknown('status', lists.status, incidentStatuses);
  if (layer.kinds) refuseUnknown('kind', lists.kind, layer.kinds);
  if (lists.category) {
    const { unknown, known } = await checkCategories(lists.category);
    if (unknown.length > 0) throw unknownValue('category', unknown[0]!, known);
  }
  if (from && to) refuseBackwards(from, to);
  const parts = { ...lists, from: from && [from.text], to: to && [to.text] };
  const key = new URLSearchParams();
  for (const name of given) key.set(name, parts[name]!.join(','));
  return {
    kinds: lists.kind && new Set(lists.kind),
    categories: lists.category && new Set(lists.category),
    statuses: lists.status && new Set(lists.status),
    from,
    to,
    key: key.toString(),
  };
}

/** Epoch milliseconds, the end not included: a date is its midnight in the region's time zone. */
export function within({ from, to }: TileFilter, timeZone: string): { from: number; to: number } {
  return {
    from: from ? Date.parse(instantOf(from, timeZone)) : -Infinity,
    to: to ? Date.parse(instantOf(to, timeZone)) : Infinity,
  };
}

function refuseForeign(layer: TileLayer, name: FilterName, value: string): void {
  if (layer.filters.includes(name)) return;
  const offered =
    layer.filters.length === 0 ? 'has no filters' : `can be filtered by ${layer.filters.join(', ')}`;
  throw badRequest(name, value, `is not a filter of ${layer.id}, which ${offered}`);
}

/** Sorted, each once. */
function readList(name: string, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const values = [...new Set(text.split(',').map((value) => value.trim()))].sort();
  if (values.includes(''))
    throw badRequest(name, text, 'is a list of values with commas between, none empty');
  return values;
}

function refuseUnknown(name: string, values: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = values?.find((value) => !known.includes(value));
  if (unknown !== undefined) throw unknownValue(name, unknown, known);
}

function unknownValue(name: string, value: string, known: readonly string[]): Error {
  return badRequest(name, value, `is unknown; there are ${known.join(', ')}`);
}

/** Compared in UTC: two dates in the order that they have in every time zone. */
function refuseBackwards(from: Moment, to: Moment): void {
  if (Date.parse(instantOf(from, 'UTC')) < Date.parse(instantOf(to, 'UTC'))) return;
  if (from.isDate !== to.isDate) return; // which is first depends on the region
  throw badRequest('from', from.text, `is not before the end, ${to.text}`);
}
