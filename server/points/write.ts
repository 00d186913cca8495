// One point at a time: recorded, replaced, patched, deleted, pinned. Each write locates the point, ends its row and
// records the next one under the same id, and appends one change.
import type { FastifyRequest } from 'fastify';
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { conflict, notFound, unprocessable } from '../errors.ts';
import { checkPreconditions } from '../http/preconditions.ts';
import { gridsAt } from '../locate/findGrids.ts';
import { takeIds } from '../publication/writeVersion.ts';
import { type Writer, writeRegion } from '../regions/writeRegion.ts';
import type { GridInfo } from '../snapshot/details.ts';
import type { RegionSnapshot } from '../snapshot/regionSnapshot.ts';
import { tagOf } from './shown.ts';
import { differingFields, faultProblem, hashOf, stateOf } from './state.ts';
import {
  closeRows,
  erasePersonal,
  findByReferences,
  findFormerIds,
  findPoint,
  insertRows,
  keyOf,
  type NewRow,
  type Recording,
  readMoment,
  type ShownPoint,
} from './stored.ts';
import type { PointBody, PointGridIds, PointState, PointSubject } from './subject.ts';

export interface Recorded {
  point: ShownPoint;
  /** False: the same body was recorded before, and nothing was written now. */
  isNew: boolean;
}

/** The grid that a person makes responsible, and why. */
export interface AskedPin {
  grid: string;
  reason: string;
}

/**
 * Stores the point once, however often it is sent; pinned, where that is asked for.
 *
 * @throws ProblemError 409 when its source has another one by this reference; 422 for what cannot be stored
 */
export async function createPoint(
  writer: Writer,
  subject: PointSubject,
  region: string,
  body: PointBody,
  pin?: AskedPin,
): Promise<Recorded> {
  const { source, reference } = body as { source: string; reference: string };
  const bodyHash = hashOf(pin ? { ...body, pin: [pin.grid, pin.reason] } : body);
  return writeRegion(writer, region, async (tx, snapshot) => {
    const { regionId } = snapshot;
    const [known] = await findByReferences(tx, writer.scope, subject, regionId, [{ source, reference }]);
    if (known && known.bodyHash === bodyHash) {
      return { point: (await findPoint(tx, writer.scope, subject, regionId, known.id))!, isNew: false };
    }
    if (known) throw otherByThisReference(subject, source, reference);

    const formerIds = await findFormerIds(tx, subject, regionId, [{ source, reference }]);
    const id = formerIds.get(keyOf({ source, reference })) ?? (await takeIds(tx, 1))[0]!;
    const moment = await readMoment(tx, subject, regionId, [id]);
    const state = stateOf(subject, body, undefined, moment);
    await refuseFaults(tx, subject, regionId, body, state);
    const pinned = pin && { pinnedGridId: gridToPin(snapshot, pin.grid).gridId, pinReason: pin.reason };
    const row = newRow(snapshot, state, { id, source, reference, bodyHash }, pinned);
    const recording = await record(tx, writer, subject, regionId, moment, {
      created: id,
      fields: [...Object.keys(body), ...(pin ? ['pin'] : [])].sort(),
    });
    await insertRows(tx, subject, recording, [row]);
    return { point: (await findPoint(tx, writer.scope, subject, regionId, id))!, isNew: true };
  });
}

function otherByThisReference({ name }: PointSubject, source: string, reference: string) {
  return conflict(
    `Source ${source} has sent another ${name} by the reference ${reference}; give this one its own`,
    { parameter: 'reference', value: reference },
  );
}

/** Which point is meant, and what the caller knows of it. */
export interface Target {
  region: string;
  id: string;
  headers: FastifyRequest['headers'];
}

/**
 * Writes what `body` makes of the point: `next` is `stateOf` for a whole body, `patchedState` for a patch. By hand, so
 * that no import overwrites it, unless the body says `correctedByHand: false`. Writes nothing where nothing differs.
 *
 * @throws ProblemError 404, 409, 412, 422
 */
export function changePoint(
  writer: Writer,
  subject: PointSubject,
  target: Target,
  body: PointBody,
  next: (subject: PointSubject, body: PointBody, before: ShownPoint, moment: string) => PointState,
): Promise<ShownPoint> {
  return rewritePoint(writer, subject, target, async (tx, snapshot, before, moment) => {
    const { regionId } = snapshot;
    refuseOtherIdentity(subject, body, before);
    const state = next(subject, body, before, moment);
    await refuseFaults(tx, subject, regionId, body, state);
    const fields = differingFields(subject, before, state);
    const correctedByHand =
      body.correctedByHand === undefined
        ? before.correctedByHand || fields.length > 0
        : body.correctedByHand === true;
    if (correctedByHand !== before.correctedByHand) fields.push('correctedByHand');
    const row = newRow(snapshot, state, before, before);
    return { row: { ...row, correctedByHand }, detail: { changed: before.id, fields } };
  });
}

/** Source and reference say who it is. */
function refuseOtherIdentity({ name }: PointSubject, body: PointBody, before: ShownPoint): void {
  for (const field of ['source', 'reference'] as const) {
    if (body[field] === undefined || body[field] === before[field]) continue;
    throw conflict(
      `${field}=${body[field]}: the ${name} is ${before.source} ${before.reference}, and stays so`,
      {
        parameter: field,
        value: body[field],
      },
    );
  }
}

/** @throws ProblemError 404, 412, and 422 when the grid is not in force in the region */
export function pinPoint(
  writer: Writer,
  subject: PointSubject,
  target: Target,
  { grid: code, reason }: AskedPin,
): Promise<ShownPoint> {
  return rewritePoint(
    writer,
    subject,
    target,
    async (_tx, snapshot, before) => {
      const grid = gridToPin(snapshot, code);
      const isSame = before.pinnedGridId === grid.gridId && before.pinReason === reason;
      const row: NewRow = { ...before, pinnedGridId: grid.gridId, pinReason: reason };
      return { row, detail: { pinned: before.id, fields: isSame ? [] : ['pin'] } };
    },
    (before) => before.pinnedGridId !== null,
  );
}

/** @throws ProblemError 422 */
function gridToPin({ grids, code: region }: RegionSnapshot, code: string): GridInfo {
  const grid = grids.find((candidate) => candidate.code === code);
  if (grid) return grid;
  throw unprocessable(`grid=${code}: no grid in force in region ${region} has this code`, {
    parameter: 'grid',
    value: code,
  });
}

/** @throws ProblemError 404 also when there is no pin, 412 */
export function unpinPoint(writer: Writer, subject: PointSubject, target: Target): Promise<ShownPoint> {
  return rewritePoint(writer, subject, target, async (_tx, _snapshot, before) => {
    if (before.pinnedGridId === null) throw notFound(`pin of ${subject.name}`, before.id);
    const row: NewRow = { ...before, pinnedGridId: null, pinReason: null };
    return { row, detail: { unpinned: before.id, fields: ['pin'] } };
  });
}

/** Ends the row and erases what is personal. @throws ProblemError 404, 412 */
export function deletePoint(writer: Writer, subject: PointSubject, target: Target): Promise<void> {
  return writeRegion(writer, target.region, async (tx, { regionId, code }) => {
    const before = await findTarget(tx, writer, subject, regionId, code, target);
    const moment = await readMoment(tx, subject, regionId, [before.id]);
    const recording = await record(tx, writer, subject, regionId, moment, { deleted: before.id });
    await closeRows(tx, subject, recording, [before.id]);
    await erasePersonal(tx, subject, regionId, [before.id]);
  });
}

interface Rewriting {
  row: NewRow;
  /** Without fields, nothing is written. */
  detail: { fields: string[]; [action: string]: unknown };
}

async function rewritePoint(
  writer: Writer,
  subject: PointSubject,
  target: Target,
  next: (tx: Queryable, snapshot: RegionSnapshot, before: ShownPoint, moment: string) => Promise<Rewriting>,
  exists: (before: ShownPoint) => boolean = () => true,
): Promise<ShownPoint> {
  return writeRegion(writer, target.region, async (tx, snapshot) => {
    const { regionId, code } = snapshot;
    const before = await findTarget(tx, writer, subject, regionId, code, target, exists);
    const moment = await readMoment(tx, subject, regionId, [before.id]);
    const { row, detail } = await next(tx, snapshot, before, moment);
    if (detail.fields.length === 0) return before;
    const recording = await record(tx, writer, subject, regionId, moment, detail);
    await closeRows(tx, subject, recording, [before.id]);
    await insertRows(tx, subject, recording, [row]);
    return (await findPoint(tx, writer.scope, subject, regionId, before.id))!;
  });
}

async function findTarget(
  tx: Queryable,
  { scope }: Writer,
  subject: PointSubject,
  regionId: number,
  region: string,
  { id, headers }: Target,
  exists: (before: ShownPoint) => boolean = () => true,
): Promise<ShownPoint> {
  const before = await findPoint(tx, scope, subject, regionId, id);
  if (!before) throw notFound(subject.name, id);
  const tag = tagOf(subject, region, before);
  // If-None-Match: * asks about a part of the point, such as its pin
  checkPreconditions(headers, subject.name, exists(before) || headers['if-match'] !== undefined ? tag : null);
  return before;
}

async function record(
  tx: Queryable,
  { actor }: Writer,
  subject: PointSubject,
  regionId: number,
  moment: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<Recording> {
  return { regionId, moment, changeSequence: await appendChange(tx, regionId, subject.name, actor, detail) };
}

async function refuseFaults(
  tx: Queryable,
  subject: PointSubject,
  regionId: number,
  body: PointBody,
  { values }: PointState,
): Promise<void> {
  const [fault] = await subject.findFaults(tx, regionId, [{ given: body, values }]);
  if (fault) throw faultProblem(fault);
}

const unpinned = { pinnedGridId: null, pinReason: null };

/** The state where it lies by the boundaries in force; a pin stays. */
export function newRow(
  snapshot: RegionSnapshot,
  state: PointState,
  { id, source, reference, bodyHash }: Pick<NewRow, 'id' | 'source' | 'reference' | 'bodyHash'>,
  { pinnedGridId, pinReason }: Pick<PointGridIds, 'pinnedGridId' | 'pinReason'> = unpinned,
): NewRow {
  const { base, dedicated } = gridsAt(snapshot, state.x, state.y);
  return {
    ...state,
    id,
    source,
    reference,
    bodyHash,
    baseGridId: base?.gridId ?? null,
    dedicatedGridId: dedicated?.gridId ?? null,
    pinnedGridId,
    pinReason,
    correctedByHand: false,
  };
}
