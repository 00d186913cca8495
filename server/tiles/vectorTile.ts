// Writes layers of Mapbox Vector Tile 2.1. A tile is its layers one after the other.
import { tileExtent } from './tileCoordinate.ts';

export type Value = string | number;

/** By the format's numbering. */
export const geometryTypes = { point: 1, line: 2, polygon: 3 } as const;
export type GeometryType = (typeof geometryTypes)[keyof typeof geometryTypes];

/** Protocol Buffers' keys, field number × 8 + wire type: those of layers, features and values. */
const key = {
  tile: { layer: 0x1a },
  layer: { name: 0x0a, feature: 0x12, key: 0x1a, value: 0x22, extent: 0x28, version: 0x78 },
  feature: { id: 0x08, tags: 0x12, type: 0x18, geometry: 0x22 },
  value: { text: 0x0a, double: 0x19, unsigned: 0x28, signed: 0x30 },
} as const;

/** Bytes that grow; numbers as Protocol Buffers write them. */
class Bytes {
  buffer: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  /** A non-negative integer below 2^53. */
  varint(value: number): void {
    if (this.length + 8 > this.buffer.length) this.#grow(8);
    let rest = value;
    while (rest >= 0x8000_0000) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  double(value: number): void {
    this.#grow(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
  }

  text(text: string): void {
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.#grow(size);
    this.length += this.buffer.write(text, this.length);
  }

  /** Another's bytes behind their number. */
  embed({ buffer, length }: Bytes): void {
    this.varint(length);
    this.append(buffer, length);
  }

  append(bytes: Uint8Array, length: number): void {
    this.#grow(length);
    this.buffer.set(bytes.subarray(0, length), this.length);
    this.length += length;
  }

  #grow(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.length + more, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

/** Shapes in tile units, y down. */
export class GeometryWriter {
  readonly bytes = new Bytes(4096);
  #x = 0;
  #y = 0;

  clear(): void {
    this.bytes.length = 0;
    this.#x = 0;
    this.#y = 0;
  }

  get isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  point(x: number, y: number): void {
    this.bytes.varint(9); // move to, once
    this.#step(x, y);
  }

  /** `positions` from x0, y0 to before `end`. */
  line(positions: Int32Array, end: number): void {
    this.point(positions[0]!, positions[1]!);
    this.bytes.varint(((end / 2 - 1) << 3) | 2); // line to
    for (let i = 2; i < end; i += 2) this.#step(positions[i]!, positions[i + 1]!);
  }

  /** A ring whose last position is not its first again. Shells have a positive area, holes a negative one. */
  ring(positions: Int32Array, end: number): void {
    this.line(positions, end);
    this.bytes.varint(15); // close path
  }

  #step(x: number, y: number): void {
    this.bytes.varint(zigzag(x - this.#x));
    this.bytes.varint(zigzag(y - this.#y));
    this.#x = x;
    this.#y = y;
  }
}

export class LayerWriter {
  readonly #name: string;
  readonly #fields: readonly string[];
  readonly #features = new Bytes(16_384);
  readonly #feature = new Bytes(256);
  readonly #tags = new Bytes(64);
  readonly #positionOfValue = new Map<Value, number>();

  constructor(name: string, fields: readonly string[]) {
    this.#name = name;
    this.#fields = fields;
  }

  /** `values` in the order of the layer's fields; undefined: the feature does not have it. */
  add(
    id: number | undefined,
    type: GeometryType,
    values: readonly (Value | undefined)[],
    geometry: GeometryWriter,
  ): void {
    const feature = this.#feature;
    feature.length = 0;
    if (id !== undefined) {
      feature.varint(key.feature.id);
      feature.varint(id);
    }
    this.#writeTags(values);
    feature.varint(key.feature.tags);
    feature.embed(this.#tags);
    feature.varint(key.feature.type);
    feature.varint(type);
    feature.varint(key.feature.geometry);
    feature.embed(geometry.bytes);
    this.#features.varint(key.layer.feature);
    this.#features.embed(feature);
  }

  /** The layer as a part of a tile; empty without features. */
  finish(): Buffer {
    if (this.#features.length === 0) return Buffer.alloc(0);
    const layer = new Bytes(this.#features.length + 1024);
    layer.varint(key.layer.version);
    layer.varint(2);
    layer.varint(key.layer.name);
    layer.text(this.#name);
    layer.append(this.#features.buffer, this.#features.length);
    for (const field of this.#fields) {
      layer.varint(key.layer.key);
      layer.text(field);
    }
    for (const value of this.#positionOfValue.keys()) {
      layer.varint(key.layer.value);
      layer.embed(encodedValue(value));
    }
    layer.varint(key.layer.extent);
    layer.varint(tileExtent);
    const tile = new Bytes(layer.length + 8);
    tile.varint(key.tile.layer);
    tile.embed(layer);
    return tile.buffer.subarray(0, tile.length);
  }

  #writeTags(values: readonly (Value | undefined)[]): void {
    this.#tags.length = 0;
    for (let field = 0; field < values.length; field += 1) {
      const value = values[field];
      if (value === undefined) continue;
      let position = this.#positionOfValue.get(value);
      if (position === undefined) {
        position = this.#positionOfValue.size;
        this.#positionOfValue.set(value, position);
      }
      this.#tags.varint(field);
      this.#tags.varint(position);
    }
  }
}

/** Twice as much would not be exact. */
const leastSigned = -(2 ** 52);

function encodedValue(value: Value): Bytes {
  const bytes = new Bytes(16);
  if (typeof value === 'string') {
    bytes.varint(key.value.text);
    bytes.text(value);
  } else if (!Number.isSafeInteger(value) || value < leastSigned) {
    bytes.varint(key.value.double);
    bytes.double(value);
  } else if (value >= 0) {
    bytes.varint(key.value.unsigned);
    bytes.varint(value);
  } else {
    bytes.varint(key.value.signed);
    bytes.varint(zigzag(value));
  }
  return bytes;
}
