// Lines and rings cut to a square, in whole tile units. They are rounded before the cut, as PostGIS does it, so that neighbouring
// tiles cut the same line at the same places.

/** Positions x0, y0, x1, y1, … of which the first `length` numbers count. Reused from shape to shape. */
export class Positions {
  values = new Int32Array(1024);
  length = 0;

  push(x: number, y: number): void {
    if (this.length + 2 > this.values.length) {
      const grown = new Int32Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = x;
    this.values[this.length + 1] = y;
    this.length += 2;
  }

  /** Not what stands last already. */
  pushOther(x: number, y: number): void {
    const { values, length } = this;
    if (length === 0 || values[length - 2] !== x || values[length - 1] !== y) this.push(x, y);
  }
}

/** The square from `least` to `most` on both axes. */
export interface Square {
  least: number;
  most: number;
}

/**
 * A closed ring, without its last position, cut to the square by Sutherland and Hodgman's method: where it leaves the square and
 * comes back it runs along the border, outside of what is drawn. The result is one of the two arguments.
 */
export function clipRing(ring: Positions, spare: Positions, { least, most }: Square): Positions {
  let [from, to] = [ring, spare];
  for (const side of [0, 1, 2, 3]) {
    clipSide(from, to, side & 1, side < 2 ? least : most, side < 2 ? 1 : -1);
    [from, to] = [to, from];
  }
  return from;
}

/** Keeps what lies on the inner side of one border: `axis` 0 is x, `inward` the direction from the border to the inside. */
function clipSide(from: Positions, to: Positions, axis: number, border: number, inward: 1 | -1): void {
  to.length = 0;
  const { values, length } = from;
  if (length === 0) return;
  let [ax, ay] = [values[length - 2]!, values[length - 1]!];
  let aIn = ((axis === 0 ? ax : ay) - border) * inward >= 0;
  for (let i = 0; i < length; i += 2) {
    const [bx, by] = [values[i]!, values[i + 1]!];
    const bIn = ((axis === 0 ? bx : by) - border) * inward >= 0;
    if (aIn !== bIn) {
      if (axis === 0) to.pushOther(border, Math.round(ay + ((by - ay) * (border - ax)) / (bx - ax)));
      else to.pushOther(Math.round(ax + ((bx - ax) * (border - ay)) / (by - ay)), border);
    }
    if (bIn) to.pushOther(bx, by);
    [ax, ay, aIn] = [bx, by, bIn];
  }
}

/** The parts of a line inside the square, one after the other, each to be used before the next is asked for. */
export function* clipLine(line: Positions, part: Positions, square: Square): Generator<Positions> {
  const { values, length } = line;
  part.length = 0;
  for (let i = 2; i < length; i += 2) {
    const [ax, ay] = [values[i - 2]!, values[i - 1]!];
    const [bx, by] = [values[i]!, values[i + 1]!];
    const shares = sharesInside(ax, ay, bx, by, square);
    if (!shares) continue;
    const [begin, end] = shares;
    if (begin > 0 && part.length > 0) {
      yield part;
      part.length = 0;
    }
    part.pushOther(Math.round(ax + (bx - ax) * begin), Math.round(ay + (by - ay) * begin));
    part.pushOther(Math.round(ax + (bx - ax) * end), Math.round(ay + (by - ay) * end));
    if (end < 1) {
      yield part;
      part.length = 0;
    }
  }
  if (part.length > 0) yield part;
}

/** Liang and Barsky: from which to which share of its length a line lies in the square. */
function sharesInside(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  { least, most }: Square,
): [number, number] | undefined {
  let [begin, end] = [0, 1];
  for (const [from, step] of [
    [ax, bx - ax],
    [ay, by - ay],
  ] as const) {
    if (step === 0) {
      if (from < least || from > most) return undefined;
      continue;
    }
    const [one, other] = [(least - from) / step, (most - from) / step];
    begin = Math.max(begin, Math.min(one, other));
    end = Math.min(end, Math.max(one, other));
  }
  return begin <= end ? [begin, end] : undefined;
}
