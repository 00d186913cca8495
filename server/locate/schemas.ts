import { type Static, Type } from 'typebox';
import { Place } from '../regions/schemas.ts';

export const Crs = Type.Union(
  [Type.Literal('wgs84'), Type.Literal('cgcs2000'), Type.Literal('gcj02'), Type.Literal('bd09')],
  { description: 'Coordinate system of lon and lat', default: 'wgs84' },
);

export const LocateQuery = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180, description: 'Degrees east' }),
    lat: Type.Number({ minimum: -90, maximum: 90, description: 'Degrees north' }),
    crs: Type.Optional(Crs),
    at: Type.Optional(
      Type.String({
        description: "Date (midnight in the region's time zone) or RFC 3339 instant; default now",
      }),
    ),
    accuracyM: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100000, description: 'How far off the point may be' }),
    ),
  },
  { additionalProperties: false },
);

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
