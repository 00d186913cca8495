// A zipped shapefile; one for each type of geometry that the collection has.

import { join } from 'node:path';
import type { Readable } from 'node:stream';
import yazl from 'yazl';
import type { GeometryType } from '../../../features/collections/collection.ts';
import type { FeatureRow } from '../../../features/queries.ts';
import type { ExportSubject } from '../../exportRequest.ts';
import { parseShape } from '../../shapes.ts';
import { Layer } from './layer.ts';
import { readmeOf } from './readme.ts';

const suffixes: Readonly<Record<GeometryType, string>> = {
  Point: 'points',
  MultiLineString: 'lines',
  MultiPolygon: 'polygons',
};

const wgs84Projection =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** Writes the parts into the folder, and returns the archive as it is packed. */
export async function writeShapefile(
  batches: AsyncIterable<FeatureRow[]>,
  subject: ExportSubject,
  folder: string,
): Promise<Readable> {
  const layers = await createLayers(subject, folder);
  try {
    for await (const batch of batches) {
      for (const row of batch) {
        const shape = row.geometry === null ? undefined : parseShape(row.geometry);
        const layer = shape === undefined ? layers.values().next().value : layers.get(shape.type);
        await layer!.add(row, shape);
      }
    }
    for (const layer of layers.values()) await layer.finish();
  } catch (error) {
    for (const layer of layers.values()) await layer.abandon();
    throw error;
  }
  return archiveOf(subject, folder, [...layers.values()]);
}

/** By type of geometry; undefined where there is no place. */
async function createLayers(
  { collection: { id, geometryTypes, properties }, encoding }: ExportSubject,
  folder: string,
): Promise<Map<GeometryType | undefined, Layer>> {
  const layers = new Map<GeometryType | undefined, Layer>();
  for (const type of geometryTypes.length === 0 ? [undefined] : geometryTypes) {
    const name = geometryTypes.length > 1 && type !== undefined ? `${id}-${suffixes[type]}` : id;
    layers.set(type, await Layer.create(join(folder, name), name, type, properties, encoding));
  }
  return layers;
}

function archiveOf(subject: ExportSubject, folder: string, layers: readonly Layer[]): Readable {
  const archive = new yazl.ZipFile();
  const output = archive.outputStream as Readable;
  archive.on('error', (error: Error) => output.destroy(error));
  for (const { name, extensions } of layers) {
    for (const extension of extensions)
      archive.addFile(join(folder, `${name}.${extension}`), `${name}.${extension}`);
    archive.addBuffer(Buffer.from(subject.encoding.toUpperCase()), `${name}.cpg`);
    if (subject.crs === 'wgs84' && extensions.includes('shp')) {
      archive.addBuffer(Buffer.from(wgs84Projection), `${name}.prj`);
    }
  }
  archive.addBuffer(Buffer.from(readmeOf(subject, layers)), 'README.txt');
  archive.end();
  return output;
}
