import type { Moment } from '../regions/moment.ts';

export type FilterName = 'category' | 'status' | 'from' | 'to' | 'kind';

/** A part that is undefined leaves nothing out. */
export interface TileFilter {
  kinds: ReadonlySet<string> | undefined;
  categories: ReadonlySet<string> | undefined;
  statuses: ReadonlySet<string> | undefined;
  /** Reported from then on, and before then. */
  from: Moment | undefined;
  to: Moment | undefined;
  /** As a query string, in one order; empty: nothing is left out. */
  key: string;
}
