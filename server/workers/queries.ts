import sql from 'sql-template-tag';
import { type Scope, scopeFilter } from '../access/scope.ts';
import type { Queryable } from '../database.ts';

export interface StoredWorker {
  id: string;
  source: string;
  reference: string;
  number: number;
  name: string | null;
  phone: string | null;
  /** RFC 3339; null: works here. */
  endedAt: string | null;
  bodyHash: string | null;
  changeSequence: string;
}

const columns = sql`
  w.worker_id as id, w.source, w.reference, w.number, p.name, p.phone, w.ended_at as "endedAt",
  w.body_hash as "bodyHash", w.change_sequence as "changeSequence"`;

/** The worker with this id, ended or not. */
export async function findWorker(
  db: Queryable,
  scope: Scope,
  regionId: number,
  id: string,
): Promise<StoredWorker | undefined> {
  const { rows } = await db.query<StoredWorker>(sql`
    select ${columns}
    from worker w
    left join worker_personal p on p.region_id = ${regionId} and p.worker_id = w.worker_id
    where w.region_id = ${regionId} and w.worker_id = ${id}::bigint ${scopeFilter(scope, sql`w.region_id`)}`);
  return rows[0];
}

export async function findWorkerByReference(
  db: Queryable,
  scope: Scope,
  regionId: number,
  source: string,
  reference: string,
): Promise<StoredWorker | undefined> {
  const { rows } = await db.query<StoredWorker>(sql`
    select ${columns}
    from worker w
    left join worker_personal p on p.region_id = ${regionId} and p.worker_id = w.worker_id
    where w.region_id = ${regionId} and w.source = ${source} and w.reference = ${reference}
      ${scopeFilter(scope, sql`w.region_id`)}`);
  return rows[0];
}

/** Whose number it is, ended or not: past assignments go by it. */
export async function findWorkerByNumber(
  db: Queryable,
  regionId: number,
  number: number,
): Promise<{ id: string; endedAt: string | null } | undefined> {
  const { rows } = await db.query<{ id: string; endedAt: string | null }>(sql`
    select worker_id as id, ended_at as "endedAt" from worker
    where region_id = ${regionId} and number = ${number}`);
  return rows[0];
}

export async function nextNumber(db: Queryable, regionId: number): Promise<number> {
  const { rows } = await db.query<{ number: number }>(sql`
    select coalesce(max(number), 0) + 1 as number from worker where region_id = ${regionId}`);
  return rows[0]!.number;
}

/** Adds the worker, or brings back the one with this id, with these values. */
export async function writeWorker(tx: Queryable, regionId: number, worker: StoredWorker): Promise<void> {
  const { id, source, reference, number, name, phone, endedAt, bodyHash, changeSequence } = worker;
  await tx.query(sql`
    insert into worker (region_id, worker_id, number, source, reference, ended_at, body_hash, change_sequence)
    values (${regionId}, ${id}, ${number}, ${source}, ${reference}, ${endedAt}, ${bodyHash}, ${changeSequence})
    on conflict (region_id, worker_id) do update
    set number = excluded.number, ended_at = excluded.ended_at, body_hash = excluded.body_hash,
      change_sequence = excluded.change_sequence`);
  if (name === null && phone === null) {
    await tx.query(sql`delete from worker_personal where region_id = ${regionId} and worker_id = ${id}`);
    return;
  }
  await tx.query(sql`
    insert into worker_personal (region_id, worker_id, name, phone)
    values (${regionId}, ${id}, ${name}, ${phone})
    on conflict (region_id, worker_id) do update set name = excluded.name, phone = excluded.phone`);
}

/** Ends what is worked now, and forgets what was to begin later. */
export async function endAssignments(
  tx: Queryable,
  regionId: number,
  workerId: string,
  moment: string,
): Promise<void> {
  await tx.query(sql`
    delete from grid_worker
    where region_id = ${regionId} and worker_id = ${workerId} and valid_from >= ${moment}::timestamptz`);
  await tx.query(sql`
    update grid_worker set valid_to = ${moment}::timestamptz
    where region_id = ${regionId} and worker_id = ${workerId} and valid_to > ${moment}::timestamptz`);
}

/** How many he handles. */
export async function countOpenIncidents(db: Queryable, regionId: number, workerId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(sql`
    select count(*)::int as count from incident
    where region_id = ${regionId} and worker_id = ${workerId} and valid_to = 'infinity' and status <> 'closed'`);
  return rows[0]!.count;
}

export interface StoredAssignment {
  id: string;
  worker: string;
  gridId: string;
  code: string;
  validFrom: string;
  /** RFC 3339 or 'infinity' */
  validTo: string;
}

/** Of a worker; the one with the id where it is given. By time. */
export async function findAssignments(
  db: Queryable,
  scope: Scope,
  regionId: number,
  workerId: string,
  id: string | null = null,
): Promise<StoredAssignment[]> {
  const { rows } = await db.query<StoredAssignment>(sql`
    select a.assignment_id as id, a.worker_id as worker, a.grid_id as "gridId", g.code, a.valid_from as "validFrom",
      a.valid_to as "validTo"
    from grid_worker a
    join lateral (
      select v.code from grid_version v
      where v.region_id = ${regionId} and v.grid_id = a.grid_id
      order by v.from_version desc
      limit 1
    ) g on true
    where a.region_id = ${regionId} and a.worker_id = ${workerId}::bigint
      and (${id}::bigint is null or a.assignment_id = ${id}::bigint) ${scopeFilter(scope, sql`a.region_id`)}
    order by a.valid_from, a.assignment_id`);
  return rows;
}

export interface AssignmentPeriod {
  gridId: string;
  validFrom: string;
  validTo: string;
}

/** Another assignment of the worker to the same grid at some time of the period. */
export async function findOverlap(
  db: Queryable,
  regionId: number,
  workerId: string,
  { gridId, validFrom, validTo }: AssignmentPeriod,
  otherThan: string | null,
): Promise<{ validFrom: string; validTo: string } | undefined> {
  const { rows } = await db.query<{ validFrom: string; validTo: string }>(sql`
    select valid_from as "validFrom", valid_to as "validTo"
    from grid_worker
    where region_id = ${regionId} and worker_id = ${workerId} and grid_id = ${gridId}
      and valid_from < ${validTo}::timestamptz and valid_to > ${validFrom}::timestamptz
      and (${otherThan}::bigint is null or assignment_id <> ${otherThan}::bigint)
    limit 1`);
  return rows[0];
}

export async function insertAssignment(
  tx: Queryable,
  regionId: number,
  workerId: string,
  id: string,
  { gridId, validFrom, validTo }: AssignmentPeriod,
): Promise<void> {
  await tx.query(sql`
    insert into grid_worker (region_id, grid_id, worker_id, valid_from, valid_to, assignment_id)
    values (${regionId}, ${gridId}, ${workerId}, ${validFrom}, ${validTo}, ${id})`);
}

export async function updateAssignment(
  tx: Queryable,
  regionId: number,
  id: string,
  { gridId, validFrom, validTo }: AssignmentPeriod,
): Promise<void> {
  await tx.query(sql`
    update grid_worker set grid_id = ${gridId}, valid_from = ${validFrom}::timestamptz, valid_to = ${validTo}::timestamptz
    where region_id = ${regionId} and assignment_id = ${id}`);
}

export async function deleteAssignment(tx: Queryable, regionId: number, id: string): Promise<void> {
  await tx.query(sql`delete from grid_worker where region_id = ${regionId} and assignment_id = ${id}`);
}

/** The database's clock, now that the lock is held. */
export async function readClock(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ now: string }>(sql`select clock_timestamp() as now`);
  return rows[0]!.now;
}
