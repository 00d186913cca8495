import { type Static, Type } from 'typebox';
import { Crs, LocatedGrid } from '../locate/schemas.ts';
import { RegionCode } from '../regions/schemas.ts';

export const IncidentStatus = Type.Union(
  ['received', 'dispatched', 'in_hand', 'checked', 'closed'].map((status) => Type.Literal(status)),
);

export const NewIncident = Type.Object(
  {
    region: Type.Optional(RegionCode),
    source: Type.String({ minLength: 1, maxLength: 64, examples: ['hotline'] }),
    reference: Type.String({
      minLength: 1,
      maxLength: 128,
      description: "The source's own number for the incident",
    }),
    category: Type.String({ pattern: '^[a-z][a-z_]*$', examples: ['water'] }),
    severity: Type.Optional(Type.Integer({ minimum: 1, maximum: 4, default: 2 })),
    status: Type.Optional(IncidentStatus),
    reportedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Default: now' })),
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    crs: Type.Optional(Crs),
    accuracyM: Type.Optional(Type.Number({ minimum: 0, maximum: 100000 })),
    address: Type.Optional(Type.String({ maxLength: 500 })),
    description: Type.Optional(Type.String({ maxLength: 4000 })),
    reporter: Type.Optional(Type.String({ maxLength: 200 })),
    phone: Type.Optional(Type.String({ maxLength: 50 })),
  },
  { additionalProperties: false },
);
export type NewIncident = Static<typeof NewIncident>;

export const Incident = Type.Object({
  id: Type.String(),
  region: RegionCode,
  source: Type.String(),
  reference: Type.String(),
  category: Type.String(),
  severity: Type.Integer(),
  status: Type.String(),
  reportedAt: Type.String({ format: 'date-time' }),
  lon: Type.Number(),
  lat: Type.Number(),
  accuracyM: Type.Union([Type.Number(), Type.Null()]),
  grid: Type.Union([LocatedGrid, Type.Null()], { description: 'Null: unassigned' }),
});
export type Incident = Static<typeof Incident>;
