// The geometries of a GeoPackage: a header, then well-known binary. Counts are believed only as far as there are bytes.

export interface WkbGeometry {
  type: string;
  coordinates: unknown[];
}

/** Why a blob is no geometry that can be used. */
export class WkbFault extends Error {}

const HEADER_BYTES = 8;
const envelopeBytes = [0, 32, 48, 48, 64];
/** Bytes of the smallest part of each kind, which bounds how many there can be. */
const SMALLEST_RING = 4;
const SMALLEST_MEMBER = 9;

/**
 * A blob of a GeoPackage as GeoJSON; undefined when it is empty.
 *
 * @throws WkbFault
 */
export function parseGeoPackageBlob(blob: Uint8Array): WkbGeometry | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < HEADER_BYTES || blob[0] !== 0x47 || blob[1] !== 0x50) {
    throw new WkbFault('the geometry does not begin as one of a GeoPackage does');
  }
  const flags = blob[3]!;
  if ((flags & 0x20) !== 0) throw new WkbFault('the geometry is of an extension’s own type');
  if ((flags & 0x10) !== 0) return undefined;
  const envelope = envelopeBytes[(flags >> 1) & 7];
  if (envelope === undefined) throw new WkbFault('the geometry’s envelope has no known form');
  return new WkbReader(view, HEADER_BYTES + envelope).geometry();
}

class WkbReader {
  readonly #view: DataView;
  #at: number;
  #isLittle = true;
  /** Bytes of one position: with height, with measure, with both. */
  #stride = 16;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  geometry(): WkbGeometry {
    switch (this.#head()) {
      case 1:
        return { type: 'Point', coordinates: this.#position() };
      case 2:
        return { type: 'LineString', coordinates: this.#positions() };
      case 3:
        return { type: 'Polygon', coordinates: this.#rings() };
      case 5:
        return { type: 'MultiLineString', coordinates: this.#members(2, () => this.#positions()) };
      case 6:
        return { type: 'MultiPolygon', coordinates: this.#members(3, () => this.#rings()) };
      default:
        throw new WkbFault(
          'the geometry is neither point, line nor polygon (curves and collections are not read)',
        );
    }
  }

  /** Byte order and type; ISO adds thousands for Z and M, PostGIS sets high bits. */
  #head(): number {
    this.#need(5);
    this.#isLittle = this.#view.getUint8(this.#at) === 1;
    const given = this.#view.getUint32(this.#at + 1, this.#isLittle);
    this.#at += 5;
    const iso = (given & 0xffff) % 1000;
    const dimensions = Math.floor((given & 0xffff) / 1000);
    const hasZ = dimensions === 1 || dimensions === 3 || (given & 0x80000000) !== 0;
    const hasM = dimensions === 2 || dimensions === 3 || (given & 0x40000000) !== 0;
    if (dimensions > 3 || (given & 0x20000000) !== 0)
      throw new WkbFault(`the geometry has the type ${given}`);
    this.#stride = 16 + (hasZ ? 8 : 0) + (hasM ? 8 : 0);
    return iso;
  }

  #position(): [number, number] {
    this.#need(this.#stride);
    const x = this.#view.getFloat64(this.#at, this.#isLittle);
    const y = this.#view.getFloat64(this.#at + 8, this.#isLittle);
    this.#at += this.#stride;
    return [x, y];
  }

  #positions(): [number, number][] {
    return this.#many(this.#stride, () => this.#position());
  }

  #rings(): [number, number][][] {
    return this.#many(SMALLEST_RING, () => this.#positions());
  }

  #members<Part>(type: number, read: () => Part): Part[] {
    return this.#many(SMALLEST_MEMBER, () => {
      if (this.#head() !== type) throw new WkbFault('the geometry’s parts are of another type than it');
      return read();
    });
  }

  #many<Part>(smallest: number, read: () => Part): Part[] {
    this.#need(4);
    const count = this.#view.getUint32(this.#at, this.#isLittle);
    this.#at += 4;
    if (count * smallest > this.#view.byteLength - this.#at) {
      throw new WkbFault(`the geometry says ${count} parts, more than it has bytes for`);
    }
    const parts: Part[] = [];
    for (let i = 0; i < count; i += 1) parts.push(read());
    return parts;
  }

  #need(bytes: number): void {
    if (this.#at + bytes > this.#view.byteLength) throw new WkbFault('the geometry ends in the middle');
  }
}
