import sql, { join } from 'sql-template-tag';
import {
  type Collection,
  gridCodeJoin,
  gridProperty,
  instant,
  integer,
  number,
  regionJoin,
  regionProperty,
  rfc3339,
  seenRecords,
  sourceProperties,
  text,
} from './collection.ts';

export const incidents: Collection = {
  id: 'incidents',
  title: 'Incidents',
  description: 'Incidents as recorded now; with datetime, those reported then. Without personal data.',
  geometryTypes: ['Point'],
  rows: (moment) => {
    const { from, to } = moment.during ?? {};
    const reported = [
      ...(from === undefined ? [] : [sql`and reported_at >= ${from}::timestamptz`]),
      ...(to === undefined ? [] : [sql`and reported_at <= ${to}::timestamptz`]),
    ];
    return sql`
      select region_id, incident_id as feature_id, geom, source, reference, category, severity, status, reported_at,
        closed_at, accuracy_m, grid_id, worker_id
      from ${seenRecords(sql`incident`, moment)} as versions
      where seen_valid_to = 'infinity' ${join([sql``, ...reported], ' ')}`;
  },
  joins: sql`${regionJoin} ${gridCodeJoin}`,
  properties: [
    ...sourceProperties,
    regionProperty,
    gridProperty,
    {
      name: 'category',
      description: "The category's code",
      schema: text,
      value: sql`item.category`,
      example: 'water',
    },
    {
      name: 'severity',
      description: '1 low, 2 normal, 3 high, 4 urgent',
      schema: integer,
      value: sql`item.severity`,
      example: 2,
    },
    {
      name: 'status',
      description: 'received, dispatched, in_hand, checked or closed',
      schema: text,
      value: sql`item.status`,
      example: 'received',
    },
    {
      name: 'reportedAt',
      description: 'When it was reported',
      schema: instant,
      value: rfc3339(sql`item.reported_at`),
      example: '2026-03-01T08:00:00.000Z',
    },
    {
      name: 'closedAt',
      description: 'When it was closed; null: it is open',
      schema: instant,
      value: rfc3339(sql`item.closed_at`),
      example: '2026-03-02T10:30:00.000Z',
    },
    {
      name: 'accuracyM',
      description: 'How far off the point may be, in metres',
      schema: number,
      value: sql`item.accuracy_m`,
      example: 25,
    },
    {
      name: 'worker',
      description: 'The id of the worker who handles it, as the collection workers has it; null: nobody yet',
      schema: text,
      value: sql`item.worker_id::text`,
      example: '318',
    },
  ],
  extent: (regionIds) => sql`
    select st_extent(geom) as extent, min(reported_at) as begins, max(reported_at) as ends
    from incident
    where region_id = any(${regionIds}::int[]) and valid_to = 'infinity'`,
  subjects: ['incidents', 'boundaries'],
  keepsHistory: true,
  recordedIn: sql`incident`,
};
