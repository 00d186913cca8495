/** One row or feature as the file has it, before any of it is believed. */
export interface SourceRecord {
  /** Line of a CSV or newline-delimited file, or number of the feature, from 1. */
  row: number;
  properties: Readonly<Record<string, unknown>>;
  /** A GeoJSON geometry; absent in CSV, where columns lon and lat stand for it. */
  geometry?: unknown;
}

/** A row that cannot be read as one; reading goes on behind it where that is possible. */
export interface UnreadableRow {
  row: number;
  field: string;
  value: unknown;
  reason: string;
  /** Where they could be read all the same. */
  properties?: Readonly<Record<string, unknown>>;
  /** Nothing behind it was read. */
  endsFile?: boolean;
}

export type ReadItem = SourceRecord | UnreadableRow;

/** What no row can be left out for: it is the file that is wrong, or that is not all there. */
export function concernsFile(item: ReadItem): boolean {
  return isUnreadable(item) && (item.row === 0 || item.endsFile === true);
}

export function isUnreadable(item: ReadItem): item is UnreadableRow {
  return 'reason' in item;
}

/** Longest text of one feature or row, in characters: 200,000 vertices with room to spare. */
export const MAX_RECORD_CHARACTERS = 16_000_000;
/** GeoJSON's own nesting is 7 deep; much deeper is an attack on recursive parsers. */
export const MAX_DEPTH = 32;

/** A parsed Feature as a record; plain JSON objects are taken as their own properties. */
export function recordOfFeature(row: number, value: unknown): ReadItem {
  const field = 'feature';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row, field, value, reason: 'is not a GeoJSON Feature' };
  }
  const { type, properties, geometry, id } = value as Record<string, unknown>;
  if (type !== 'Feature') return { row, field: 'type', value: type, reason: 'must be "Feature"' };
  if (
    properties !== null &&
    properties !== undefined &&
    (typeof properties !== 'object' || Array.isArray(properties))
  ) {
    return { row, field: 'properties', value: properties, reason: 'must be an object' };
  }
  const given = (properties ?? {}) as Record<string, unknown>;
  // a feature's own id serves as its reference where no property does
  const named = id === undefined || Object.hasOwn(given, 'id') ? given : { id, ...given };
  return geometry === undefined || geometry === null
    ? { row, properties: named }
    : { row, properties: named, geometry };
}
