// The shapes of a Shapefile, read record by record. Counts are believed only as far as the record has bytes for them.
import { ImportRefused } from '../faults.ts';
import type { ExactReader } from './exactReader.ts';
import { groupRings } from './ringGroups.ts';

const HEADER_BYTES = 100;
const FILE_CODE = 9994;
/** 200,000 positions of four numbers, and as many parts again. */
const MAX_SHAPE_BYTES = 16_000_000;

/** With Z and with M the position's first two numbers stand in the same place. */
const shapes: Readonly<Record<number, 'null' | 'point' | 'lines' | 'polygon' | 'points'>> = {
  0: 'null',
  1: 'point',
  3: 'lines',
  5: 'polygon',
  8: 'points',
  11: 'point',
  13: 'lines',
  15: 'polygon',
  18: 'points',
  21: 'point',
  23: 'lines',
  25: 'polygon',
  28: 'points',
};

export interface ShapeRecord {
  geometry?: { type: string; coordinates: unknown[] };
  /** Why the shape cannot be used; the row is then a fault. */
  reason?: string;
}

/** @throws ImportRefused */
export async function openShp(
  reader: ExactReader,
): Promise<{ readShape(): Promise<ShapeRecord | undefined> }> {
  const header = await reader.read(HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.readInt32BE(0) !== FILE_CODE) {
    throw new ImportRefused('The .shp does not begin as a Shapefile does');
  }
  let index = 0;
  return {
    async readShape() {
      const head = await reader.read(8);
      if (head.length === 0) return undefined;
      const bytes = head.length === 8 ? head.readInt32BE(4) * 2 : -1;
      if (bytes < 4 || bytes > MAX_SHAPE_BYTES) {
        throw new ImportRefused(`The .shp is damaged, or cut off, after shape ${index}`);
      }
      const content = await reader.read(bytes);
      if (content.length < bytes)
        throw new ImportRefused(`The .shp ends in the middle of shape ${index + 1}`);
      index += 1;
      return shapeOf(content);
    },
  };
}

function shapeOf(content: Buffer): ShapeRecord {
  const type = content.readInt32LE(0);
  switch (shapes[type]) {
    case 'null':
      return {};
    case 'point':
      if (content.length < 20) return { reason: 'the shape is shorter than a point' };
      return { geometry: { type: 'Point', coordinates: position(content, 4) } };
    case 'lines':
      return withParts(content, (parts) => ({ type: 'MultiLineString', coordinates: parts }));
    case 'polygon':
      return withParts(content, (parts) => {
        const coordinates = groupRings(parts);
        return coordinates && { type: 'MultiPolygon', coordinates };
      });
    case 'points':
      return { reason: 'the geometry is a MultiPoint' };
    default:
      return { reason: `the shape has the type ${type}, which is not one` };
  }
}

function withParts(
  content: Buffer,
  build: (parts: [number, number][][]) => ShapeRecord['geometry'],
): ShapeRecord {
  if (content.length < 44) return { reason: 'the shape is shorter than its header' };
  const partCount = content.readInt32LE(36);
  const pointCount = content.readInt32LE(40);
  const pointsAt = 44 + 4 * partCount;
  if (partCount < 0 || pointCount < 0 || pointsAt + 16 * pointCount > content.length) {
    return { reason: `the shape says ${partCount} parts and ${pointCount} positions, more than it holds` };
  }
  const parts: [number, number][][] = [];
  for (let part = 0; part < partCount; part += 1) {
    const start = content.readInt32LE(44 + 4 * part);
    const end = part + 1 < partCount ? content.readInt32LE(48 + 4 * part) : pointCount;
    if (start < 0 || end < start || end > pointCount) return { reason: 'the shape’s parts are not in order' };
    const positions: [number, number][] = [];
    for (let i = start; i < end; i += 1) positions.push(position(content, pointsAt + 16 * i));
    parts.push(positions);
  }
  if (parts.length === 0) return {};
  const geometry = build(parts);
  return geometry ? { geometry } : { reason: `the shape has too many rings: ${parts.length}` };
}

function position(content: Buffer, at: number): [number, number] {
  return [content.readDoubleLE(at), content.readDoubleLE(at + 8)];
}
