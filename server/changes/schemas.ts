import { type Static, Type } from 'typebox';
import { limits } from '../limits.ts';
import { RegionCode } from '../regions/schemas.ts';

/** Below 2^53. */
const Sequence = Type.String({
  pattern: '^[0-9]{1,15}$',
  description: 'A sequence of the region: changes after it',
  examples: ['17'],
});

export const ChangesQuery = Type.Object(
  {
    since: Type.Optional(Sequence),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: limits.mostChangesPerPage,
        description: `Changes of one page; default ${limits.changesPerPage}`,
        examples: [100],
      }),
    ),
  },
  { additionalProperties: false },
);

export const Change = Type.Object({
  region: RegionCode,
  sequence: Type.String({ description: 'Grows by one with each change of the region', examples: ['18'] }),
  kind: Type.String({
    description: 'What was written: household, incident, worker, grid, import, publication, region',
    examples: ['household'],
  }),
  actor: Type.String({ description: 'Who wrote', examples: ['api'] }),
  recordedAt: Type.String({ format: 'date-time', examples: ['2026-11-24T08:00:00Z'] }),
  detail: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Ids, counts and names of fields; never values of personal fields',
    examples: [{ changed: '10482', fields: ['people'] }],
  }),
});
export type Change = Static<typeof Change>;

export const ChangesPage = Type.Object({
  changes: Type.Array(Change, { description: 'In order; each exactly once over the pages' }),
  newest: Type.String({ description: "The region's newest change when this was read", examples: ['18'] }),
  hasMore: Type.Boolean({ description: 'There are more changes already', examples: [false] }),
  next: Type.String({
    description: 'The next page: at once while hasMore, later for what is written then',
    examples: ['/api/regions/370215/changes?since=18&limit=100'],
  }),
});

export const RegionEventsQuery = Type.Object(
  { since: Type.Optional(Sequence) },
  { additionalProperties: false },
);

export const EventsQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        maxLength: 10_000,
        description: 'Where to go on, as the id of an event says it: region:sequence, separated by commas',
        examples: ['370215:17,370216:4'],
      }),
    ),
  },
  { additionalProperties: false },
);

export const LastEventId = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({
      maxLength: 10_000,
      description: 'Id of the last event that was read: the stream goes on behind it. Goes before `since`',
      examples: ['17'],
    }),
  ),
});

export const eventStreamExample =
  'retry: 2000\nid: 17\nevent: ready\ndata: {}\n\n' +
  'id: 18\nevent: change\ndata: {"region":"370215","sequence":"18","kind":"household","actor":"api",' +
  '"recordedAt":"2026-11-24T08:00:00Z","detail":{"changed":"10482","fields":["people"]}}\n\n';
