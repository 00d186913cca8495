// Where segments meet other than in a common end: exactly, in integers, each pair of neighbours tested once or twice.
import { orientation } from '../coordinates.ts';
import type { SegmentIndex } from './segmentIndex.ts';
import type { Segments } from './segments.ts';

export interface SegmentContacts {
  /** Pairs of segments whose interiors cross, flat: s0, t0, s1, t1, … */
  crossings: number[];
  /** Vertices that lie in the interior of a segment, flat: vertex, segment, … */
  vertexOnSegment: number[];
}

/** In a cell with more segments than this they are swept from left to right instead of compared all with all. */
const BUSY_CELL = 48;

export function findContacts(segments: Segments, index: SegmentIndex): SegmentContacts {
  const contacts = new ContactFinder(segments);
  const { start, items } = index;
  for (let cell = 0; cell + 1 < start.length; cell++) {
    const first = start[cell]!;
    const end = start[cell + 1]!;
    if (end - first > BUSY_CELL) contacts.sweep(items.slice(first, end));
    else contacts.compareAll(items, first, end);
  }
  return {
    crossings: uniquePairs(contacts.crossings, segments.count),
    vertexOnSegment: uniquePairs(contacts.vertexOnSegment, segments.count),
  };
}

class ContactFinder {
  readonly crossings: number[] = [];
  readonly vertexOnSegment: number[] = [];
  private readonly segments: Segments;

  constructor(segments: Segments) {
    this.segments = segments;
  }

  compareAll(items: Int32Array, first: number, end: number): void {
    for (let i = first + 1; i < end; i++) {
      const s = items[i]!;
      for (let j = first; j < i; j++) this.compare(s, items[j]!);
    }
  }

  sweep(items: Int32Array): void {
    const { x, from, to } = this.segments;
    const leftEnd = (s: number) => Math.min(x[from[s]!]!, x[to[s]!]!);
    const rightEnd = (s: number) => Math.max(x[from[s]!]!, x[to[s]!]!);
    const sorted = items.sort((s, t) => leftEnd(s) - leftEnd(t));
    for (let i = 0; i < sorted.length; i++) {
      const reach = rightEnd(sorted[i]!);
      for (let j = i + 1; j < sorted.length && leftEnd(sorted[j]!) <= reach; j++) {
        this.compare(sorted[i]!, sorted[j]!);
      }
    }
  }

  private compare(s: number, t: number): void {
    const { x, y, from, to } = this.segments;
    const a = from[s]!;
    const b = to[s]!;
    const c = from[t]!;
    const d = to[t]!;
    const ax = x[a]!;
    const bx = x[b]!;
    const cx = x[c]!;
    const dx = x[d]!;
    if (ax < cx && ax < dx && bx < cx && bx < dx) return;
    if (ax > cx && ax > dx && bx > cx && bx > dx) return;
    const ay = y[a]!;
    const by = y[b]!;
    const cy = y[c]!;
    const dy = y[d]!;
    if (ay < cy && ay < dy && by < cy && by < dy) return;
    if (ay > cy && ay > dy && by > cy && by > dy) return;

    const endOfT = a === c || b === c ? d : a === d || b === d ? c : -1;
    if (endOfT !== -1) {
      this.compareFromCommonEnd(s, t, a === c || a === d ? b : a, endOfT);
      return;
    }

    const sideOfC = orientation(ax, ay, bx, by, cx, cy);
    const sideOfD = orientation(ax, ay, bx, by, dx, dy);
    if (sideOfC === sideOfD && sideOfC !== 0) return;
    const sideOfA = orientation(cx, cy, dx, dy, ax, ay);
    const sideOfB = orientation(cx, cy, dx, dy, bx, by);
    if (sideOfA === sideOfB && sideOfA !== 0) return;
    if (sideOfA * sideOfB < 0 && sideOfC * sideOfD < 0) this.crossings.push(Math.min(s, t), Math.max(s, t));
    if (sideOfA === 0 && this.within(t, ax, ay)) this.vertexOnSegment.push(a, t);
    if (sideOfB === 0 && this.within(t, bx, by)) this.vertexOnSegment.push(b, t);
    if (sideOfC === 0 && this.within(s, cx, cy)) this.vertexOnSegment.push(c, s);
    if (sideOfD === 0 && this.within(s, dx, dy)) this.vertexOnSegment.push(d, s);
  }

  /** Two segments with a common end touch elsewhere only where one runs along the other. */
  private compareFromCommonEnd(s: number, t: number, endOfS: number, endOfT: number): void {
    const { x, y, from, to } = this.segments;
    const side = orientation(x[from[s]!]!, y[from[s]!]!, x[to[s]!]!, y[to[s]!]!, x[endOfT]!, y[endOfT]!);
    if (side !== 0) return;
    if (this.within(s, x[endOfT]!, y[endOfT]!)) this.vertexOnSegment.push(endOfT, s);
    else if (this.within(t, x[endOfS]!, y[endOfS]!)) this.vertexOnSegment.push(endOfS, t);
  }

  /** Whether a point on the segment's line lies between its ends. */
  private within(segment: number, px: number, py: number): boolean {
    const { x, y, from, to } = this.segments;
    const ax = x[from[segment]!]!;
    const ay = y[from[segment]!]!;
    const bx = x[to[segment]!]!;
    const by = y[to[segment]!]!;
    return (
      px >= Math.min(ax, bx) && px <= Math.max(ax, bx) && py >= Math.min(ay, by) && py <= Math.max(ay, by)
    );
  }
}

/** Neighbours that share several cells are found in each of them. */
function uniquePairs(flat: number[], factor: number): number[] {
  const seen = new Set<number>();
  const unique: number[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const key = flat[i]! * factor + flat[i + 1]!;
    if (seen.has(key)) continue;
    seen.add(key);
    unique.push(flat[i]!, flat[i + 1]!);
  }
  return unique;
}
