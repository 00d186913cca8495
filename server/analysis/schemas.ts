import { type Static, Type } from 'typebox';
import { Bbox, Place } from '../regions/schemas.ts';
import { UnassignedCause } from './qualitySchemas.ts';

export const WorkloadQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        description:
          "Date (midnight in the region's time zone) or RFC 3339 instant; incidents reported from then on",
      }),
    ),
    to: Type.Optional(Type.String({ description: 'Date or instant; incidents reported before then' })),
  },
  { additionalProperties: false },
);

/** One number per part of a workload, in minutes a week. */
export const WorkloadParts = Type.Object({
  households: Type.Number(),
  keyPersons: Type.Number(),
  incidents: Type.Number(),
  area: Type.Number(),
});

export const GridWorkload = Type.Object({
  gridId: Type.String(),
  gridVersionId: Type.String({ description: 'The feature id in the grids tiles' }),
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  kind: Type.Union([Type.Literal('base'), Type.Literal('dedicated')]),
  street: Place,
  community: Place,
  workers: Type.Array(Type.Integer(), { description: "The workers' numbers" }),
  areaKm2: Type.Number(),
  bbox: Bbox,
  labelPoint: Type.Tuple([Type.Number(), Type.Number()], { description: 'Inside the grid' }),
  households: Type.Integer(),
  people: Type.Integer(),
  keyPersons: Type.Integer(),
  incidents: Type.Integer({ description: 'Reported in the period' }),
  incidentsByCategory: Type.Record(Type.String(), Type.Integer(), {
    description: 'Of those reported in the period, by code; a category without any is left out',
    examples: [{ noise: 4, water: 11 }],
  }),
  openIncidents: Type.Integer({ description: 'Not closed now, whenever reported' }),
  parts: WorkloadParts,
  workload: Type.Number({ description: 'Sum of the parts: minutes a week' }),
  index: Type.Number({ description: "The grid's workload, 100 = the mean grid" }),
  indexPerWorker: Type.Union([Type.Number(), Type.Null()], {
    description:
      "What the grid's workers have to do in all their grids, in the mean; 100 = the region's mean worker; null: no worker",
  }),
});
export type GridWorkload = Static<typeof GridWorkload>;

export const WorkerWorkload = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  minutes: Type.Number({
    description: 'Minutes a week: an equal share of every grid that he works',
    examples: [1460.5],
  }),
  index: Type.Number({ description: '100 = the mean worker', examples: [96.4] }),
  grids: Type.Array(Type.String(), {
    description: 'Codes of the grids that he works now',
    examples: [['370215001001001', '370215001001002']],
  }),
});
export type WorkerWorkload = Static<typeof WorkerWorkload>;

export const Balance = Type.Object({
  meanPerWorker: Type.Number({ description: 'Minutes a week' }),
  maximumDeviationPercent: Type.Number(),
  maxMinRatio: Type.Union([Type.Number(), Type.Null()], { description: 'Null: the smallest is 0' }),
  coefficientOfVariationPercent: Type.Number(),
});

export const Workload = Type.Object({
  region: Type.String(),
  boundaryVersion: Type.Integer(),
  period: Type.Object({
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
  }),
  weights: Type.Object({
    householdMinutes: Type.Number(),
    keyPersonMinutes: Type.Number(),
    areaMinutesPerKm2: Type.Number(),
    incidentMinutes: Type.Record(Type.String(), Type.Number()),
  }),
  balance: Type.Union([Balance, Type.Null()], { description: 'Null: no grid has a worker' }),
  workers: Type.Array(WorkerWorkload, {
    description: 'Those who work a grid now, in order of number; the others are listed under /quality',
  }),
  grids: Type.Array(GridWorkload),
});
export type Workload = Static<typeof Workload>;

export const UnassignedQuery = Type.Object(
  {
    kind: Type.Optional(
      Type.Union([Type.Literal('household'), Type.Literal('incident')], { description: 'Default: both' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Points in a page' }),
    ),
    after: Type.Optional(Type.String({ description: 'The `next` of the page before' })),
  },
  { additionalProperties: false },
);

export const UnassignedPoint = Type.Object({
  kind: Type.Union([Type.Literal('household'), Type.Literal('incident')]),
  id: Type.String(),
  reference: Type.String(),
  lon: Type.Number(),
  lat: Type.Number(),
  nearestGrid: Type.Union([Place, Type.Null()]),
  distanceM: Type.Union([Type.Number(), Type.Null()], { description: 'To the nearest grid' }),
  cause: UnassignedCause,
});
export type UnassignedPoint = Static<typeof UnassignedPoint>;

export const Unassigned = Type.Object({
  total: Type.Integer(),
  points: Type.Array(UnassignedPoint),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type Unassigned = Static<typeof Unassigned>;

export const CoverageDefect = Type.Object({
  kind: Type.Union([
    Type.Literal('gap'),
    Type.Literal('overlap'),
    Type.Literal('unmatched-edge'),
    Type.Literal('self-intersection'),
    Type.Literal('duplicate-code'),
    Type.Literal('bad-code'),
  ]),
  grids: Type.Array(Type.String(), { description: 'Codes' }),
  lon: Type.Number(),
  lat: Type.Number(),
  areaM2: Type.Optional(Type.Number()),
  lengthM: Type.Optional(Type.Number()),
  repairM: Type.Optional(Type.Number({ description: 'The smallest --repair that would mend it' })),
  message: Type.String(),
});
export type CoverageDefect = Static<typeof CoverageDefect>;

const CoverageCheck = Type.Object({
  checkedAt: Type.String({ format: 'date-time' }),
  boundaryVersion: Type.Integer(),
  fileName: Type.Union([Type.String(), Type.Null()]),
  defects: Type.Array(CoverageDefect),
});

export const Defects = Type.Object({
  published: Type.Union([CoverageCheck, Type.Null()], { description: 'Null: never checked' }),
  refusedImport: Type.Union([CoverageCheck, Type.Null()], {
    description: 'The last refused import of grids',
  }),
});
export type Defects = Static<typeof Defects>;
