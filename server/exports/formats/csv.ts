// CSV (RFC 4180) for spreadsheets: points in columns lon and lat, other shapes as WKT.

import iconv from 'iconv-lite';
import type { FeatureRow } from '../../features/queries.ts';
import { cellOf, type ExportSubject } from '../exportRequest.ts';
import { type Position, parseShape, type Shape } from '../shapes.ts';

export async function* writeCsv(
  batches: AsyncIterable<FeatureRow[]>,
  { collection, encoding }: ExportSubject,
): AsyncGenerator<Buffer> {
  const { geometryTypes, properties } = collection;
  const arePoints = geometryTypes.length > 0 && geometryTypes.every((type) => type === 'Point');
  const names = properties.map((property) => property.name);
  const placeNames = arePoints ? ['lon', 'lat'] : geometryTypes.length > 0 ? ['wkt'] : [];
  const placeOf = (geometry: string | null): (string | number)[] => {
    if (geometry === null) return placeNames.map(() => '');
    const shape = parseShape(geometry);
    return shape.type === 'Point' ? shape.coordinates : [toWkt(shape)];
  };
  const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cellText).join(',')}\r\n`;
  // the mark tells spreadsheets that it is UTF-8; GB18030 is what they take for granted in China
  yield encoded(line(['id', ...names, ...placeNames]), encoding, encoding === 'utf-8');
  for await (const batch of batches) {
    const lines = batch.map(({ id, geometry, properties: values }) =>
      line([id, ...names.map((name) => cellOf(values[name])), ...placeOf(geometry)]),
    );
    yield encoded(lines.join(''), encoding, false);
  }
}

function encoded(text: string, encoding: ExportSubject['encoding'], addBOM: boolean): Buffer {
  return iconv.encode(text, encoding, { addBOM });
}

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets take as "this is
 * text": a caller's name for a household must not become a command on a desk in an office. Numbers stay numbers.
 */
function cellText(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function toWkt(shape: Shape): string {
  const path = (positions: readonly Position[]): string =>
    `(${positions.map(([x, y]) => `${x} ${y}`).join(',')})`;
  switch (shape.type) {
    case 'Point':
      return `POINT ${path([shape.coordinates])}`;
    case 'MultiLineString':
      return `MULTILINESTRING (${shape.coordinates.map(path).join(',')})`;
    case 'MultiPolygon':
      return `MULTIPOLYGON (${shape.coordinates.map((rings) => `(${rings.map(path).join(',')})`).join(',')})`;
  }
}
