import { type Static, Type } from 'typebox';
import { incidentFilters } from '../incidents/filterSchemas.ts';
import { Place, RegionCode } from '../regions/schemas.ts';
import { incidentStatuses } from '../snapshot/points.ts';

const compareEnds = {
  compareFrom: Type.Optional(
    Type.String({
      description: 'Where the period begins that is compared with: a date or an instant. Needs compareTo',
      examples: ['2025-08-01'],
    }),
  ),
  compareTo: Type.Optional(
    Type.String({
      description: 'Where the period ends that is compared with. Needs compareFrom',
      examples: ['2025-09-01'],
    }),
  ),
};

export const StatisticsQuery = Type.Object(
  { ...incidentFilters, ...compareEnds },
  { additionalProperties: false },
);

export const CellsQuery = Type.Object(
  {
    ...incidentFilters,
    ...compareEnds,
    cellM: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 2000,
        default: 150,
        description: 'Metres between parallel sides of a cell',
        examples: [150],
      }),
    ),
  },
  { additionalProperties: false },
);

const Count = (description: string, example: number) => Type.Integer({ description, examples: [example] });

const End = (description: string, example: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description, examples: [example] });

const Span = Type.Object({
  from: End('Null: from the first incident on', '2026-07-31T16:00:00.000Z'),
  to: End('Not included; null: without an end', '2026-08-31T16:00:00.000Z'),
});

const ByCategory = Type.Record(Type.String(), Type.Integer(), {
  description: 'By code; every category is named',
  examples: [{ dispute: 31, water: 120 }],
});

export const IncidentStatistics = Type.Object({
  period: Span,
  total: Count('Incidents through the whole filter', 1204),
  unassigned: Count('Of them, those that lie in no grid', 3),
  compare: Type.Union(
    [
      Type.Object({
        period: Span,
        total: Count('Incidents through the filter in that period instead of from and to', 1150),
        byCategory: ByCategory,
      }),
      Type.Null(),
    ],
    { description: 'Null: not asked for' },
  ),
  byCategory: ByCategory,
  bySeverity: Type.Record(Type.String(), Type.Integer(), {
    description: '1 low, 2 normal, 3 high, 4 urgent',
    examples: [{ 1: 201, 2: 804, 3: 150, 4: 49 }],
  }),
  byStatus: Type.Record(Type.String(), Type.Integer(), {
    description: incidentStatuses.join(', '),
    examples: [{ received: 12, dispatched: 8, in_hand: 20, checked: 4, closed: 1160 }],
  }),
  byWeekday: Type.Array(Type.Integer(), {
    minItems: 7,
    maxItems: 7,
    description: "Monday to Sunday, in the region's time zone",
    examples: [[180, 172, 169, 170, 175, 168, 170]],
  }),
  byHour: Type.Array(Type.Integer(), {
    minItems: 24,
    maxItems: 24,
    description: "From midnight on, in the region's time zone",
  }),
  weeks: Type.Array(
    Type.Object({
      from: Type.String({ description: 'The Monday with which it begins', examples: ['2026-08-03'] }),
      count: Count('Incidents of the week through the filter without from and to', 88),
    }),
    {
      description:
        "From the week of the region's first incident, whatever the filter, to that of its newest change; none is left out. At most 261",
    },
  ),
});
export type IncidentStatistics = Static<typeof IncidentStatistics>;

export const IncidentCells = Type.Object({
  cellM: Count('Metres between parallel sides of a cell', 150),
  origin: Type.Tuple([Type.Number(), Type.Number()], {
    description: 'Longitude and latitude of the centre of cell 0, 0: the same for ever',
    examples: [[120.45, 36.38]],
  }),
  cells: Type.Array(Type.Tuple([Type.Integer(), Type.Integer(), Type.Integer(), Type.Integer()]), {
    description:
      'Column and row (core/hexagons), incidents of the period, incidents of the period compared with; cells with neither are left out',
    examples: [[[-3, 12, 5, 2]]],
  }),
  maximum: Count('Most incidents of the period in a cell', 17),
});
export type IncidentCells = Static<typeof IncidentCells>;

export const CellParameters = Type.Object({
  region: RegionCode,
  cell: Type.String({
    pattern: '^-?[0-9]{1,6},-?[0-9]{1,6}$',
    description: 'Column and row of the cell, as incident-cells names it for the same cellM',
    examples: ['-3,12'],
  }),
});

const Compared = {
  count: Count('Incidents of the period', 5),
  before: Count('Incidents of the period compared with; 0 where there is none', 2),
};

export const IncidentCell = Type.Object({
  cell: Type.Array(Type.Integer(), {
    minItems: 2,
    maxItems: 2,
    description: 'Column and row',
    examples: [[-3, 12]],
  }),
  ...Compared,
  categories: Type.Array(
    Type.Object({ code: Type.String({ description: 'Of the category', examples: ['water'] }), ...Compared }),
    { description: 'Most incidents first; those without any are left out' },
  ),
  grids: Type.Array(
    Type.Object({
      grid: Type.Union([Place, Type.Null()], {
        description: 'The responsible grid; null: the incidents that lie in none',
      }),
      ...Compared,
    }),
    { description: 'Most incidents first' },
  ),
});
export type IncidentCell = Static<typeof IncidentCell>;
