import { type Static, Type } from 'typebox';
import { collectionIds } from './collections/index.ts';
import { limits } from './parameters.ts';

export const CollectionParameters = Type.Object({
  collectionId: Type.String({ description: `One of ${collectionIds.join(', ')}`, examples: ['grids'] }),
});

export const FeatureParameters = Type.Object({
  collectionId: CollectionParameters.properties.collectionId,
  featureId: Type.String({ description: "A feature's id" }),
});

/** Every request refuses parameters that it does not know, also the ones that take none. */
export const NoQuery = Type.Object({}, { additionalProperties: false });

// Text where the standard says array, and no maximum: parsed and clamped in `parameters.ts`, stated in `openapi.ts`.
export const ItemsQuery = Type.Object(
  {
    limit: Type.Integer({
      minimum: 1,
      default: limits.default,
      description: `Features in a page; above ${limits.maximum} means ${limits.maximum}`,
    }),
    bbox: Type.Optional(
      Type.String({
        description:
          'west,south,east,north in degrees (CRS84), or six numbers with heights; west may lie east of east, across the antimeridian',
      }),
    ),
    datetime: Type.Optional(
      Type.String({
        description:
          'An RFC 3339 instant, or an interval start/end whose open end is .. or empty, such as 2026-11-01T00:00:00Z/..',
      }),
    ),
    cursor: Type.Optional(
      Type.String({ maxLength: 200, description: 'Part of a `next` link; not to be made up' }),
    ),
  },
  { additionalProperties: false },
);

export const Link = Type.Object({
  href: Type.String({ examples: ['http://127.0.0.1:8080/ogc/collections/grids/items'] }),
  rel: Type.String({ examples: ['items'] }),
  type: Type.String({ examples: ['application/geo+json'] }),
  title: Type.Optional(Type.String({ examples: ['Grids as GeoJSON'] })),
});
export type Link = Static<typeof Link>;

export const LandingPage = Type.Object({
  title: Type.String(),
  description: Type.String(),
  links: Type.Array(Link),
});
export type LandingPage = Static<typeof LandingPage>;

export const Conformance = Type.Object({
  conformsTo: Type.Array(
    Type.String({ examples: ['http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core'] }),
  ),
});
export type Conformance = Static<typeof Conformance>;

const openInstant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

export const CollectionDescription = Type.Object({
  id: Type.String(),
  title: Type.String(),
  description: Type.String(),
  itemType: Type.String({ examples: ['feature'] }),
  extent: Type.Object({
    spatial: Type.Object({
      bbox: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
      crs: Type.String(),
    }),
    temporal: Type.Object({
      interval: Type.Array(Type.Array(openInstant, { minItems: 2, maxItems: 2 })),
      trs: Type.String(),
    }),
  }),
  crs: Type.Array(Type.String()),
  links: Type.Array(Link),
});
export type CollectionDescription = Static<typeof CollectionDescription>;

export const CollectionList = Type.Object({
  links: Type.Array(Link),
  collections: Type.Array(CollectionDescription),
});
export type CollectionList = Static<typeof CollectionList>;

const featureMembers = {
  type: Type.String({ examples: ['Feature'] }),
  id: Type.String(),
  geometry: Type.Object(
    { type: Type.String(), coordinates: Type.Array(Type.Unknown()) },
    { description: 'RFC 7946, 7 decimals' },
  ),
  properties: Type.Object({}, { additionalProperties: true }),
};

export const Feature = Type.Object({ ...featureMembers, links: Type.Array(Link) });

export const FeatureCollection = Type.Object({
  type: Type.String({ examples: ['FeatureCollection'] }),
  timeStamp: Type.String({ format: 'date-time' }),
  numberMatched: Type.Integer({ description: 'Features in all pages' }),
  numberReturned: Type.Integer({ description: 'Features in this page' }),
  links: Type.Array(Link),
  features: Type.Array(Type.Object(featureMembers)),
});
