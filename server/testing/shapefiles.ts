// Shapefiles written byte by byte, so that the readers are tested on bytes that they did not write.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { ZipFile } from 'yazl';

export interface TestShape {
  /** Null shape, a point, or the rings of a polygon as they go into the file. */
  geometry: null | [number, number] | [number, number][][];
  properties: Readonly<Record<string, string>>;
  isDeleted?: boolean;
}

export interface TestShapefile {
  shapes: readonly TestShape[];
  encoding?: string;
  /** Of the .dbf header. */
  languageByte?: number;
  prj?: string;
  cpg?: string;
  name?: string;
}

export const wgs84Prj =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** CGCS2000, 3-degree Gauss-Kruger, zone 40: what a survey office in Shandong hands out. */
export const gaussKrugerPrj =
  'PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';

/** The parts of a Shapefile by their names in the archive. */
export function shapefileParts(shapefile: TestShapefile): Record<string, Buffer> {
  const { name = 'layer', prj, cpg } = shapefile;
  return {
    [`${name}.shp`]: shpBytes(shapefile.shapes),
    [`${name}.dbf`]: dbfBytes(shapefile),
    ...(prj === undefined ? {} : { [`${name}.prj`]: Buffer.from(prj) }),
    ...(cpg === undefined ? {} : { [`${name}.cpg`]: Buffer.from(cpg) }),
  };
}

export function zipped(parts: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(parts)) zip.addBuffer(bytes, name);
  zip.end();
  return collected(zip.outputStream as AsyncIterable<Buffer>);
}

export function zippedShapefile(shapefile: TestShapefile): Promise<Buffer> {
  return zipped(shapefileParts(shapefile));
}

async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function shpBytes(shapes: readonly TestShape[]): Buffer {
  const records = shapes.map(({ geometry }, index) => {
    const content = contentBytes(geometry);
    const head = Buffer.alloc(8);
    head.writeInt32BE(index + 1, 0);
    head.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([head, content]);
  });
  const header = Buffer.alloc(100);
  const isPoints = shapes.every(({ geometry }) => geometry === null || typeof geometry[0] === 'number');
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + records.reduce((sum, record) => sum + record.length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(isPoints ? 1 : 5, 32);
  return Buffer.concat([header, ...records]);
}

function contentBytes(geometry: TestShape['geometry']): Buffer {
  if (geometry === null) return Buffer.alloc(4);
  if (typeof geometry[0] === 'number') {
    const content = Buffer.alloc(20);
    content.writeInt32LE(1, 0);
    content.writeDoubleLE(geometry[0], 4);
    content.writeDoubleLE(geometry[1] as number, 12);
    return content;
  }
  const rings = geometry as [number, number][][];
  const positions = rings.flat();
  const content = Buffer.alloc(44 + 4 * rings.length + 16 * positions.length);
  content.writeInt32LE(5, 0);
  content.writeInt32LE(rings.length, 36);
  content.writeInt32LE(positions.length, 40);
  let start = 0;
  rings.forEach((ring, index) => {
    content.writeInt32LE(start, 44 + 4 * index);
    start += ring.length;
  });
  positions.forEach(([x, y], index) => {
    content.writeDoubleLE(x, 44 + 4 * rings.length + 16 * index);
    content.writeDoubleLE(y, 52 + 4 * rings.length + 16 * index);
  });
  return content;
}

const FIELD_BYTES = 40;

function dbfBytes({ shapes, encoding = 'utf8', languageByte = 0 }: TestShapefile): Buffer {
  const names = Object.keys(shapes[0]?.properties ?? { reference: '' });
  const header = Buffer.alloc(32);
  header[0] = 3;
  header.writeUInt32LE(shapes.length, 4);
  header.writeUInt16LE(32 + 32 * names.length + 1, 8);
  header.writeUInt16LE(1 + FIELD_BYTES * names.length, 10);
  header[29] = languageByte;
  const fields = names.map((name) => {
    const field = Buffer.alloc(32);
    iconv.encode(name, encoding).copy(field, 0, 0, 10);
    field.write('C', 11);
    field[16] = FIELD_BYTES;
    return field;
  });
  const rows = shapes.map(({ properties, isDeleted = false }) => {
    const values = names.map((name) => {
      const value = Buffer.alloc(FIELD_BYTES, ' ');
      iconv.encode(properties[name] ?? '', encoding).copy(value);
      return value;
    });
    return Buffer.concat([Buffer.from(isDeleted ? '*' : ' '), ...values]);
  });
  return Buffer.concat([header, ...fields, Buffer.from([0x0d]), ...rows, Buffer.from([0x1a])]);
}
