// What the service says of itself. Links are absolute, by the host that the caller asked.
import type { Collection } from './collections/index.ts';
import type { CollectionExtent } from './queries.ts';
import type { CollectionDescription, CollectionList, Conformance, LandingPage, Link } from './schemas.ts';

export const mediaTypes = {
  json: 'application/json',
  geoJson: 'application/geo+json',
  html: 'text/html',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
} as const;

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const gregorian = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';

export const conformance: Conformance = {
  conformsTo: ['core', 'geojson', 'oas30'].map(
    (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
  ),
};

/** @param root absolute URL of the landing page, without a slash at its end */
export function landingPage(root: string): LandingPage {
  return {
    title: 'Gridwright features',
    description: 'Grids, households and incidents as GeoJSON, by OGC API – Features.',
    links: [
      link(root, 'self', mediaTypes.json, 'This page'),
      link(`${root}/api`, 'service-desc', mediaTypes.openapi, 'The API, for machines'),
      link(`${root}/api.html`, 'service-doc', mediaTypes.html, 'The API, for people'),
      link(`${root}/conformance`, 'conformance', mediaTypes.json, 'The conformance classes that hold'),
      link(`${root}/collections`, 'data', mediaTypes.json, 'The collections'),
    ],
  };
}

export function collectionList(
  root: string,
  described: readonly { collection: Collection; extent: CollectionExtent }[],
): CollectionList {
  return {
    links: [link(`${root}/collections`, 'self', mediaTypes.json, 'This list')],
    collections: described.map(({ collection, extent }) => collectionDescription(root, collection, extent)),
  };
}

export function collectionDescription(
  root: string,
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
      link(collectionUrl(root, collection), 'self', mediaTypes.json, collection.title),
      link(itemsUrl(root, collection), 'items', mediaTypes.geoJson, `${collection.title} as GeoJSON`),
    ],
  };
}

export function pageLinks(
  root: string,
  collection: Collection,
  urls: { self: string; next: string | undefined },
): Link[] {
  return [
    link(urls.self, 'self', mediaTypes.geoJson, 'This page'),
    ...(urls.next === undefined ? [] : [link(urls.next, 'next', mediaTypes.geoJson, 'The next page')]),
    link(collectionUrl(root, collection), 'collection', mediaTypes.json, collection.title),
  ];
}

export function featureLinks(root: string, collection: Collection, featureId: string): Link[] {
  return [
    link(`${itemsUrl(root, collection)}/${featureId}`, 'self', mediaTypes.geoJson, 'This feature'),
    link(collectionUrl(root, collection), 'collection', mediaTypes.json, collection.title),
  ];
}

export function itemsUrl(root: string, collection: Collection): string {
  return `${collectionUrl(root, collection)}/items`;
}

function collectionUrl(root: string, collection: Collection): string {
  return `${root}/collections/${collection.id}`;
}

function link(href: string, rel: string, type: string, title: string): Link {
  return { href, rel, type, title };
}
