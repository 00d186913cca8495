// Newline-delimited JSON: `{"id": …, "lon": …, "lat": …}` or a GeoJSON Feature with a Point, one a line.
import { isUtf8 } from 'node:buffer';
import { limits } from '../limits.ts';
import { type PointBatch, type PointId, type PointReader, shown } from './pointBatch.ts';
import { WholeLines } from './wholeLines.ts';

export class NdjsonReader implements PointReader {
  /** Each row says for itself. */
  readonly hasIds = false;
  readonly #lines = new WholeLines();

  push(piece: Buffer, batch: PointBatch): void {
    const lines = this.#lines.push(piece);
    if (lines) readLines(lines, batch);
  }

  finish(batch: PointBatch): void {
    readLines(this.#lines.rest(), batch);
  }
}

function readLines(bytes: Buffer, batch: PointBatch): void {
  const isText = isUtf8(bytes);
  // RFC 8142's record separators and a byte order mark are let through
  for (const line of bytes.toString('utf8').split('\n')) readLine(withoutMark(line), isText, batch);
}

const BYTE_ORDER_MARK = 0xfeff;
const RECORD_SEPARATOR = 0x1e;

function withoutMark(line: string): string {
  const first = line.charCodeAt(0);
  return first === BYTE_ORDER_MARK || first === RECORD_SEPARATOR ? line.slice(1) : line;
}

function readLine(line: string, isText: boolean, batch: PointBatch): void {
  if (line === '' || line.trim() === '') return;
  if (line.length > limits.locateRowCharacters) {
    batch.addError(undefined, `is longer than ${limits.locateRowCharacters} characters`);
    return;
  }
  if (!isText && line.includes('\uFFFD')) {
    batch.addError(undefined, 'is not UTF-8 text');
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    batch.addError(undefined, `is not JSON: ${shown(line)}`);
    return;
  }
  addPoint(value, batch);
}

/** A point as a JSON value. */
export function addPoint(value: unknown, batch: PointBatch): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    batch.addError(undefined, 'is not an object with lon and lat');
    return;
  }
  const point = value as Readonly<Record<string, unknown>>;
  if (point.type === 'Feature') {
    addFeature(point, batch);
    return;
  }
  add(pointId(point.id), point.lon, point.lat, batch);
}

function addFeature(
  { id, properties, geometry }: Readonly<Record<string, unknown>>,
  batch: PointBatch,
): void {
  const own = isObject(properties) ? (properties.id ?? properties.reference) : undefined;
  const name = pointId(id ?? own);
  if (!isObject(geometry) || geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) {
    batch.addError(name, 'is not a Feature with a Point');
    return;
  }
  add(name, geometry.coordinates[0], geometry.coordinates[1], batch);
}

function add(id: PointId | undefined, lon: unknown, lat: unknown, batch: PointBatch): void {
  if (typeof lon !== 'number') {
    batch.addError(id, missingOr('lon', lon));
    return;
  }
  if (typeof lat !== 'number') {
    batch.addError(id, missingOr('lat', lat));
    return;
  }
  batch.add(id, lon, lat);
}

function missingOr(name: string, value: unknown): string {
  return value === undefined
    ? `${name} is missing`
    : `${name}=${shown(JSON.stringify(value))}: is not a number`;
}

function pointId(value: unknown): PointId | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
