// What a tile leaves out: incidents by the filter that they have everywhere, the rest by kind.
import { badRequest } from '../errors.ts';
import {
  type CategoryCheck,
  incidentFilterNames,
  readIncidentFilter,
  readList,
  refuseUnknown,
} from '../incidents/incidentFilter.ts';
import type { FilterName, TileFilter } from './tileFilter.ts';
import type { TileLayer } from './tileLayer.ts';

export type FilterQuery = Readonly<Partial<Record<FilterName, string>>>;

const filterNames: readonly FilterName[] = [...incidentFilterNames, 'kind'];

const noFilter: TileFilter = {
  kinds: undefined,
  categories: undefined,
  statuses: undefined,
  severities: undefined,
  weekdays: undefined,
  hours: undefined,
  from: undefined,
  to: undefined,
  key: '',
};

/** @throws ProblemError 400 for a parameter that the layer does not have, or a value that there is not */
export async function readFilter(
  layer: TileLayer,
  query: FilterQuery,
  checkCategories: CategoryCheck,
): Promise<TileFilter> {
  const given = filterNames.filter((name) => query[name] !== undefined);
  if (given.length === 0) return noFilter;
  for (const name of given) refuseForeign(layer, name, query[name]!);
  const kinds = readList('kind', query.kind);
  if (!kinds) return { ...(await readIncidentFilter(query, checkCategories)), kinds: undefined };
  if (layer.kinds) refuseUnknown('kind', kinds, layer.kinds);
  const key = new URLSearchParams({ kind: kinds.join(',') }).toString();
  return { ...noFilter, kinds: new Set(kinds), key };
}

function refuseForeign(layer: TileLayer, name: FilterName, value: string): void {
  if (layer.filters.includes(name)) return;
  const offered =
    layer.filters.length === 0 ? 'has no filters' : `can be filtered by ${layer.filters.join(', ')}`;
  throw badRequest(name, value, `is not a filter of ${layer.id}, which ${offered}`);
}
