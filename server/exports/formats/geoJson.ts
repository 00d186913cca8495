// GeoJSON (RFC 7946), as one collection or one feature a line.
import type { FeatureRow } from '../../features/queries.ts';
import type { ExportSubject } from '../exportRequest.ts';

export async function* writeFeatureCollection(
  batches: AsyncIterable<FeatureRow[]>,
  { at, crs }: ExportSubject,
): AsyncGenerator<Buffer> {
  // GeoJSON's own coordinates need no word
  const system = crs === 'wgs84' ? '' : `"coordinateSystem":"${crs}",`;
  yield Buffer.from(`{"type":"FeatureCollection",${system}"timeStamp":"${at}","features":[\n`);
  let separator = '';
  for await (const batch of batches) {
    yield Buffer.from(separator + batch.map(featureText).join(',\n'));
    separator = ',\n';
  }
  yield Buffer.from('\n]}\n');
}

export async function* writeFeatureLines(batches: AsyncIterable<FeatureRow[]>): AsyncGenerator<Buffer> {
  for await (const batch of batches) yield Buffer.from(`${batch.map(featureText).join('\n')}\n`);
}

function featureText({ id, geometry, properties }: FeatureRow): string {
  return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometry},"properties":${JSON.stringify(properties)}}`;
}
