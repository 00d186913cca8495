// Who works which grid, from when to when. What has been is not rewritten: one that has begun can only be ended, and one
// that has ended stays as it is.
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { conflict, notFound, unprocessable } from '../errors.ts';
import { checkPreconditions, entityTag } from '../http/preconditions.ts';
import { takeIds } from '../publication/writeVersion.ts';
import { canonicalInstant, isBefore } from '../regions/instants.ts';
import { parseMoment } from '../regions/moment.ts';
import { type Writer, writeRegion } from '../regions/writeRegion.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import {
  type AssignmentPeriod,
  deleteAssignment,
  findAssignments,
  findOverlap,
  insertAssignment,
  readClock,
  type StoredAssignment,
  updateAssignment,
} from './queries.ts';
import { requireWorker, type WorkerTarget } from './write.ts';

/** `id` is the worker's. */
export interface AssignmentTarget extends WorkerTarget {
  assignment: string;
}

export interface AssignmentBody {
  grid?: string | undefined;
  validFrom?: string | undefined;
  /** Null: no end is known. */
  validTo?: string | null | undefined;
}

export function shownAssignment({ id, worker, gridId, code, validFrom, validTo }: StoredAssignment) {
  return {
    id,
    worker,
    grid: { gridId, code },
    validFrom,
    validTo: validTo === 'infinity' ? null : validTo,
  };
}

export function tagOfAssignment(assignment: StoredAssignment): string {
  return entityTag(shownAssignment(assignment));
}

/** What a schema lets pass: a leap second, the year 0. @throws ProblemError 400 */
export function checkInstants({ validFrom, validTo }: AssignmentBody): void {
  if (validFrom !== undefined) parseMoment('validFrom', validFrom);
  if (typeof validTo === 'string') parseMoment('validTo', validTo);
}

/** @throws ProblemError 404 when there is none of this worker */
export async function requireAssignment(
  db: Queryable,
  { scope }: Pick<Writer, 'scope'>,
  regionId: number,
  workerId: string,
  id: string,
): Promise<StoredAssignment> {
  const [assignment] = await findAssignments(db, scope, regionId, workerId, id);
  if (!assignment) throw notFound(`assignment of worker ${workerId}`, id);
  return assignment;
}

/** @throws ProblemError 404, 409 where it would overlap, 422 for a grid that is not in force or a period that is none */
export function addAssignment(
  writer: Writer,
  region: string,
  workerId: string,
  body: AssignmentBody & { grid: string },
): Promise<StoredAssignment> {
  return writeRegion(writer, region, async (tx, snapshot) => {
    const { regionId } = snapshot;
    await requireWorker(tx, writer, regionId, workerId);
    const now = await readClock(tx);
    const period: AssignmentPeriod = {
      gridId: gridInForce(snapshot, body.grid),
      validFrom: body.validFrom === undefined ? now : canonicalInstant(body.validFrom),
      validTo: endOf(body.validTo),
    };
    await refuseImpossible(tx, regionId, workerId, period, null);
    const [id] = await takeIds(tx, 1);
    await record(tx, writer, regionId, workerId, id!, body.grid);
    await insertAssignment(tx, regionId, workerId, id!, period);
    return requireAssignment(tx, writer, regionId, workerId, id!);
  });
}

/** Undefined leaves as it is. @throws ProblemError 404, 409, 412, 422 */
export function changeAssignment(
  writer: Writer,
  target: AssignmentTarget,
  body: AssignmentBody,
): Promise<StoredAssignment> {
  return writeRegion(writer, target.region, async (tx, snapshot) => {
    const { regionId } = snapshot;
    const before = await findTarget(tx, writer, regionId, target);
    const period: AssignmentPeriod = {
      gridId:
        body.grid === undefined || body.grid === before.code
          ? before.gridId
          : gridInForce(snapshot, body.grid),
      validFrom: body.validFrom === undefined ? before.validFrom : canonicalInstant(body.validFrom),
      validTo: body.validTo === undefined ? before.validTo : endOf(body.validTo),
    };
    const isSame = (['gridId', 'validFrom', 'validTo'] as const).every(
      (field) => period[field] === before[field],
    );
    if (isSame) return before;
    refuseRewriting(before, period, await readClock(tx));
    await refuseImpossible(tx, regionId, target.id, period, before.id);
    await record(tx, writer, regionId, target.id, before.id, body.grid ?? before.code);
    await updateAssignment(tx, regionId, before.id, period);
    return requireAssignment(tx, writer, regionId, target.id, before.id);
  });
}

/** Ends it now; one that has not begun is taken away. @throws ProblemError 404, 409, 412 */
export function endAssignment(writer: Writer, target: AssignmentTarget): Promise<void> {
  return writeRegion(writer, target.region, async (tx, { regionId }) => {
    const before = await findTarget(tx, writer, regionId, target);
    const now = await readClock(tx);
    if (!isBefore(now, before.validTo)) throw hasEnded(before);
    await record(tx, writer, regionId, target.id, before.id, before.code);
    if (isBefore(before.validFrom, now)) {
      await updateAssignment(tx, regionId, before.id, { ...before, validTo: now });
    } else {
      await deleteAssignment(tx, regionId, before.id);
    }
  });
}

async function findTarget(
  tx: Queryable,
  writer: Writer,
  regionId: number,
  { id, assignment, headers }: AssignmentTarget,
): Promise<StoredAssignment> {
  const before = await requireAssignment(tx, writer, regionId, id, assignment);
  checkPreconditions(headers, 'assignment', tagOfAssignment(before));
  return before;
}

function gridInForce({ grids, code: region }: RegionSnapshot, code: string): string {
  const grid = grids.find((candidate) => candidate.code === code);
  if (grid) return grid.gridId;
  throw unprocessable(`grid=${code}: no grid in force in region ${region} has this code`, {
    parameter: 'grid',
    value: code,
  });
}

function endOf(validTo: string | null | undefined): string {
  return validTo === undefined || validTo === null ? 'infinity' : canonicalInstant(validTo);
}

async function refuseImpossible(
  tx: Queryable,
  regionId: number,
  workerId: string,
  period: AssignmentPeriod,
  otherThan: string | null,
): Promise<void> {
  const { validFrom, validTo } = period;
  if (!isBefore(validFrom, validTo)) {
    throw unprocessable(`validTo=${validTo}: is not after validFrom, ${validFrom}`, {
      parameter: 'validTo',
      value: validTo,
    });
  }
  const other = await findOverlap(tx, regionId, workerId, period, otherThan);
  if (!other) return;
  const until = other.validTo === 'infinity' ? 'without an end' : `to ${other.validTo}`;
  throw conflict(
    `The worker works this grid from ${other.validFrom} ${until} already; end that assignment, or change it`,
    other.validTo === 'infinity' ? { validFrom: other.validFrom } : { ...other },
  );
}

function refuseRewriting(before: StoredAssignment, after: AssignmentPeriod, now: string): void {
  if (!isBefore(now, before.validTo)) throw hasEnded(before);
  if (!isBefore(before.validFrom, now)) return;
  if (after.gridId !== before.gridId || after.validFrom !== before.validFrom) {
    throw conflict(
      `The assignment began at ${before.validFrom}, and what has been is not rewritten: end it with validTo, and add another`,
      { validFrom: before.validFrom },
    );
  }
  if (isBefore(after.validTo, now)) {
    throw unprocessable(
      `validTo=${after.validTo}: lies in the past, and what has been is not rewritten; the earliest is now, ${now}`,
      { parameter: 'validTo', value: after.validTo },
    );
  }
}

function hasEnded({ validTo }: StoredAssignment) {
  return conflict(`The assignment ended at ${validTo}, and what has been is not rewritten; add another`, {
    validTo,
  });
}

async function record(
  tx: Queryable,
  { actor }: Writer,
  regionId: number,
  workerId: string,
  assignment: string,
  grid: string,
): Promise<void> {
  await appendChange(tx, regionId, 'worker', actor, {
    changed: workerId,
    fields: ['assignments'],
    assignment,
    grid,
  });
}
