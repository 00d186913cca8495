import sql from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';

/** One transaction's row for one region. */
export interface Change {
  sequence: number;
  kind: string;
  actor: string;
  /** RFC 3339 */
  recordedAt: string;
  detail: Record<string, unknown>;
}

export interface ChangePosition {
  regionId: number;
  code: string;
  /** The newest change; 0: none yet. */
  sequence: number;
}

/** How far each region in scope is, in order of code. */
export async function readPositions(db: Queryable, scope: Scope): Promise<ChangePosition[]> {
  const { rows } = await db.query<ChangePosition>(sql`
    select r.region_id as "regionId", r.code, s.change_sequence::float8 as sequence
    from region r
    join region_state s on s.region_id = r.region_id
    where true ${scopeFilter(scope, sql`r.region_id`)}
    order by r.code`);
  return rows;
}

/** The region's changes after a sequence, in order. None is missing between them: `appendChange` says why. */
export async function readChanges(
  db: Queryable,
  scope: Scope,
  regionId: number,
  since: number,
  limit: number,
): Promise<Change[]> {
  const { rows } = await db.query<Change>(sql`
    select sequence::float8 as sequence, kind, actor, recorded_at as "recordedAt", detail
    from change
    where region_id = ${regionId} and sequence > ${since}::bigint ${scopeFilter(scope, sql`region_id`)}
    order by sequence
    limit ${limit}`);
  return rows;
}

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
