// Well-known binary, little-endian, of our own geometries.
import type { Position, Shape } from '../shapes.ts';

const codes = { Point: 1, LineString: 2, Polygon: 3, MultiLineString: 5, MultiPolygon: 6 } as const;

export function toWkb(shape: Shape): Buffer {
  switch (shape.type) {
    case 'Point':
      return Buffer.concat([head(codes.Point), positionBytes([shape.coordinates])]);
    case 'MultiLineString':
      return multi(
        codes.MultiLineString,
        shape.coordinates.map((line) => Buffer.concat([head(codes.LineString), path(line)])),
      );
    case 'MultiPolygon':
      return multi(
        codes.MultiPolygon,
        shape.coordinates.map((rings) =>
          Buffer.concat([head(codes.Polygon), count(rings.length), ...rings.map(path)]),
        ),
      );
  }
}

function multi(code: number, parts: readonly Buffer[]): Buffer {
  return Buffer.concat([head(code), count(parts.length), ...parts]);
}

function head(code: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(code, 1);
  return bytes;
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function path(positions: readonly Position[]): Buffer {
  return Buffer.concat([count(positions.length), positionBytes(positions)]);
}

function positionBytes(positions: readonly Position[]): Buffer {
  const bytes = Buffer.alloc(positions.length * 16);
  positions.forEach(([x, y], index) => {
    bytes.writeDoubleLE(x, index * 16);
    bytes.writeDoubleLE(y, index * 16 + 8);
  });
  return bytes;
}
