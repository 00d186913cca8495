import sql from 'sql-template-tag';
import { type Collection, integer, regionJoin, regionProperty } from './collection.ts';

/** No place and no personal field: who a worker is stays in the table of personal fields. */
export const workers: Collection = {
  id: 'workers',
  title: 'Workers',
  description:
    'Workers by number, with the grids that they work now; with datetime, that they worked then. Without geometry and personal data.',
  geometryTypes: [],
  rows: ({ at, during }) => {
    const from = during === undefined ? at : sql`${during.from ?? '-infinity'}::timestamptz`;
    const to = during === undefined ? at : sql`${during.to ?? 'infinity'}::timestamptz`;
    return sql`
      select region_id, worker_id as feature_id, null::geometry as geom, number, ${from} as works_from, ${to} as works_to
      from worker`;
  },
  joins: sql`${regionJoin}
    cross join lateral (
      select coalesce(json_agg(distinct version.code order by version.code), '[]'::json) as codes
      from grid_worker
      cross join lateral (
        select grid_version.code
        from grid_version
        where grid_version.region_id = item.region_id and grid_version.grid_id = grid_worker.grid_id
        order by grid_version.valid_from desc
        limit 1
      ) as version
      where grid_worker.region_id = item.region_id and grid_worker.worker_id = item.feature_id
        and grid_worker.valid_from <= item.works_to and item.works_from < grid_worker.valid_to
    ) as worked`,
  properties: [
    {
      name: 'number',
      description: 'What the worker is called where names are not shown',
      schema: integer,
      value: sql`item.number`,
      example: 12,
    },
    regionProperty,
    {
      name: 'grids',
      description: 'Codes of the grids that the worker works',
      schema: { type: 'array', items: { type: 'string' } },
      value: sql`worked.codes`,
      example: ['370215001001001'],
    },
  ],
  extent: (regionIds) => sql`
    select null::box2d as extent, min(valid_from) as begins, max(valid_to) as ends
    from grid_worker
    where region_id = any(${regionIds}::int[])`,
  subjects: ['everything'],
  keepsHistory: false,
};
