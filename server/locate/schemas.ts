import { type Static, Type } from 'typebox';
import { limits } from '../limits.ts';
import { Place } from '../regions/schemas.ts';

export const Crs = Type.Union(
  [Type.Literal('wgs84'), Type.Literal('cgcs2000'), Type.Literal('gcj02'), Type.Literal('bd09')],
  { description: 'Coordinate system of lon and lat', default: 'wgs84', examples: ['wgs84'] },
);

export const LocateQuery = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180, description: 'Degrees east', examples: [120.45] }),
    lat: Type.Number({ minimum: -90, maximum: 90, description: 'Degrees north', examples: [36.38] }),
    crs: Type.Optional(Crs),
    at: Type.Optional(
      Type.String({
        description: "Date (midnight in the region's time zone) or RFC 3339 instant; default now",
        examples: ['2026-08-01'],
      }),
    ),
    accuracyM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100000,
        description: 'How far off the point may be',
        examples: [20],
      }),
    ),
  },
  { additionalProperties: false },
);

export const BatchQuery = Type.Object(
  {
    crs: LocateQuery.properties.crs,
    at: LocateQuery.properties.at,
    accuracyM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100000,
        description: 'How far off the points may be; with it, answers say whether they are `ambiguous`',
        examples: [20],
      }),
    ),
    region: Type.Optional(
      Type.String({
        description: 'Code of the only region to look in; default: all',
        examples: ['370215'],
      }),
    ),
    answer: Type.Union([Type.Literal('compact'), Type.Literal('full')], {
      default: 'compact',
      description: 'Rows of codes and metres, or what GET /api/locate answers (not in CSV)',
      examples: ['compact'],
    }),
  },
  { additionalProperties: false },
);
export type BatchQuery = Static<typeof BatchQuery>;

export const BatchBody = Type.Object(
  {
    points: Type.Array(
      Type.Object(
        {
          id: Type.Optional(
            Type.Union([Type.String({ maxLength: 200 }), Type.Number()], {
              description: "The caller's own; without it the answer has the point's number, from 1, as `row`",
            }),
          ),
          lon: Type.Number({ minimum: -180, maximum: 180 }),
          lat: Type.Number({ minimum: -90, maximum: 90 }),
        },
        { additionalProperties: false },
      ),
      { description: `At most ${limits.locatePoints}; more are streamed, as newline-delimited JSON or CSV` },
    ),
  },
  {
    additionalProperties: false,
    examples: [{ points: [{ id: 'a', lon: 120.45, lat: 36.38 }] }],
  },
);
export type BatchBody = Static<typeof BatchBody>;

export const LocatedGrid = Type.Object({
  gridId: Type.String(),
  gridVersionId: Type.String(),
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  kind: Type.Union([Type.Literal('base'), Type.Literal('dedicated')]),
});
export type LocatedGrid = Static<typeof LocatedGrid>;

export const Location = Type.Object({
  lon: Type.Number({ description: 'WGS84, 7 decimals' }),
  lat: Type.Number({ description: 'WGS84, 7 decimals' }),
  region: Type.Union([Place, Type.Null()], { description: 'Null: the point lies in no region' }),
  boundaryVersion: Type.Union([Type.Integer(), Type.Null()]),
  grid: Type.Union([LocatedGrid, Type.Null()], {
    description: 'The responsible grid: dedicated before base; null: unassigned',
  }),
  baseGrid: Type.Union([LocatedGrid, Type.Null()]),
  dedicatedGrid: Type.Union([LocatedGrid, Type.Null()]),
  path: Type.Array(Place, { description: 'region, street, community, grid; empty where there is no grid' }),
  distanceToEdgeM: Type.Union([Type.Number(), Type.Null()], {
    description: "To the nearest edge of the responsible grid's layer",
  }),
  nearestEdgePoint: Type.Union([Type.Tuple([Type.Number(), Type.Number()]), Type.Null()]),
  runnerUp: Type.Union([Type.Object({ grid: LocatedGrid, distanceM: Type.Number() }), Type.Null()], {
    description: 'The grid that would be responsible next nearest',
  }),
  ambiguous: Type.Boolean({
    description: 'The stated accuracy exceeds the distance to the edge or to the runner-up',
  }),
  workers: Type.Array(Type.Object({ workerId: Type.String(), number: Type.Integer() })),
});
export type Location = Static<typeof Location>;

const pointName = {
  id: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  row: Type.Optional(Type.Integer({ description: 'Number of the point, from 1, where it has no id' })),
};
const codeOrNull = Type.Union([Type.String(), Type.Null()]);

export const CompactLocation = Type.Object(
  {
    ...pointName,
    code: Type.Union([Type.String(), Type.Null()], {
      description: 'Of the responsible grid: dedicated before base; null: in no grid',
    }),
    baseCode: codeOrNull,
    dedicatedCode: codeOrNull,
    metres: Type.Union([Type.Number(), Type.Null()], {
      description: "To the nearest edge of the responsible grid's layer, to the centimetre",
    }),
    ambiguous: Type.Optional(Type.Boolean({ description: 'With accuracyM' })),
  },
  {
    examples: [
      { id: 'a', code: '370215001001001', baseCode: '370215001001001', dedicatedCode: null, metres: 57.31 },
    ],
  },
);

export const BatchAnswer = Type.Object({
  locations: Type.Array(
    Type.Union([CompactLocation, Type.Object({ ...pointName, ...Location.properties })]),
    {
      description: 'In the order of the points',
    },
  ),
});
