// Thousands of points in one transaction: all or nothing. What is as stored already is not touched, and what was
// corrected by hand stays as it is.
import { setImmediate } from 'node:timers/promises';
import type { ValidateFunction } from 'ajv';
import { appendChange } from '../changes/queries.ts';
import { ProblemError, unprocessable } from '../errors.ts';
import { describeFindings } from '../http/findings.ts';
import { limits } from '../limits.ts';
import { inBatches } from '../publication/rows.ts';
import { takeIds } from '../publication/writeVersion.ts';
import { type Writer, writeRegion } from '../regions/writeRegion.ts';
import { checkTexts, differingFields, stateOf } from './state.ts';
import {
  closeRows,
  findByReferences,
  findFormerIds,
  insertRows,
  keyOf,
  type NewRow,
  readMoment,
} from './stored.ts';
import type { Candidate, Fault, PointBody, PointSubject, StoredPoint } from './subject.ts';
import { newRow } from './write.ts';

export type Outcome = 'created' | 'changed' | 'unchanged' | 'kept';

export interface Upserted {
  /** In the order of the rows sent. */
  results: { id: string; outcome: Outcome }[];
  /** Null: nothing was written. */
  changeSequence: string | null;
}

/**
 * @param isValid of the subject's `create` schema; fills in defaults
 * @throws ProblemError 422 that lists the faults by index; nothing is written then
 */
export async function upsertPoints(
  writer: Writer,
  subject: PointSubject,
  region: string,
  rows: readonly unknown[],
  isValid: ValidateFunction,
): Promise<Upserted> {
  const bodies = await checkedRows(subject, rows, isValid);
  return writeRegion(writer, region, async (tx, snapshot) => {
    const { regionId } = snapshot;
    const stored = await findByReferences(tx, writer.scope, subject, regionId, bodies);
    const byKey = new Map(stored.map((point) => [keyOf(point), point]));
    const missing = bodies.filter((body) => !byKey.has(keyOf(body)));
    const ids = await idsFor(tx, subject, regionId, missing);
    const everyId = [...stored.map((point) => point.id), ...ids.values()];
    const moment = await readMoment(tx, subject, regionId, everyId);

    const plan = await inTurns(bodies, (body) => {
      const before = byKey.get(keyOf(body));
      return { body, before, state: stateOf(subject, withWorker(subject, body, before), before, moment) };
    });
    await refuseFaults(
      await subject.findFaults(
        tx,
        regionId,
        plan.map(({ body, state }): Candidate => ({ given: body, values: state.values })),
      ),
      bodies.length,
    );

    const written: NewRow[] = [];
    const ending: string[] = [];
    const results = await inTurns(plan, ({ body, before, state }) => {
      const outcome = outcomeOf(before, before ? differingFields(subject, before, state) : []);
      const identity = before ?? { ...body, id: ids.get(keyOf(body))!, bodyHash: null };
      if (outcome === 'created' || outcome === 'changed')
        written.push(newRow(snapshot, state, identity, before));
      if (outcome === 'changed') ending.push(identity.id);
      return { id: identity.id, outcome };
    });
    if (written.length === 0) return { results, changeSequence: null };

    const changeSequence = await appendChange(tx, regionId, subject.name, writer.actor, {
      bulk: true,
      created: written.length - ending.length,
      changed: ending.length,
    });
    const recording = { regionId, moment, changeSequence };
    await closeRows(tx, subject, recording, ending);
    await insertRows(tx, subject, recording, written);
    return { results, changeSequence };
  });
}

/** A source need not know who handles what it sends: left out, it stays, as a pin does. */
function withWorker({ fields }: PointSubject, body: Identified, before: StoredPoint | undefined): PointBody {
  const name = fields.find(({ type }) => type === 'worker')?.name;
  if (name === undefined || body[name] !== undefined) return body;
  return { ...body, [name]: before?.values[name] ?? null };
}

/** Slice by slice; between them other requests are answered. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const slice of inBatches(items, limits.bulkRowsPerTurn)) {
    for (const item of slice) results.push(work(item, results.length));
    await setImmediate();
  }
  return results;
}

function outcomeOf(before: StoredPoint | undefined, differing: readonly string[]): Outcome {
  if (!before) return 'created';
  if (differing.length === 0) return 'unchanged';
  return before.correctedByHand ? 'kept' : 'changed';
}

type Identified = PointBody & { source: string; reference: string };

/** Former ones for what comes back, new ones for the rest. */
async function idsFor(
  tx: Parameters<typeof takeIds>[0],
  subject: PointSubject,
  regionId: number,
  bodies: readonly Identified[],
): Promise<Map<string, string>> {
  const ids = await findFormerIds(tx, subject, regionId, bodies);
  const keys = bodies.map(keyOf).filter((key) => !ids.has(key));
  const taken = keys.length === 0 ? [] : await takeIds(tx, keys.length);
  keys.forEach((key, index) => {
    ids.set(key, taken[index]!);
  });
  return ids;
}

async function checkedRows(
  subject: PointSubject,
  rows: readonly unknown[],
  isValid: ValidateFunction,
): Promise<Identified[]> {
  const indexOfKey = new Map<string, number>();
  const faults = await inTurns(
    rows,
    (row, index) =>
      schemaFault(subject, row, index, isValid) ??
      textFault(subject, row as Identified, index) ??
      repetition(row as Identified, index, indexOfKey),
  );
  refuseFaults(
    faults.filter((fault) => fault !== undefined),
    rows.length,
  );
  // the schema has said so of every row
  return rows as Identified[];
}

function schemaFault(
  subject: PointSubject,
  row: unknown,
  index: number,
  isValid: ValidateFunction,
): Fault | undefined {
  if (isValid(row)) return undefined;
  const { parameter, value, why } = describeFindings(isValid.errors ?? [], row, 'row')!;
  return {
    index,
    field: parameter,
    value: subject.personalFields.includes(parameter) ? null : value,
    reason: why,
  };
}

function textFault(subject: PointSubject, row: Identified, index: number): Fault | undefined {
  try {
    checkTexts(subject, row);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // as `badRequest` makes it: "parameter=value: why"
    const { parameter, value } = error.extras as Record<'parameter' | 'value', string>;
    return { index, field: parameter, value, reason: error.detail.slice(`${parameter}=${value}: `.length) };
  }
}

function repetition(row: Identified, index: number, indexOfKey: Map<string, number>): Fault | undefined {
  const key = keyOf(row);
  const first = indexOfKey.get(key);
  if (first === undefined) {
    indexOfKey.set(key, index);
    return undefined;
  }
  return {
    index,
    field: 'reference',
    value: row.reference,
    reason: `row ${first} has this source and reference`,
  };
}

function refuseFaults(faults: readonly Fault[], rowCount: number): void {
  const [first] = faults;
  if (!first) return;
  const shown = first.value === null ? first.field : `${first.field}=${first.value}`;
  throw unprocessable(
    `${faults.length} of ${rowCount} rows cannot be stored, and none was; the first is row ${first.index}: ${shown}: ${first.reason}`,
    { faultCount: faults.length, faults: faults.slice(0, limits.bulkListedFaults) },
  );
}
