// Only for coverages with a defect: segments cut where they cross, so that what lies between them can be measured.
// The order of crossings along a segment is exact (BigInt fractions); their coordinates are rounded doubles.
import type { Segments } from './segments.ts';

export interface SplitSegments extends Segments {
  /** The uncut segment of which each one is a part; it has the exact direction. */
  parent: Int32Array;
  /** The parts of each uncut segment, from its start to its end. */
  parts: number[][];
}

interface Crossing {
  other: number;
  /** How far along the segment, as a fraction with a positive denominator. */
  numerator: bigint;
  denominator: bigint;
}

/** Cuts at the given pairs of crossing segments (flat: s0, t0, s1, t1, …), which keep their faces on both sides. */
export function splitCrossings(segments: Segments, crossings: readonly number[]): SplitSegments {
  const points = new CrossingPoints(segments, crossings);
  const from: number[] = [];
  const to: number[] = [];
  const parent: number[] = [];
  const parts: number[][] = [];
  for (let s = 0; s < segments.count; s++) {
    const stops = [segments.from[s]!, ...points.along(s), segments.to[s]!];
    const own: number[] = [];
    for (let i = 1; i < stops.length; i++) {
      own.push(from.length);
      from.push(stops[i - 1]!);
      to.push(stops[i]!);
      parent.push(s);
    }
    parts.push(own);
  }
  return {
    ...segments,
    x: Float64Array.from([...segments.x.subarray(0, segments.vertexCount), ...points.x]),
    y: Float64Array.from([...segments.y.subarray(0, segments.vertexCount), ...points.y]),
    vertexCount: segments.vertexCount + points.x.length,
    count: from.length,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    left: Int32Array.from(parent, (s) => segments.left[s]!),
    right: Int32Array.from(parent, (s) => segments.right[s]!),
    doubled: segments.doubled.flatMap((side) =>
      parts[side.segment]!.map((segment) => ({ ...side, segment })),
    ),
    parent: Int32Array.from(parent),
    parts,
  };
}

/** Numbers the crossing points: one number where more than two segments cross in exactly one point. */
class CrossingPoints {
  readonly x: number[] = [];
  readonly y: number[] = [];
  private readonly stopsOfSegment = new Map<number, number[]>();

  constructor(segments: Segments, pairs: readonly number[]) {
    const crossingsOfSegment = new Map<number, Crossing[]>();
    const add = (segment: number, crossing: Crossing) => {
      const list = crossingsOfSegment.get(segment);
      if (list) list.push(crossing);
      else crossingsOfSegment.set(segment, [crossing]);
    };
    for (let i = 0; i < pairs.length; i += 2) {
      add(pairs[i]!, crossingOf(segments, pairs[i]!, pairs[i + 1]!));
      add(pairs[i + 1]!, crossingOf(segments, pairs[i + 1]!, pairs[i]!));
    }
    const pointOfPair = new Map<string, number>();
    const pairKey = (s: number, t: number) => (s < t ? `${s},${t}` : `${t},${s}`);
    for (const [segment, crossings] of crossingsOfSegment) {
      crossings.sort(byFraction);
      for (const [i, crossing] of crossings.entries()) {
        const before = crossings[i - 1];
        const known = pointOfPair.get(pairKey(segment, crossing.other));
        if (before && byFraction(before, crossing) === 0) {
          const shared = pointOfPair.get(pairKey(segment, before.other))!;
          if (known === undefined) pointOfPair.set(pairKey(segment, crossing.other), shared);
          else if (known !== shared)
            for (const [key, point] of pointOfPair) if (point === known) pointOfPair.set(key, shared);
        } else if (known === undefined) {
          pointOfPair.set(pairKey(segment, crossing.other), this.x.length);
          this.place(segments, segment, crossing);
        }
      }
    }
    for (const [segment, crossings] of crossingsOfSegment) {
      const stops = crossings.map(
        ({ other }) => segments.vertexCount + pointOfPair.get(pairKey(segment, other))!,
      );
      this.stopsOfSegment.set(segment, [...new Set(stops)]);
    }
  }

  /** The vertex numbers of the crossings on a segment, in order. */
  along(segment: number): readonly number[] {
    return this.stopsOfSegment.get(segment) ?? [];
  }

  private place({ x, y, from, to }: Segments, segment: number, { numerator, denominator }: Crossing): void {
    const a = from[segment]!;
    const b = to[segment]!;
    const t = Number(numerator) / Number(denominator);
    this.x.push(x[a]! + t * (x[b]! - x[a]!));
    this.y.push(y[a]! + t * (y[b]! - y[a]!));
  }
}

function crossingOf({ x, y, from, to }: Segments, s: number, t: number): Crossing {
  const [ax, ay] = [x[from[s]!]!, y[from[s]!]!];
  const [cx, cy] = [x[from[t]!]!, y[from[t]!]!];
  const [ux, uy] = [BigInt(x[to[s]!]! - ax), BigInt(y[to[s]!]! - ay)];
  const [vx, vy] = [BigInt(x[to[t]!]! - cx), BigInt(y[to[t]!]! - cy)];
  const numerator = BigInt(cx - ax) * vy - BigInt(cy - ay) * vx;
  const denominator = ux * vy - uy * vx;
  return denominator > 0n
    ? { other: t, numerator, denominator }
    : { other: t, numerator: -numerator, denominator: -denominator };
}

function byFraction(a: Crossing, b: Crossing): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
