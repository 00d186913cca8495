// A tile's layer of shapes, from the sets of one or more regions.
import { clipLine, clipRing, Positions, type Square } from './clip.ts';
import type { ShapeSet } from './shapeSet.ts';
import { type TileCoordinate, tileBuffer, tileExtent } from './tileCoordinate.ts';
import type { TileFilter } from './tileFilter.ts';
import type { ShapeSource } from './tileLayer.ts';
import { type GeometryType, GeometryWriter, geometryTypes, LayerWriter } from './vectorTile.ts';
import { tileOrigin } from './world.ts';

const square: Square = { least: -tileBuffer, most: tileExtent + tileBuffer };
const squareDoubleArea = 2 * (square.most - square.least) ** 2;

/** Empty where there is nothing. */
export function drawShapes(
  source: ShapeSource,
  sets: readonly ShapeSet[],
  tile: TileCoordinate,
  filter: TileFilter,
): Buffer {
  const writer = new LayerWriter(source.name, Object.keys(source.fields));
  const pen = new Pen(tile);
  const isShown = kindTest(source, tile.z, filter);
  for (const set of sets) {
    for (let feature = 0; feature < set.length; feature += 1) {
      if (!pen.touches(set, feature) || !isShown(set.kinds[feature])) continue;
      const geometry = pen.draw(set, feature);
      if (geometry.isEmpty) continue;
      writer.add(set.ids[feature], set.types[feature] as GeometryType, set.values[feature]!, geometry);
    }
  }
  return writer.finish();
}

function kindTest(
  { kindMinzoom }: ShapeSource,
  z: number,
  { kinds }: TileFilter,
): (kind: string | undefined) => boolean {
  return (kind) =>
    kind === undefined || ((kindMinzoom[kind] ?? 0) <= z && (kinds === undefined || kinds.has(kind)));
}

/** Draws one feature after the other, with the same pieces of memory. */
class Pen {
  readonly #left: number;
  readonly #top: number;
  readonly #unit: number;
  readonly #geometry = new GeometryWriter();
  readonly #line = new Positions();
  readonly #spare = new Positions();

  constructor(tile: TileCoordinate) {
    const { left, top, unit } = tileOrigin(tile);
    [this.#left, this.#top, this.#unit] = [left, top, unit];
  }

  /** Whether the feature's box touches the tile and its buffer. */
  touches({ boxes }: ShapeSet, feature: number): boolean {
    const at = feature * 4;
    const [least, most] = [square.least * this.#unit, square.most * this.#unit];
    return (
      boxes[at + 2]! >= this.#left + least &&
      boxes[at]! <= this.#left + most &&
      boxes[at + 3]! >= this.#top + least &&
      boxes[at + 1]! <= this.#top + most
    );
  }

  /** Empty where nothing of it can be seen. To be used before the next is drawn. */
  draw(set: ShapeSet, feature: number): GeometryWriter {
    this.#geometry.clear();
    const end = set.firstPart[feature + 1]!;
    for (let part = set.firstPart[feature]!; part < end; part += 1) {
      switch (set.types[feature]) {
        case geometryTypes.point:
          if (this.#project(set, part)) this.#geometry.point(this.#line.values[0]!, this.#line.values[1]!);
          break;
        case geometryTypes.line:
          this.#drawLine(this.#project(set, part));
          break;
        default:
          part = this.#drawPolygon(set, part, end);
      }
    }
    return this.#geometry;
  }

  /** A shell and the holes that follow it. @returns its last part */
  #drawPolygon(set: ShapeSet, shell: number, end: number): number {
    let last = shell;
    while (last + 1 < end && set.isHole[last + 1] === 1) last += 1;
    const mark = this.#geometry.mark();
    if (this.#drawRing(this.#project(set, shell), 1) === 'nothing') return last;
    for (let hole = shell + 1; hole <= last; hole += 1) {
      if (this.#drawRing(this.#project(set, hole), -1) !== 'the whole square') continue;
      // the tile lies in the hole
      this.#geometry.rewind(mark);
      break;
    }
    return last;
  }

  /** Rounds to tile units, leaving out what rounds to the same place or does not matter. @returns whether all of it is in the square */
  #project({ positions, firstPosition, importance }: ShapeSet, part: number): boolean {
    const line = this.#line;
    line.length = 0;
    let isInside = true;
    for (let i = firstPosition[part]!; i < firstPosition[part + 1]!; i += 2) {
      if (importance && importance[i >> 1]! < this.#unit) continue;
      const x = Math.floor((positions[i]! - this.#left) / this.#unit + 0.5);
      const y = Math.floor((positions[i + 1]! - this.#top) / this.#unit + 0.5);
      isInside &&= x >= square.least && x <= square.most && y >= square.least && y <= square.most;
      line.pushOther(x, y);
    }
    return isInside;
  }

  #drawLine(isInside: boolean): void {
    if (isInside) {
      if (this.#line.length >= 4) this.#geometry.line(this.#line.values, this.#line.length);
      return;
    }
    for (const part of clipLine(this.#line, this.#spare, square)) {
      if (part.length >= 4) this.#geometry.line(part.values, part.length);
    }
  }

  /** @param sign of the area: 1 for a shell, −1 for a hole */
  #drawRing(isInside: boolean, sign: 1 | -1): 'nothing' | 'something' | 'the whole square' {
    open(this.#line);
    const ring = isInside ? this.#line : clipRing(this.#line, this.#spare, square);
    open(ring);
    const area = doubleArea(ring) * sign;
    // rounding can fold a ring up, or turn it over; then it is nothing that could be seen
    if (ring.length < 6 || area <= 0) return 'nothing';
    this.#geometry.ring(ring.values, ring.length);
    return area === squareDoubleArea ? 'the whole square' : 'something';
  }
}

/** Without the last position when it is the first again. */
function open(ring: Positions): void {
  const { values, length } = ring;
  if (length >= 4 && values[0] === values[length - 2] && values[1] === values[length - 1]) ring.length -= 2;
}

function doubleArea({ values, length }: Positions): number {
  let sum = 0;
  let [ax, ay] = [values[length - 2]!, values[length - 1]!];
  for (let i = 0; i < length; i += 2) {
    const [bx, by] = [values[i]!, values[i + 1]!];
    sum += ax * by - bx * ay;
    [ax, ay] = [bx, by];
  }
  return sum;
}
