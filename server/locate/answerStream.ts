// Points in, answers out, in the same order, in pieces of any number: what the server's streamed lookups and the command line
// share. Memory holds one piece.
import { setImmediate } from 'node:timers/promises';
import type { CoordinateSystem } from '../../core/coordinates.ts';
import type { Queryable } from '../database.ts';
import type { GridWorker } from '../snapshot/details.ts';
import { compactAnswers, csvAnswers, csvHeader, fullAnswers, readWorkersThen } from './batchAnswers.ts';
import type { BatchLocator, Candidate } from './batchLocator.ts';
import { PointBatch, type PointReader } from './pointBatch.ts';

export type AnswerKind = 'compact' | 'full';

export interface AnswerRequest {
  crs: CoordinateSystem;
  accuracyM?: number | undefined;
  answer: AnswerKind;
}

/** Reads points from `pieces` and yields text. @throws ProblemError when the input as a whole cannot be read */
export async function* answerStream(
  database: Queryable,
  locator: BatchLocator,
  reader: PointReader,
  output: 'csv' | 'ndjson',
  request: AnswerRequest,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<string, void> {
  const batch = new PointBatch(request.crs);
  let write: ((batch: PointBatch) => Promise<string>) | undefined;
  const answers = async () => {
    const isFirst = write === undefined;
    write ??= writerOf(database, locator, reader, output, request);
    const header = isFirst && output === 'csv' ? csvHeader(reader.hasIds, request.accuracyM) : '';
    const text = batch.length === 0 ? '' : await write(batch);
    batch.clear();
    return header + text;
  };
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      reader.push(piece.subarray(at, at + PIECE_BYTES), batch);
      if (batch.length === 0) continue;
      yield await answers();
      // others are served between two pieces
      await setImmediate();
    }
  }
  reader.finish(batch);
  yield await answers();
}

/** About 1,500 points: under 10 ms. */
const PIECE_BYTES = 65_536;

function writerOf(
  database: Queryable,
  locator: BatchLocator,
  reader: PointReader,
  output: 'csv' | 'ndjson',
  request: AnswerRequest,
): (batch: PointBatch) => Promise<string> {
  const options = { locator, accuracyM: request.accuracyM };
  if (output === 'csv') {
    const write = csvAnswers(options, reader.hasIds);
    return async (batch) => {
      await locator.prepare(batch.xs, batch.ys, batch.length);
      return write(batch);
    };
  }
  const answerRows = jsonAnswers(database, options, request.answer);
  return async (batch) => `${(await answerRows(batch)).join('\n')}\n`;
}

/** Prepares the boundaries that a batch needs and answers each of its points as JSON. */
export function jsonAnswers(
  database: Queryable,
  options: { locator: BatchLocator; accuracyM: number | undefined },
  answer: AnswerKind,
): (batch: PointBatch) => Promise<string[]> {
  const { locator } = options;
  const workersThen = new Map<Candidate, ReadonlyMap<string, readonly GridWorker[]>>();
  const answerRow = answer === 'full' ? fullAnswers(options, workersThen) : compactAnswers(options);
  return async (batch) => {
    await locator.prepare(batch.xs, batch.ys, batch.length);
    if (answer === 'full') await readWorkersThen(database, locator, workersThen);
    const rows: string[] = [];
    for (let row = 0; row < batch.length; row += 1) rows.push(answerRow(batch, row));
    return rows;
  };
}
