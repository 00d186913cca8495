// The geometries of a shapefile: .shp and its index, .shx (ESRI Shapefile Technical Description, July 1998).
import { Extent, extentOf, type Position, type Shape } from '../../shapes.ts';
import { OutputFile } from './outputFile.ts';
import { requireRoom } from './tooLarge.ts';

const HEADER_BYTES = 100;
const codes = { Point: 1, MultiLineString: 3, MultiPolygon: 5 } as const;

export class GeometryFile {
  readonly #type: Shape['type'];
  readonly #shp: OutputFile;
  readonly #shx: OutputFile;
  readonly #extent = new Extent();
  #records = 0;

  private constructor(type: Shape['type'], shp: OutputFile, shx: OutputFile) {
    this.#type = type;
    this.#shp = shp;
    this.#shx = shx;
  }

  /** @param path without extension */
  static async create(path: string, type: Shape['type']): Promise<GeometryFile> {
    const file = new GeometryFile(
      type,
      await OutputFile.create(`${path}.shp`),
      await OutputFile.create(`${path}.shx`),
    );
    await file.#shp.append(Buffer.alloc(HEADER_BYTES));
    await file.#shx.append(Buffer.alloc(HEADER_BYTES));
    return file;
  }

  /** @param shape undefined: the row has no place */
  async add(shape: Shape | undefined): Promise<void> {
    const extent = shape === undefined ? new Extent() : extentOf(shape);
    const content = shape === undefined ? Buffer.alloc(4) : contentOf(shape, extent);
    const offset = this.#shp.size;
    requireRoom('.shp', offset + 8 + content.length);
    this.#extent.addExtent(extent);
    this.#records += 1;
    const head = Buffer.alloc(8);
    head.writeInt32BE(this.#records, 0);
    head.writeInt32BE(content.length / 2, 4);
    await this.#shp.append(head);
    await this.#shp.append(content);
    const entry = Buffer.alloc(8);
    entry.writeInt32BE(offset / 2, 0);
    entry.writeInt32BE(content.length / 2, 4);
    await this.#shx.append(entry);
  }

  async finish(): Promise<void> {
    await this.#shp.finish(this.#header(this.#shp.size));
    await this.#shx.finish(this.#header(this.#shx.size));
  }

  async abandon(): Promise<void> {
    await this.#shp.abandon();
    await this.#shx.abandon();
  }

  #header(size: number): Buffer {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeInt32BE(9994, 0);
    header.writeInt32BE(size / 2, 24);
    header.writeInt32LE(1000, 28);
    header.writeInt32LE(codes[this.#type], 32);
    if (!this.#extent.isEmpty) writeBox(header, 36, this.#extent);
    return header;
  }
}

function contentOf(shape: Shape, extent: Extent): Buffer {
  if (shape.type === 'Point') {
    const content = Buffer.alloc(20);
    content.writeInt32LE(codes.Point, 0);
    writePosition(content, 4, shape.coordinates);
    return content;
  }
  const parts =
    shape.type === 'MultiLineString' ? shape.coordinates : shape.coordinates.flatMap(clockwiseShell);
  const positions = parts.reduce((sum, part) => sum + part.length, 0);
  const content = Buffer.alloc(44 + parts.length * 4 + positions * 16);
  content.writeInt32LE(codes[shape.type], 0);
  if (!extent.isEmpty) writeBox(content, 4, extent);
  content.writeInt32LE(parts.length, 36);
  content.writeInt32LE(positions, 40);
  let first = 0;
  let at = 44 + parts.length * 4;
  parts.forEach((part, index) => {
    content.writeInt32LE(first, 44 + index * 4);
    first += part.length;
    for (const position of part) {
      writePosition(content, at, position);
      at += 16;
    }
  });
  return content;
}

/** A shapefile tells shells from holes by their direction alone: shells clockwise, other than in GeoJSON. */
function clockwiseShell(rings: readonly Position[][]): Position[][] {
  return rings.map((ring, index) => (isClockwise(ring) === (index === 0) ? ring : [...ring].reverse()));
}

function isClockwise(ring: readonly Position[]): boolean {
  const [x0, y0] = ring[0]!;
  let doubleArea = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    // from the first vertex: small numbers lose nothing
    doubleArea += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return doubleArea < 0;
}

function writeBox(bytes: Buffer, at: number, { west, south, east, north }: Extent): void {
  writePosition(bytes, at, [west, south]);
  writePosition(bytes, at + 16, [east, north]);
}

function writePosition(bytes: Buffer, at: number, [x, y]: Position): void {
  bytes.writeDoubleLE(x, at);
  bytes.writeDoubleLE(y, at + 8);
}
