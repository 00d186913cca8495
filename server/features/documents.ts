// What the service says of itself. Links are absolute, by the host that the caller asked.
import type { Collection } from './collections/index.ts';
import { type Encoding, encodingLinks, inEncoding, mediaTypes } from './encodings.ts';
import type { Link } from './link.ts';
import type { OutputCrs } from './parameters.ts';
import type { CollectionExtent } from './queries.ts';
import type { CollectionDescription, CollectionList, Conformance, LandingPage } from './schemas.ts';

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const gregorian = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';

const conformanceClasses = ['core', 'geojson', 'html', 'oas30'].map(
  (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
);

/** @param root absolute URL of the landing page, without a slash at its end */
export function landingPage(root: string, encoding: Encoding): LandingPage {
  return {
    title: 'Gridwright features',
    description:
      'Regions, areas, grids and their versions, blocks, roads, water, workers, households and incidents, by OGC API – Features.',
    links: [
      ...encodingLinks(root, encoding, mediaTypes.json, 'This page'),
      link(`${root}/api`, 'service-desc', mediaTypes.openapi, 'The API, for machines'),
      link(`${root}/api.html`, 'service-doc', mediaTypes.html, 'The API, for people'),
      ...inBoth(`${root}/conformance`, 'conformance', mediaTypes.json, 'The conformance classes that hold'),
      ...inBoth(`${root}/collections`, 'data', mediaTypes.json, 'The collections'),
    ],
  };
}

export function conformance(root: string, encoding: Encoding): Conformance {
  return {
    links: encodingLinks(`${root}/conformance`, encoding, mediaTypes.json, 'The conformance classes'),
    conformsTo: conformanceClasses,
  };
}

export function collectionList(
  root: string,
  encoding: Encoding,
  described: readonly { collection: Collection; extent: CollectionExtent }[],
): CollectionList {
  return {
    links: encodingLinks(`${root}/collections`, encoding, mediaTypes.json, 'This list'),
    collections: described.map(({ collection, extent }) =>
      collectionDescription(root, encoding, collection, extent),
    ),
  };
}

export function collectionDescription(
  root: string,
  encoding: Encoding,
  collection: Collection,
  extent: CollectionExtent,
): CollectionDescription {
  return {
    id: collection.id,
    title: collection.title,
    description: collection.description,
    itemType: 'feature',
    extent: {
      spatial: { bbox: [extent.bounds ?? [-180, -90, 180, 90]], crs: crs84 },
      temporal: { interval: [[extent.begins, extent.ends]], trs: gregorian },
    },
    crs: [crs84],
    links: [
      ...encodingLinks(collectionUrl(root, collection), encoding, mediaTypes.json, collection.title),
      ...inBoth(itemsUrl(root, collection), 'items', mediaTypes.geoJson, collection.title),
    ],
  };
}

/** @param urls absolute; `self` as it was asked for */
export function pageLinks(
  root: string,
  encoding: Encoding,
  collection: Collection,
  urls: { self: string; next: string | undefined },
): Link[] {
  const type = encoding === 'html' ? mediaTypes.html : mediaTypes.geoJson;
  return [
    ...encodingLinks(urls.self, encoding, mediaTypes.geoJson, 'This page'),
    ...(urls.next === undefined ? [] : [link(urls.next, 'next', type, 'The next page')]),
    ...inBoth(collectionUrl(root, collection), 'collection', mediaTypes.json, collection.title),
  ];
}

export function featureLinks(
  root: string,
  encoding: Encoding,
  collection: Collection,
  featureId: string,
  crs: OutputCrs,
): Link[] {
  const url = featureUrl(root, collection, featureId);
  return [
    ...encodingLinks(
      crs === 'wgs84' ? url : `${url}?crs=${crs}`,
      encoding,
      mediaTypes.geoJson,
      'This feature',
    ),
    ...inBoth(collectionUrl(root, collection), 'collection', mediaTypes.json, collection.title),
  ];
}

export function itemsUrl(root: string, collection: Collection): string {
  return `${collectionUrl(root, collection)}/items`;
}

export function featureUrl(root: string, collection: Collection, featureId: string): string {
  return `${itemsUrl(root, collection)}/${featureId}`;
}

export function collectionUrl(root: string, collection: Collection): string {
  return `${root}/collections/${collection.id}`;
}

function inBoth(url: string, rel: string, jsonType: string, title: string): Link[] {
  return [
    link(url, rel, jsonType, title),
    link(inEncoding(url, 'html'), rel, mediaTypes.html, `${title}, to read`),
  ];
}

function link(href: string, rel: string, type: string, title: string): Link {
  return { href, rel, type, title };
}
