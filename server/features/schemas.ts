import { type Static, Type } from 'typebox';
import { badRequestResponse, emptyResponse } from '../responses.ts';
import { collectionIds } from './collections/index.ts';
import { encodings } from './encodings.ts';
import { Link } from './link.ts';
import { htmlPageFeatures, limits, outputCrs } from './parameters.ts';

export const CollectionParameters = Type.Object({
  collectionId: Type.String({ description: `One of ${collectionIds.join(', ')}`, examples: ['grids'] }),
});

export const FeatureParameters = Type.Object({
  collectionId: CollectionParameters.properties.collectionId,
  featureId: Type.String({ description: "A feature's id", examples: ['1042'] }),
});

const f = Type.Optional(
  Type.Union(
    encodings.map((encoding) => Type.Literal(encoding)),
    {
      description: 'json, or html for a page to read; left out, the header Accept says which',
      examples: ['json'],
    },
  ),
);

const crs = Type.Optional(
  Type.Union(
    outputCrs.map((name) => Type.Literal(name)),
    {
      default: 'wgs84',
      description:
        'Coordinates of the answer: wgs84 (CRS84), or gcj02 for Chinese web maps, to be shown and never written back. bbox stays in WGS84',
      examples: ['gcj02'],
    },
  ),
);

/** Every request refuses parameters that it does not know. */
export const EncodingQuery = Type.Object({ f }, { additionalProperties: false });

export const FeatureQuery = Type.Object({ f, crs }, { additionalProperties: false });

// Text where the standard says array, and no maximum: parsed and clamped in `parameters.ts`, stated in `openapi.ts`.
export const ItemsQuery = Type.Object(
  {
    limit: Type.Integer({
      minimum: 1,
      default: limits.default,
      description: `Features in a page; above ${limits.maximum} means ${limits.maximum}, and on a page to read above ${htmlPageFeatures} means ${htmlPageFeatures}`,
      examples: [100],
    }),
    bbox: Type.Optional(
      Type.String({
        description:
          'west,south,east,north in degrees (CRS84), or six numbers with heights; west may lie east of east, across the antimeridian. Features without geometry are part of every box',
      }),
    ),
    datetime: Type.Optional(
      Type.String({
        description:
          'An RFC 3339 instant, or an interval start/end whose open end is .. or empty, such as 2026-11-01T00:00:00Z/.. Which time of a feature it looks at is said in the description of its collection',
      }),
    ),
    cursor: Type.Optional(
      Type.String({ maxLength: 8000, description: 'Part of a `next` link; not to be made up' }),
    ),
    crs,
    f,
  },
  { additionalProperties: false },
);

export const LandingPage = Type.Object({
  title: Type.String({ examples: ['Gridwright features'] }),
  description: Type.String({ examples: ['Regions, areas, grids and more, by OGC API – Features.'] }),
  links: Type.Array(Link),
});
export type LandingPage = Static<typeof LandingPage>;

export const Conformance = Type.Object({
  links: Type.Array(Link),
  conformsTo: Type.Array(
    Type.String({ examples: ['http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core'] }),
  ),
});
export type Conformance = Static<typeof Conformance>;

const openInstant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const crs84 = Type.String({ examples: ['http://www.opengis.net/def/crs/OGC/1.3/CRS84'] });

export const CollectionDescription = Type.Object({
  id: Type.String({ examples: ['grids'] }),
  title: Type.String({ examples: ['Grids'] }),
  description: Type.String({ examples: ['Base and dedicated grids in force now'] }),
  itemType: Type.String({ examples: ['feature'] }),
  extent: Type.Object({
    spatial: Type.Object({
      bbox: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), {
        examples: [[[120.35, 36.3, 120.55, 36.46]]],
      }),
      crs: crs84,
    }),
    temporal: Type.Object({
      interval: Type.Array(Type.Array(openInstant, { minItems: 2, maxItems: 2 }), {
        examples: [[['2026-01-01T00:00:00Z', null]]],
      }),
      trs: Type.String({ examples: ['http://www.opengis.net/def/uom/ISO-8601/0/Gregorian'] }),
    }),
  }),
  crs: Type.Array(crs84),
  links: Type.Array(Link),
});
export type CollectionDescription = Static<typeof CollectionDescription>;

export const CollectionList = Type.Object({
  links: Type.Array(Link),
  collections: Type.Array(CollectionDescription),
});
export type CollectionList = Static<typeof CollectionList>;

const geometry = Type.Union(
  [
    Type.Object({
      type: Type.String(),
      coordinates: Type.Array(Type.Unknown()),
    }),
    Type.Null(),
  ],
  {
    description: 'RFC 7946, 7 decimals; null: it has no place',
    examples: [{ type: 'Point', coordinates: [120.4472, 36.3891] }],
  },
);

const featureMembers = {
  type: Type.String({ examples: ['Feature'] }),
  id: Type.String({ examples: ['1042'] }),
  geometry,
  properties: Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'What the collection tells of a feature',
      examples: [{ reference: 'H-2026-00017', category: 'water', status: 'received' }],
    },
  ),
};

const coordinateSystem = Type.Optional(
  Type.String({
    description: 'There when the coordinates are not GeoJSON\u2019s own, with crs=gcj02',
    examples: ['gcj02'],
  }),
);

export const Feature = Type.Object({ ...featureMembers, coordinateSystem, links: Type.Array(Link) });

export const FeatureCollection = Type.Object({
  type: Type.String({ examples: ['FeatureCollection'] }),
  coordinateSystem,
  timeStamp: Type.String({ format: 'date-time', description: 'When the answer was made' }),
  features: Type.Array(Type.Object(featureMembers)),
  numberMatched: Type.Integer({ description: 'Features in all pages', examples: [240] }),
  numberReturned: Type.Integer({ description: 'Features in this page', examples: [1] }),
  links: Type.Array(Link),
});

export const Html = Type.String({ description: 'A page to read', examples: ['<!doctype html>…'] });

/** Of every resource of the service. */
export const commonRefusals = {
  304: emptyResponse('The answer with the ETag of If-None-Match is still right'),
  400: badRequestResponse,
};
