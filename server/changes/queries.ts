import sql from 'sql-template-tag';
import type { Queryable } from '../database.ts';

/**
 * Appends the transaction's one row for this region to `change`, and returns its sequence.
 *
 * Locks the region's `region_state` row until the transaction ends: changes of one region are strictly ordered, and a
 * reader that has seen sequence n has seen everything before it. So call it late, just before the rows that carry the
 * sequence are written. `detail` holds ids, counts and field names, never values of personal fields.
 *
 * The recorded time of those rows is read from the clock (`clock_timestamp()`) under this lock and before this call, so that it lies
 * between the `recorded_at` of the change before and of this one: readers that walk through pages tell by it what they have
 * not seen. A transaction's `now()` would not do: it may lie before a change that the transaction waited for.
 *
 * @throws when the region has no `region_state` row
 */
export async function appendChange(
  tx: Queryable,
  regionId: number,
  kind: string,
  actor: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const state = await tx.query<{ sequence: string }>(sql`
    update region_state set change_sequence = change_sequence + 1
    where region_id = ${regionId}
    returning change_sequence as sequence`);
  const sequence = state.rows[0]?.sequence;
  if (sequence === undefined) throw new Error(`region ${regionId} has no region_state row`);
  await tx.query(sql`
    insert into change (region_id, sequence, recorded_at, kind, actor, detail)
    values (${regionId}, ${sequence}, clock_timestamp(), ${kind}, ${actor}, ${JSON.stringify(detail)}::jsonb)`);
  return sequence;
}
