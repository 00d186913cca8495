// Geometries of an export as numbers.
export type Position = [number, number];

export type Shape =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiLineString'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };

/** @param text what `st_asgeojson` writes of a column of ours */
export function parseShape(text: string): Shape {
  return JSON.parse(text) as Shape;
}

/** West, south, east, north of what has been added. */
export class Extent {
  west = Infinity;
  south = Infinity;
  east = -Infinity;
  north = -Infinity;

  get isEmpty(): boolean {
    return this.west > this.east;
  }

  add([x, y]: Position): void {
    this.west = Math.min(this.west, x);
    this.south = Math.min(this.south, y);
    this.east = Math.max(this.east, x);
    this.north = Math.max(this.north, y);
  }

  addExtent(other: Extent): void {
    if (other.isEmpty) return;
    this.add([other.west, other.south]);
    this.add([other.east, other.north]);
  }
}

export function extentOf(shape: Shape): Extent {
  const extent = new Extent();
  for (const position of positionsOf(shape)) extent.add(position);
  return extent;
}

function* positionsOf(shape: Shape): Generator<Position> {
  if (shape.type === 'Point') yield shape.coordinates;
  else if (shape.type === 'MultiLineString') for (const line of shape.coordinates) yield* line;
  else for (const polygon of shape.coordinates) for (const ring of polygon) yield* ring;
}
