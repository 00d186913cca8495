// What an export is asked for, and what it is told about itself.
import type { Collection } from '../features/collections/index.ts';
import type { Box, TimeSpan } from '../features/parameters.ts';

export const exportEncodings = ['utf-8', 'gb18030'] as const;
export type ExportEncoding = (typeof exportEncodings)[number];

export const exportSystems = ['wgs84', 'gcj02'] as const;
export type ExportSystem = (typeof exportSystems)[number];

/** Which features: those of one region, where and when. */
export interface Selection {
  collection: Collection;
  region: { regionId: number; code: string };
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
  crs: ExportSystem;
}

/** A batch of features, their positions in the export's coordinate system. */
export interface ExportRow {
  id: string;
  /** GeoJSON text. */
  geometry: string | null;
  properties: Record<string, PropertyValue>;
}

export type PropertyValue = string | number | readonly string[] | null;

/** Lists become one text: codes separated by spaces, as an import takes them. */
export function cellOf(value: PropertyValue | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? value.join(' ') : value;
}
