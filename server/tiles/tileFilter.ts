import type { IncidentFilter, IncidentFilterName } from '../incidents/incidentFilter.ts';

export type FilterName = IncidentFilterName | 'kind';

/** What a tile leaves out: the key names the kinds too. */
export interface TileFilter extends IncidentFilter {
  kinds: ReadonlySet<string> | undefined;
}
