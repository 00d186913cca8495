// Features as GeoJSON text.
import { geometryInGcj02 } from './gcj02.ts';
import type { Link } from './link.ts';
import type { PageEnd } from './page.ts';
import type { OutputCrs } from './parameters.ts';
import type { FeatureRow } from './queries.ts';

export function featureText(feature: FeatureRow, crs: OutputCrs, links: readonly Link[]): string {
  return `{${featureMembers(feature, crs)},${crsMember(crs)}"links":${JSON.stringify(links)}}`;
}

/**
 * A feature collection in pieces, each with one batch. What is counted, and where the next page is, comes behind the features:
 * by then it is known.
 */
export async function* collectionText(
  batches: AsyncGenerator<FeatureRow[], PageEnd>,
  crs: OutputCrs,
  linksOf: (end: PageEnd) => readonly Link[],
): AsyncGenerator<string> {
  let piece = `{"type":"FeatureCollection",${crsMember(crs)}"timeStamp":"${new Date().toISOString()}","features":[`;
  let isFirst = true;
  for (;;) {
    const { done, value } = await batches.next();
    if (done) {
      const { matched, returned } = value;
      const tail = { numberMatched: matched, numberReturned: returned, links: linksOf(value) };
      yield `${piece}],${JSON.stringify(tail).slice(1)}`;
      return;
    }
    if (!isFirst) {
      yield piece;
      piece = ',';
    }
    piece += value.map((feature) => `{${featureMembers(feature, crs)}}`).join(',');
    isFirst = false;
  }
}

/** Members of a GeoJSON feature, without the braces. */
function featureMembers({ id, geometry, properties }: FeatureRow, crs: OutputCrs): string {
  const place = geometry !== null && crs === 'gcj02' ? geometryInGcj02(geometry) : geometry;
  return `"type":"Feature","id":${JSON.stringify(id)},"geometry":${place},"properties":${JSON.stringify(properties)}`;
}

/** GeoJSON's own coordinates need no word. */
function crsMember(crs: OutputCrs): string {
  return crs === 'wgs84' ? '' : `"coordinateSystem":"${crs}",`;
}
