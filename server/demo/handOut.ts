// Who has been sent somewhere is somebody: the demo's incidents are imported before its workers, which work the newest grids.
import sql from 'sql-template-tag';
import { appendChange } from '../changes/queries.ts';
import type { Database } from '../database.ts';

/** Gives every open incident that is past `received` to the first worker of its grid, in one change. */
export async function handOutIncidents(database: Database, regionId: number): Promise<void> {
  await database.transaction(async (tx) => {
    const changeSequence = await appendChange(tx, regionId, 'incident', 'demo', { fields: ['worker'] });
    await tx.query(sql`
      with first_worker as (
        select grid_id, min(worker_id) as worker_id
        from grid_worker
        where region_id = ${regionId} and valid_to = 'infinity'
        group by grid_id
      )
      update incident i
      set worker_id = w.worker_id, change_sequence = ${changeSequence}
      from first_worker w
      where i.region_id = ${regionId} and i.valid_to = 'infinity' and i.grid_id = w.grid_id
        and i.status in ('dispatched', 'in_hand', 'checked')`);
  });
}
