import { type Static, Type } from 'typebox';
import { creating, Id, Pin, patching, replacing, showing } from '../points/schemas.ts';
import { RegionCode } from '../regions/schemas.ts';

export const IncidentStatus = Type.Union(
  [
    Type.Literal('received'),
    Type.Literal('dispatched'),
    Type.Literal('in_hand'),
    Type.Literal('checked'),
    Type.Literal('closed'),
  ],
  { description: 'How far it has come', examples: ['received'] },
);

const category = Type.String({
  pattern: '^[a-z][a-z_]*$',
  maxLength: 64,
  description: 'Code of a category',
  examples: ['water'],
});
const severity = Type.Integer({
  minimum: 1,
  maximum: 4,
  default: 2,
  description: '1 low, 2 normal, 3 high, 4 urgent',
  examples: [2],
});
const reportedAt = Type.String({
  format: 'date-time',
  description: 'Default: now, or what is stored',
  examples: ['2026-11-24T08:00:00+08:00'],
});
const closedAt = Type.String({
  format: 'date-time',
  description: 'Of a closed incident. Default: now, or what is stored',
  examples: ['2026-11-24T10:00:00+08:00'],
});
const accuracyM = Type.Number({
  minimum: 0,
  maximum: 100000,
  description: 'How far off the point may be, in metres',
  examples: [12.5],
});
const worker = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'Number of the worker who handles it',
  examples: [12],
});
const personal = {
  address: Type.String({ maxLength: 500, description: 'Personal', examples: ['1 Harbour Road'] }),
  description: Type.String({
    maxLength: 4000,
    description: 'Personal: what happened',
    examples: ['Water in the cellar'],
  }),
  reporter: Type.String({
    maxLength: 200,
    description: 'Personal: who said so',
    examples: ['Example Person'],
  }),
  phone: Type.String({ maxLength: 50, description: 'Personal', examples: ['000-1234'] }),
};

const fields = {
  category,
  severity: Type.Optional(severity),
  status: Type.Optional(IncidentStatus),
  reportedAt: Type.Optional(reportedAt),
  closedAt: Type.Optional(closedAt),
  accuracyM: Type.Optional(accuracyM),
  worker: Type.Optional(worker),
  address: Type.Optional(personal.address),
  description: Type.Optional(personal.description),
  reporter: Type.Optional(personal.reporter),
  phone: Type.Optional(personal.phone),
};

/** For `POST /api/incidents`, which finds the region by itself. */
export const NewIncident = creating({
  region: Type.Optional(RegionCode),
  ...fields,
  pin: Type.Optional(Pin),
});
export type NewIncident = Static<typeof NewIncident>;

export const IncidentInRegion = creating(fields);
export const IncidentReplacement = replacing(fields);
export const IncidentPatch = patching(
  { category },
  { severity, status: IncidentStatus, reportedAt, closedAt, accuracyM, worker, ...personal },
);

export const Handler = Type.Union(
  [
    Type.Object({
      id: Id,
      number: Type.Integer({ description: 'What he is called where names are not shown' }),
    }),
    Type.Null(),
  ],
  { description: 'The worker who handles it; null: nobody yet', examples: [{ id: '318', number: 12 }] },
);

export const Incident = showing({
  category,
  severity,
  status: IncidentStatus,
  reportedAt: Type.String({ format: 'date-time', examples: ['2026-11-24T00:00:00Z'] }),
  closedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { examples: [null] }),
  accuracyM: Type.Union([Type.Number(), Type.Null()], { examples: [12.5] }),
  worker: Handler,
});
export type Incident = Static<typeof Incident>;
