import { StringDecoder } from 'node:string_decoder';
import { FeatureScanner, MalformedCollection, type ScannedFeature } from './featureScanner.ts';
import { type ReadItem, recordOfFeature } from './record.ts';

/** Features of a FeatureCollection, streamed. */
export async function* readGeoJson(bytes: AsyncIterable<Buffer>): AsyncGenerator<ReadItem> {
  const decoder = new StringDecoder('utf8');
  const scanner = new FeatureScanner();
  try {
    let isFirst = true;
    for await (const chunk of bytes) {
      const text = decoder.write(chunk);
      for (const feature of scanner.push(isFirst ? text.replace(/^\uFEFF/, '') : text)) yield itemOf(feature);
      isFirst = false;
    }
    const problem = problemOfCollection(scanner.finish());
    if (problem) yield problem;
  } catch (error) {
    if (!(error instanceof MalformedCollection)) throw error;
    yield { row: error.index + 1, field: 'file', value: '', reason: error.message, endsFile: true };
  }
}

/** A feature's text as a record. */
export function parseFeature(row: number, text: string): ReadItem {
  try {
    return recordOfFeature(row, JSON.parse(text));
  } catch (error) {
    return { row, field: 'feature', value: text, reason: `is not JSON: ${(error as Error).message}` };
  }
}

function itemOf(feature: ScannedFeature): ReadItem {
  if ('text' in feature) return parseFeature(feature.index, feature.text);
  return { row: feature.index, field: 'feature', value: '', reason: feature.reason };
}

/** RFC 7946 knows longitude and latitude only; the older `crs` member is believed where it says the same. */
function problemOfCollection(collection: Record<string, unknown>): ReadItem | undefined {
  if (collection.type !== 'FeatureCollection') {
    return { row: 0, field: 'type', value: collection.type, reason: 'must be "FeatureCollection"' };
  }
  const { crs } = collection;
  if (crs === undefined || crs === null) return undefined;
  const name = JSON.stringify(crs);
  if (/CRS84|EPSG:+(\d+(\.\d+)*:)?(4326|4490)\b/i.test(name)) return undefined;
  const reason =
    'coordinates must be longitude and latitude in degrees: convert the file to EPSG:4326 or EPSG:4490';
  return { row: 0, field: 'crs', value: name, reason };
}
