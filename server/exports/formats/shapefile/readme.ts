// What somebody needs to know who opens the archive without having asked for it.
import type { ExportSubject } from '../../exportRequest.ts';
import { WIDEST_TEXT } from './fields.ts';
import type { Layer } from './layer.ts';

export function readmeOf(
  { collection, regionCode, at, crs, encoding }: ExportSubject,
  layers: readonly Layer[],
): string {
  const cut = layers.reduce((sum, layer) => sum + layer.cut, 0);
  const fields = layers[0]!.fields.map(
    ({ name, property, description }) => `${name.padEnd(10)}  ${property.padEnd(16)}  ${description}`,
  );
  return [
    `${collection.title} of region ${regionCode}, as recorded at ${at}`,
    collection.description,
    '',
    ...layers.map(({ name, rows }) => `${name}: ${rows} rows`),
    crs === 'wgs84'
      ? 'Coordinates: longitude and latitude in degrees, WGS 84 (EPSG:4326)'
      : 'Coordinates: longitude and latitude in degrees, GCJ-02, for Chinese web maps; it has no .prj',
    `Text: ${encoding.toUpperCase()}, as the .cpg says`,
    `Texts longer than ${WIDEST_TEXT} bytes are cut off, as the format wants it: ${cut} here`,
    '',
    `${'field'.padEnd(10)}  ${'property'.padEnd(16)}  meaning`,
    ...fields,
    '',
  ].join('\r\n');
}
