import { type Static, Type } from 'typebox';
import { limits } from '../limits.ts';
import { Id, lat, lon, reference, source } from '../points/schemas.ts';
import { Place } from '../regions/schemas.ts';
import { incidentStatuses } from '../snapshot/points.ts';
import { Handler, IncidentStatus } from './schemas.ts';

const list = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 500, description, examples: [example] }));
const moment = (description: string, example: string) =>
  Type.Optional(
    Type.String({
      description: `${description}: a date (midnight in the region's time zone) or an RFC 3339 instant`,
      examples: [example],
    }),
  );

export const QueueQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')], {
        description: 'Default: open; with `status`, all',
        examples: ['open'],
      }),
    ),
    status: list(
      `These states alone, with commas between: ${incidentStatuses.join(', ')}`,
      'received,dispatched',
    ),
    category: list('These categories alone, with commas between', 'water,fire'),
    severity: list('These severities alone, 1 to 4, with commas between', '3,4'),
    unassigned: Type.Optional(
      Type.Boolean({ description: 'true: those alone that lie in no grid', examples: [true] }),
    ),
    worker: Type.Optional(
      Type.String({
        pattern: '^([1-9][0-9]{0,6}|none)$',
        description: "A worker's number: what he handles; none: what nobody handles yet",
        examples: ['none'],
      }),
    ),
    grid: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Code of a grid in force: what it is responsible for',
        examples: ['370215001001001'],
      }),
    ),
    from: moment('Reported from then on', '2026-11-01'),
    to: moment('Reported before then', '2026-11-25'),
    near: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'A place as longitude,latitude in WGS84: each incident then has its distance',
        examples: ['120.4512,36.3812'],
      }),
    ),
    withinM: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: limits.queueWithinM,
        description: 'With near: no further from it, in metres',
        examples: [500],
      }),
    ),
    order: Type.Optional(
      Type.Union([Type.Literal('newest'), Type.Literal('unassignedFirst'), Type.Literal('nearest')], {
        description:
          'newest (default) by the time of the report; unassignedFirst, then newest; nearest to near',
        examples: ['unassignedFirst'],
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: limits.mostQueuePage,
        description: `Incidents of one page; default ${limits.queuePage}`,
        examples: [100],
      }),
    ),
    after: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'The `next` of the page before, with the same order',
        examples: ['newest~0~-1795507200000~-10482'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type QueueQuery = Static<typeof QueueQuery>;

const nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  example: unknown,
) => Type.Union([schema, Type.Null()], { examples: [example] });

export const QueueItem = Type.Object({
  id: Id,
  source,
  reference,
  category: Type.String({ examples: ['water'] }),
  severity: Type.Integer({ description: '1 low, 2 normal, 3 high, 4 urgent', examples: [2] }),
  status: IncidentStatus,
  reportedAt: Type.String({ format: 'date-time', examples: ['2026-11-24T00:00:00Z'] }),
  closedAt: nullable(Type.String({ format: 'date-time' }), null),
  lon,
  lat,
  accuracyM: nullable(Type.Number(), 12.5),
  grid: Type.Union([Place, Type.Null()], {
    description: 'The responsible grid; null: unassigned',
    examples: [{ code: '370215001001001', name: '第1网格', nameEn: 'Grid 1' }],
  }),
  worker: Handler,
  isPinned: Type.Boolean({ description: 'A person made the grid responsible', examples: [false] }),
  address: Type.Union([Type.String(), Type.Null()], {
    description: 'Personal: for who dispatches, and kept by nobody on the way',
    examples: ['1 Harbour Road'],
  }),
  description: Type.Union([Type.String(), Type.Null()], {
    description: 'Personal: what happened',
    examples: ['Water in the cellar'],
  }),
  distanceM: Type.Optional(Type.Number({ description: 'Metres from near; only with it', examples: [42.5] })),
  etag: Type.String({
    description: 'What If-Match of a write wants',
    examples: ['"Yb5k3rVJ0hKqk8xk1mQy2A"'],
  }),
});
export type QueueItem = Static<typeof QueueItem>;

export const QueueCounts = Type.Object(
  {
    open: Type.Integer({ description: 'Not closed', examples: [214] }),
    unassigned: Type.Integer({ description: 'Of the open ones, those that lie in no grid', examples: [3] }),
    withoutWorker: Type.Integer({
      description: 'Of the open ones, those that nobody handles',
      examples: [17],
    }),
    today: Type.Integer({
      description: "Reported since midnight in the region's time zone, open or closed",
      examples: [12],
    }),
  },
  { description: 'Of the whole region, whatever is asked for' },
);
export type QueueCounts = Static<typeof QueueCounts>;

export const Queue = Type.Object({
  incidents: Type.Array(QueueItem),
  matched: Type.Integer({ description: 'How many there are on all pages', examples: [214] }),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'For `after`; null: this is the last page',
    examples: ['newest~0~-1795507200000~-10482'],
  }),
  counts: QueueCounts,
});
export type Queue = Static<typeof Queue>;
