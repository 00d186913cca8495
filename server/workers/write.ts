// Workers come, change and end. One who ended keeps his id and his number, because past assignments name him; nothing
// personal is kept of him.
import type { FastifyRequest } from 'fastify';
import { appendChange } from '../changes/queries.ts';
import type { Queryable } from '../database.ts';
import { conflict, notFound } from '../errors.ts';
import { checkPreconditions, entityTag } from '../http/preconditions.ts';
import { hashOf } from '../points/state.ts';
import { takeIds } from '../publication/writeVersion.ts';
import { type Writer, writeRegion } from '../regions/writeRegion.ts';
import {
  countOpenIncidents,
  endAssignments,
  findWorker,
  findWorkerByNumber,
  findWorkerByReference,
  nextNumber,
  readClock,
  type StoredWorker,
  writeWorker,
} from './queries.ts';

export const personalFields = ['name', 'phone'] as const;

export interface NewWorker {
  source: string;
  reference: string;
  number?: number;
  name?: string;
  phone?: string;
}

/** Null erases; undefined leaves as it is. */
export interface WorkerChange {
  source?: string | undefined;
  reference?: string | undefined;
  number?: number | undefined;
  name?: string | null | undefined;
  phone?: string | null | undefined;
}

export interface WorkerTarget {
  region: string;
  id: string;
  headers: FastifyRequest['headers'];
}

/** A worker as the API shows him: which personal fields there are, and no values. */
export function shownWorker(region: string, worker: StoredWorker) {
  const { id, source, reference, number, changeSequence } = worker;
  const present = personalFields.filter((field) => worker[field] !== null);
  return { id, region, source, reference, number, personalFields: [...present], changeSequence };
}

export function tagOfWorker(region: string, worker: StoredWorker): string {
  return entityTag(shownWorker(region, worker));
}

/** @throws ProblemError 404 when there is none, or none any more */
export async function requireWorker(
  db: Queryable,
  { scope }: Pick<Writer, 'scope'>,
  regionId: number,
  id: string,
): Promise<StoredWorker> {
  const worker = await findWorker(db, scope, regionId, id);
  if (!worker || worker.endedAt !== null) throw notFound('worker', id);
  return worker;
}

/** Stores the worker once, however often he is sent; one who ended comes back under his id. */
export async function createWorker(
  writer: Writer,
  region: string,
  body: NewWorker,
): Promise<{ worker: StoredWorker; isNew: boolean }> {
  const { source, reference, name = null, phone = null } = body;
  const bodyHash = hashOf(body);
  return writeRegion(writer, region, async (tx, { regionId }) => {
    const known = await findWorkerByReference(tx, writer.scope, regionId, source, reference);
    if (known?.endedAt === null) {
      if (known.bodyHash === bodyHash) return { worker: known, isNew: false };
      throw conflict(
        `Source ${source} has sent another worker by the reference ${reference}; give this one its own`,
        { parameter: 'reference', value: reference },
      );
    }
    const id = known?.id ?? (await takeIds(tx, 1))[0]!;
    const number = body.number ?? known?.number ?? (await nextNumber(tx, regionId));
    await refuseTakenNumber(tx, regionId, id, number);
    const changeSequence = await appendChange(tx, regionId, 'worker', writer.actor, {
      created: id,
      fields: Object.keys(body).sort(),
    });
    const worker = { id, source, reference, number, name, phone, endedAt: null, bodyHash, changeSequence };
    await writeWorker(tx, regionId, worker);
    return { worker, isNew: true };
  });
}

/** @throws ProblemError 404, 409, 412 */
export function changeWorker(
  writer: Writer,
  { region, id, headers }: WorkerTarget,
  change: WorkerChange,
): Promise<StoredWorker> {
  return writeRegion(writer, region, async (tx, { regionId }) => {
    const before = await requireWorker(tx, writer, regionId, id);
    checkPreconditions(headers, 'worker', tagOfWorker(region, before));
    refuseOtherIdentity(change, before);
    const { number = before.number, name = before.name, phone = before.phone } = change;
    await refuseTakenNumber(tx, regionId, id, number);
    const after = { ...before, number, name, phone };
    const fields = (['number', ...personalFields] as const).filter((field) => after[field] !== before[field]);
    if (fields.length === 0) return before;
    const changeSequence = await appendChange(tx, regionId, 'worker', writer.actor, { changed: id, fields });
    const worker = { ...after, changeSequence };
    await writeWorker(tx, regionId, worker);
    return worker;
  });
}

/** Ends the worker and his assignments, and erases what is personal. @throws ProblemError 404, 409, 412 */
export function endWorker(writer: Writer, { region, id, headers }: WorkerTarget): Promise<void> {
  return writeRegion(writer, region, async (tx, { regionId }) => {
    const before = await requireWorker(tx, writer, regionId, id);
    checkPreconditions(headers, 'worker', tagOfWorker(region, before));
    await refuseUnfinished(tx, regionId, before);
    const endedAt = await readClock(tx);
    const changeSequence = await appendChange(tx, regionId, 'worker', writer.actor, { deleted: id });
    await endAssignments(tx, regionId, id, endedAt);
    await writeWorker(tx, regionId, { ...before, name: null, phone: null, endedAt, changeSequence });
  });
}

/** What he handles would be nobody's without anybody having said so. Closed incidents go on naming him. */
async function refuseUnfinished(
  tx: Queryable,
  regionId: number,
  { id, number }: StoredWorker,
): Promise<void> {
  const openIncidents = await countOpenIncidents(tx, regionId, id);
  if (openIncidents === 0) return;
  throw conflict(
    `Worker ${number} handles ${openIncidents} open incidents (worker=${number} lists them); give them to others or close ` +
      'them first',
    { openIncidents },
  );
}

async function refuseTakenNumber(tx: Queryable, regionId: number, id: string, number: number): Promise<void> {
  const holder = await findWorkerByNumber(tx, regionId, number);
  if (!holder || holder.id === id) return;
  const who = holder.endedAt === null ? 'another worker has it' : 'one who ended had it, and keeps it';
  throw conflict(`number=${number}: ${who}; leave it out for the next free one`, {
    parameter: 'number',
    value: String(number),
  });
}

function refuseOtherIdentity(change: WorkerChange, before: StoredWorker): void {
  for (const field of ['source', 'reference'] as const) {
    if (change[field] === undefined || change[field] === before[field]) continue;
    throw conflict(
      `${field}=${change[field]}: the worker is ${before.source} ${before.reference}, and stays so`,
      {
        parameter: field,
        value: change[field],
      },
    );
  }
}
