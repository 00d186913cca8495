// What an export is asked for, and what it is told about itself.
import type { Collection } from '../features/collections/index.ts';
import type { Box, OutputCrs, TimeSpan } from '../features/parameters.ts';
import type { FeatureRow } from '../features/queries.ts';
import type { RegionVersion } from '../regions/versions.ts';

export const exportEncodings = ['utf-8', 'gb18030'] as const;
export type ExportEncoding = (typeof exportEncodings)[number];

/** Which features: those of one region, where and when. */
export interface Selection {
  collection: Collection;
  /** As it was seen when the export began. */
  region: RegionVersion;
  regionCode: string;
  boxes: readonly Box[] | undefined;
  during: TimeSpan | undefined;
}

/** What a format writes besides the features. */
export interface ExportSubject {
  collection: Collection;
  regionCode: string;
  /** The moment that all of it shows: RFC 3339. */
  at: string;
  encoding: ExportEncoding;
  crs: OutputCrs;
}

/** Lists become one text: codes separated by spaces, as an import takes them. */
export function cellOf(value: FeatureRow['properties'][string] | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? value.join(' ') : value;
}
