// Vertices that lie exactly on a neighbour's segment are inserted there: nothing moves, the edges then match.
import type { FixedMultiPolygon } from '../coordinates.ts';
import type { Segments } from './segments.ts';

/** The faces' polygons with each (vertex, segment) pair of the flat list inserted, in order along the segment. */
export function insertVertices(
  faces: readonly FixedMultiPolygon[],
  segments: Segments,
  vertexOnSegment: readonly number[],
): FixedMultiPolygon[] {
  const { x, y, from, to } = segments;
  const insertions = new Map<number, number[]>();
  for (let i = 0; i < vertexOnSegment.length; i += 2) {
    const list = insertions.get(vertexOnSegment[i + 1]!);
    if (list) list.push(vertexOnSegment[i]!);
    else insertions.set(vertexOnSegment[i + 1]!, [vertexOnSegment[i]!]);
  }
  // by directed pair of vertices, so that a ring finds them whichever way it runs
  const between = new Map<number, number[]>();
  const endsSegment = new Uint8Array(segments.vertexCount);
  for (const [segment, vertices] of insertions) {
    const a = from[segment]!;
    const b = to[segment]!;
    const along = (v: number) => (x[v]! - x[a]!) * (x[b]! - x[a]!) + (y[v]! - y[a]!) * (y[b]! - y[a]!);
    vertices.sort((u, v) => along(u) - along(v));
    between.set(a * segments.vertexCount + b, vertices);
    between.set(b * segments.vertexCount + a, vertices.toReversed());
    endsSegment[a] = 1;
    endsSegment[b] = 1;
  }

  const result = faces.map((polygons) => polygons.map((): Int32Array[] => []));
  for (const { face, polygon, start, end } of segments.rings) {
    const ring: number[] = [];
    for (let i = start; i < end; i++) {
      const a = segments.ringVertices[i]!;
      const repeats = ring.length > 0 && ring[ring.length - 2] === x[a] && ring[ring.length - 1] === y[a];
      if (!repeats) ring.push(x[a]!, y[a]!);
      if (endsSegment[a] === 0) continue;
      const b = segments.ringVertices[i + 1 < end ? i + 1 : start]!;
      for (const v of between.get(a * segments.vertexCount + b) ?? []) ring.push(x[v]!, y[v]!);
    }
    result[face]![polygon]!.push(Int32Array.from(ring));
  }
  return result;
}
